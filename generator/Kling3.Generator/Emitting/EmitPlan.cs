using Kling3.Generator.Model;

namespace Kling3.Generator.Emitting;

/// <summary>A file to emit, and the document that it comes from: where a failure is reported.</summary>
internal sealed record PlannedUnit(string Path, EmitUnit Unit);

/// <summary>The files to emit for a document.</summary>
internal sealed record EmitPlan(EquatableArray<PlannedUnit> Units)
{
    /// <param name="path">The document.</param>
    /// <param name="model">What it says; null when there is nothing to emit.</param>
    /// <param name="consumer">The project that the files go into.</param>
    /// <param name="cancellationToken">The compiler's.</param>
    public static EmitPlan Of(string path, SpecModel? model, ConsumerFacts consumer, CancellationToken cancellationToken) => new(
        model is null
            ? EquatableArray<PlannedUnit>.Empty
            : EmitUnit.Of(model, consumer, cancellationToken).Select(unit => new PlannedUnit(path, unit)).ToEquatableArray());
}
