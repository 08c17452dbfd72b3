using Kling3.Generator.Diagnostics;
using Kling3.Generator.Modeling;
using Kling3.Generator.Reading;
using Microsoft.CodeAnalysis;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NJsonSchema;
using NJsonSchema.Validation;
using NSwag;

namespace Kling3.Generator.Values;

/// <summary>
/// Holds the document's defaults and examples against the schemas that they stand in. NSwag reads the schemas and NJsonSchema, its schema
/// library, validates; both see a document of our own making (<see cref="PlainSchemas"/>).
/// </summary>
internal static class ValueChecker
{
    // More than anyone reads; a document with a hundred thousand examples must not hold up the compiler.
    private const int Most = 5000;

    public static void Check(MapNode root, SchemaReader reader, DiagnosticBag bag, CancellationToken cancellationToken)
    {
        List<Site> sites = [.. Sites(root, reader).Take(Most)];
        if (sites.Count > 0)
        {
            Validate(sites, reader, bag, cancellationToken);
        }
    }

    // Apart from its caller, so that a document without values does not load NSwag and Newtonsoft.Json.
    private static void Validate(List<Site> sites, SchemaReader reader, DiagnosticBag bag, CancellationToken cancellationToken)
    {
        var schemas = new PlainSchemas(reader);
        string[] names = [.. sites.Select(site => schemas.Name(site.Schema))];
        OpenApiDocument document = OpenApiDocument
            .FromJsonAsync(schemas.Document(cancellationToken), documentPath: null, SchemaType.OpenApi3, created => new OfflineReferences(created), cancellationToken)
            .GetAwaiter().GetResult();
        var settings = new JsonSchemaValidatorSettings { FormatValidators = [] };
        var validator = new JsonSchemaValidator(settings);
        for (int i = 0; i < sites.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Site site = sites[i];
            ICollection<ValidationError> errors = validator.Validate(Token(site.Value), document.Components.Schemas[names[i]], SchemaType.OpenApi3);
            if (errors.Count > 0)
            {
                bag.Report(site.Descriptor, site.Value.Place, site.Value.Pointer, string.Join("; ", errors.Take(3).Select(Describe)));
            }
        }
    }

    private static string Describe(ValidationError error) => $"{error.Kind} at '{error.Path}'";

    private static JToken Token(Node value)
    {
        using var reader = new JsonTextReader(new StringReader(JsonText.Of(value)))
        {
            DateParseHandling = DateParseHandling.None,
            FloatParseHandling = FloatParseHandling.Double,
            MaxDepth = 2 * Limits.Depth,
        };
        return JToken.ReadFrom(reader);
    }

    private static IEnumerable<Site> Sites(MapNode root, SchemaReader reader)
    {
        foreach (Schema schema in reader.All.ToArray())
        {
            if (schema.Default is { } value and not ScalarNode { Kind: ScalarKind.Null })
            {
                yield return new Site(schema, value, Descriptors.DefaultMismatch);
            }

            foreach (Node example in schema.Examples)
            {
                yield return new Site(schema, example, Descriptors.ExampleMismatch);
            }
        }

        foreach (MapNode holder in Holders(root))
        {
            if (holder["schema"] is not { } schemaNode)
            {
                continue;
            }

            if (holder["example"] is { } example)
            {
                yield return new Site(reader.Read(schemaNode), example, Descriptors.ExampleMismatch);
            }

            foreach (MapEntry entry in (holder["examples"] as MapNode)?.Entries ?? [])
            {
                if (entry.Value is MapNode named && reader.Follow(named) is MapNode resolved && resolved["value"] is { } value)
                {
                    yield return new Site(reader.Read(schemaNode), value, Descriptors.ExampleMismatch);
                }
            }
        }
    }

    // Parameters, headers and JSON media types: what has a schema and examples beside it.
    private static IEnumerable<MapNode> Holders(MapNode root)
    {
        var seen = new HashSet<Node>();
        var open = new Stack<Node>();
        foreach (Node? start in new[] { root["components"], root["paths"] })
        {
            if (start is not null)
            {
                open.Push(start);
            }
        }

        while (open.Count > 0)
        {
            Node node = open.Pop();
            if (!seen.Add(node))
            {
                continue;
            }

            if (node is ListNode list)
            {
                foreach (Node item in list.Items.Reverse())
                {
                    open.Push(item);
                }
            }
            else if (node is MapNode map)
            {
                if (map["schema"] is not null)
                {
                    yield return map;
                    continue;
                }

                foreach (MapEntry entry in map.Entries.Reverse())
                {
                    bool isMedia = entry.Name.IndexOf('/') > 0 && map.Parent is not null;
                    if (entry.Name is not ("schemas" or "example" or "examples" or "links" or "schema") && !entry.Name.StartsWith("x-", StringComparison.Ordinal)
                        && (!isMedia || MediaType.IsJson(entry.Name) || entry.Name[0] == '/'))
                    {
                        open.Push(entry.Value);
                    }
                }
            }
        }
    }

    private sealed record Site(Schema Schema, Node Value, DiagnosticDescriptor Descriptor);
}
