using System.Text;
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
    // Without a byte order mark: what EmitCompilerGeneratedFiles writes is to be read in a review.
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<(SpecInput? Input, DiagnosticInfo? Error)> inputs = context.AdditionalTextsProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, _) => (File: pair.Left, Metadata: SpecMetadata.Of(pair.Left.Path, pair.Right.GetOptions(pair.Left))))
            .Where(static spec => spec.Metadata.IsSpec)
            .Select(static (spec, cancellationToken) => (File: new SpecFile(spec.File, spec.File.GetText(cancellationToken) ?? SourceText.From("")), spec.Metadata))
            .WithTrackingName(TrackingNames.Files)
            .Select(static (spec, _) => spec.Metadata.ToInput(spec.File))
            .WithTrackingName(TrackingNames.Inputs);

        IncrementalValuesProvider<SpecResult> results = inputs
            .Where(static input => input.Input is not null)
            .Select(static (input, cancellationToken) => SpecReader.Read(input.Input!, cancellationToken))
            .WithTrackingName(TrackingNames.Read);

        IncrementalValueProvider<ConsumerFacts> consumer = context.MetadataReferencesProvider
            .Select(static (reference, _) => ConsumerFacts.Of(reference))
            .Collect()
            .Select(static (parts, _) => ConsumerFacts.All(parts))
            .WithTrackingName(TrackingNames.Consumer);

        IncrementalValuesProvider<EmitUnit> units = results
            .Combine(consumer)
            .Select(static (pair, _) => pair.Right.HasRuntime ? (pair.Left.Model, pair.Right) : (null, pair.Right))
            .WithTrackingName(TrackingNames.Model)
            .SelectMany(static (pair, cancellationToken) => EmitUnit.Of(pair.Model, pair.Right, cancellationToken))
            .WithTrackingName(TrackingNames.Units);

        context.RegisterSourceOutput(units, static (output, unit) => output.AddSource(unit.HintName, SourceText.From(unit.Emit(), s_utf8)));

        context.RegisterSourceOutput(inputs, static (output, input) => Report(output, input.Error));
        context.RegisterSourceOutput(results, static (output, result) =>
        {
            foreach (DiagnosticInfo diagnostic in result.Diagnostics)
            {
                Report(output, diagnostic);
            }
        });
        context.RegisterSourceOutput(
            inputs.Select(static (input, _) => input.Input is { } spec ? new SpecPlace(spec.Path, spec.Namespace, spec.ClientName) : null).Collect().Combine(consumer),
            static (output, pair) =>
            {
                foreach (DiagnosticInfo diagnostic in SpecPlace.Check(pair.Left, pair.Right))
                {
                    Report(output, diagnostic);
                }
            });
    }

    private static void Report(SourceProductionContext output, DiagnosticInfo? diagnostic)
    {
        if (diagnostic is not null)
        {
            output.ReportDiagnostic(diagnostic.ToDiagnostic());
        }
    }
}
