using Kling3.Generator.Diagnostics;
using Kling3.Generator.Model;
using Kling3.Generator.Modeling;
using Kling3.Generator.Reading;
using Kling3.Generator.Values;

namespace Kling3.Generator.Inputs;

/// <summary>What reading a document gives: the model, null when there is none to emit, and the diagnostics.</summary>
internal sealed record SpecResult(string Path, SpecModel? Model, EquatableArray<DiagnosticInfo> Diagnostics);

/// <summary>
/// The whole way from a text to the model. Whatever goes wrong on it ends in a diagnostic.
/// </summary>
internal static class SpecReader
{
    public static SpecResult Read(SpecInput input, CancellationToken cancellationToken)
    {
        var bag = new DiagnosticBag(input.Path);
        SpecModel? model = null;
        try
        {
            model = Read(input, bag, cancellationToken);
        }
        catch (SyntaxException e)
        {
            bag.Report(Descriptors.Syntax, e.Place, input.IsJson ? "JSON" : "YAML", e.Message.TrimEnd('.'));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            bag.Add(Guard.Failure(input.Path, e));
        }

        return new SpecResult(input.Path, model, bag.ToEquatableArray());
    }

    private static SpecModel? Read(SpecInput input, DiagnosticBag bag, CancellationToken cancellationToken)
    {
        if (input.Text.Length > Limits.Characters)
        {
            bag.Report(Descriptors.TooLarge, default, Literal(input.Text.Length), Literal(Limits.Characters));
            return null;
        }

        ParsedText parsed = input.IsJson ? JsonTextParser.Parse(input.Text, cancellationToken) : YamlTextParser.Parse(input.Text, cancellationToken);
        foreach (DuplicateKey key in parsed.DuplicateKeys)
        {
            bag.Report(Descriptors.DuplicateKey, key.Place, key.Map.Pointer, key.Name, Literal(key.First.Line + 1));
        }

        switch (parsed.Root)
        {
            case null:
                bag.Report(Descriptors.Empty, default);
                return null;
            case MapNode root:
                var reader = new SchemaReader(root, bag);
                SpecModel? model = DocumentModeler.Model(root, input, bag, reader, cancellationToken);
                if (model is not null)
                {
                    CheckValues(root, reader, bag, cancellationToken);
                }

                return model;
            case { } other:
                bag.Report(Descriptors.Structure, other.Place, "#", "an OpenAPI document is an object. Begin it with 'openapi: 3.0.3'.");
                return null;
        }
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

    private static string Literal(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
