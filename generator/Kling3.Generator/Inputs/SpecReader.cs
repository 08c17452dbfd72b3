using Kling3.Generator.Diagnostics;
using Kling3.Generator.Model;
using Kling3.Generator.Reading;
using Kling3.Generator.Values;

namespace Kling3.Generator.Inputs;

/// <summary>
/// The whole way from a text to the model. Whatever goes wrong on it ends in a diagnostic.
/// </summary>
internal static class SpecReader
{
    public static SpecResult Read(SpecInput input, CancellationToken cancellationToken)
    {
        var bag = new DiagnosticBag(input.Path);
        ModeledSpec? spec = ModeledSpec.Read(input, bag, cancellationToken);
        if (spec is not null)
        {
            CheckValues(spec.Root, spec.Schemas, bag, cancellationToken);
        }

        return new SpecResult(input.Path, spec?.Model, bag.ToEquatableArray());
    }

    // A failure here costs nobody the client: it is about values that the emitted code does not hold.
    private static void CheckValues(MapNode root, SchemaReader reader, DiagnosticBag bag, CancellationToken cancellationToken)
    {
        try
        {
            ValueChecker.Check(root, reader, bag, cancellationToken);
        }
        catch (Exception e) when (Guard.IsLoadFailure(e))
        {
            bag.Add(Guard.Failure(bag.Path, e));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            bag.Report(Descriptors.Unsupported, default, "#", "defaults and examples are not checked against their schemas: " + Guard.Describe(e));
        }
    }
}
