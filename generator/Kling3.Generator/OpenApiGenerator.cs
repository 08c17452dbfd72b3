using System.Collections.Immutable;
using Kling3.Generator.Diagnostics;
using Kling3.Generator.Emitting;
using Kling3.Generator.Inputs;
using Kling3.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Kling3.Generator;

/// <summary>
/// Emits a client for every OpenAPI document among the additional files: request and reply types, validation, a JSON context and direct
/// code, and the client itself. It reads nothing but what the compiler hands it.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class OpenApiGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<(SpecInput? Input, DiagnosticInfo? Error)> inputs = context.AdditionalTextsProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, _) => (File: pair.Left, Metadata: SpecMetadata.Of(pair.Left.Path, pair.Right.GetOptions(pair.Left))))
            .Where(static spec => spec.Metadata.IsSpec)
            .Collect()
            .SelectMany(static (specs, _) => Once(specs))
            .Select(static (spec, cancellationToken) => (spec.Metadata, Read: Guard.Run(spec.File.Path, () => SpecFile.Of(spec.File, cancellationToken))))
            .WithTrackingName(TrackingNames.Files)
            .Select(static (spec, _) => spec.Read.Value is { } file ? spec.Metadata.ToInput(file) : (null, spec.Read.Failure))
            .WithTrackingName(TrackingNames.Inputs);

        IncrementalValueProvider<EquatableArray<SpecPlace>> places = inputs
            .Where(static input => input.Input is not null)
            .Select(static (input, _) => new SpecPlace(input.Input!.Path, input.Input.Namespace))
            .Collect()
            .Select(static (found, _) => SpecPlace.Ordered(found))
            .WithTrackingName(TrackingNames.Places);

        IncrementalValuesProvider<SpecResult> results = inputs
            .Where(static input => input.Input is not null)
            .Combine(places)
            .Select(static (pair, _) => pair.Left.Input! with { NamespacesBelow = SpecPlace.NamesBelow(pair.Left.Input.Namespace, pair.Right) })
            .Select(static (input, cancellationToken) => SpecReader.Read(input, cancellationToken))
            .WithTrackingName(TrackingNames.Read);

        IncrementalValueProvider<ConsumerFacts> consumer = context.MetadataReferencesProvider
            .Select(static (reference, _) => ConsumerFacts.Of(reference))
            .Collect()
            .Select(static (parts, _) => ConsumerFacts.All(parts))
            .WithTrackingName(TrackingNames.Consumer);

        IncrementalValuesProvider<(EmitPlan? Value, DiagnosticInfo? Failure)> plans = results
            .Combine(places.Combine(consumer))
            .Select(static (pair, _) => (
                pair.Left.Path,
                Model: pair.Right.Right.HasRuntime && !SpecPlace.IsTaken(pair.Left.Path, pair.Right.Left) ? pair.Left.Model : null,
                Consumer: pair.Right.Right))
            .WithTrackingName(TrackingNames.Model)
            .Select(static (spec, cancellationToken) => Guard.Run(spec.Path, () => EmitPlan.Of(spec.Path, spec.Model, spec.Consumer, cancellationToken)));

        IncrementalValuesProvider<PlannedUnit> units = plans
            .SelectMany(static (plan, _) => plan.Value?.Units ?? EquatableArray<PlannedUnit>.Empty)
            .WithTrackingName(TrackingNames.Units);

        context.RegisterSourceOutput(units, static (output, unit) =>
        {
            (SourceText? text, DiagnosticInfo? failure) = Guard.Run(unit.Path, unit.Unit.Emit);
            if (text is not null)
            {
                output.AddSource(unit.Unit.HintName, text);
            }

            Report(output, failure);
        });

        context.RegisterSourceOutput(plans, static (output, plan) => Report(output, plan.Failure));
        context.RegisterSourceOutput(inputs, static (output, input) => Report(output, input.Error));
        context.RegisterSourceOutput(results, static (output, result) =>
        {
            foreach (DiagnosticInfo diagnostic in result.Diagnostics)
            {
                Report(output, diagnostic);
            }
        });
        context.RegisterSourceOutput(places.Combine(consumer), static (output, pair) =>
        {
            foreach (DiagnosticInfo diagnostic in SpecPlace.Check(pair.Left, pair.Right))
            {
                Report(output, diagnostic);
            }
        });
    }

    // A project may list a file twice: by a pattern, and by its name.
    private static IEnumerable<(AdditionalText File, SpecMetadata Metadata)> Once(ImmutableArray<(AdditionalText File, SpecMetadata Metadata)> specs) =>
        specs.GroupBy(spec => spec.File.Path, StringComparer.Ordinal).Select(group => group.First());

    private static void Report(SourceProductionContext output, DiagnosticInfo? diagnostic)
    {
        if (diagnostic is not null)
        {
            output.ReportDiagnostic(diagnostic.ToDiagnostic());
        }
    }
}
