using System.Globalization;
using Kling3.Generator.Diagnostics;
using Kling3.Generator.Model;
using Kling3.Generator.Modeling;
using Kling3.Generator.Reading;

namespace Kling3.Generator.Inputs;

/// <summary>A document that has been read: its model, and what its defaults and examples are checked with.</summary>
internal sealed record ModeledSpec(SpecModel Model, MapNode Root, SchemaReader Schemas)
{
    /// <summary>Reads a document; null when it has no model. Whatever is wrong with it is in <paramref name="bag"/>.</summary>
    public static ModeledSpec? Read(SpecInput input, DiagnosticBag bag, CancellationToken cancellationToken)
    {
        try
        {
            if (ReadRoot(input, bag, cancellationToken) is not { } root)
            {
                return null;
            }

            var schemas = new SchemaReader(root, bag);
            SpecModel? model = DocumentModeler.Model(root, input, bag, schemas, cancellationToken);
            return model is null ? null : new ModeledSpec(model, root, schemas);
        }
        catch (SyntaxException e)
        {
            bag.Report(Descriptors.Syntax, e.Place, input.IsJson ? "JSON" : "YAML", e.Message.TrimEnd('.'));
        }
        catch (TooLargeException e)
        {
            bag.Report(Descriptors.TooLarge, e.At.Place, $"{e.At.Pointer}: the document comes to more than {Invariant(Limits.Emitted)} characters of C#, and with this it is too much");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            bag.Add(Guard.Failure(input.Path, e));
        }

        return null;
    }

    private static MapNode? ReadRoot(SpecInput input, DiagnosticBag bag, CancellationToken cancellationToken)
    {
        if (input.Text.Length > Limits.Characters)
        {
            bag.Report(Descriptors.TooLarge, default, $"The document has {Invariant(input.Text.Length)} characters; at most {Invariant(Limits.Characters)} are read");
            return null;
        }

        // YAML has any number of byte order marks before a document, JSON lets a reader overlook one; the compiler takes away the first.
        string text = input.Text.TrimStart('\uFEFF');
        ParsedText parsed = input.IsJson
            ? JsonTextParser.Parse(text, cancellationToken)
            : PlainYamlParser.Parse(text, cancellationToken) ?? YamlTextParser.Parse(text, cancellationToken);
        foreach (DuplicateKey key in parsed.DuplicateKeys)
        {
            bag.Report(Descriptors.DuplicateKey, key.Place, key.Map.Pointer, key.Name, Invariant(key.First.Line + 1));
        }

        switch (parsed.Root)
        {
            case null:
                bag.Report(Descriptors.Empty, default);
                return null;
            case MapNode root:
                return root;
            case { } other:
                bag.Report(Descriptors.Structure, other.Place, "#", "an OpenAPI document is an object. Begin it with 'openapi: 3.0.3'.");
                return null;
        }
    }

    private static string Invariant(int value) => value.ToString(CultureInfo.InvariantCulture);
}
