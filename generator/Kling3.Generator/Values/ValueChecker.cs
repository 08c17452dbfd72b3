using System.Globalization;
using System.Text;
using Kling3.Generator.Diagnostics;
using Kling3.Generator.Modeling;
using Kling3.Generator.Reading;
using Microsoft.CodeAnalysis;
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
        var validator = new BoundedValidator(schemas.Texts);
        for (int i = 0; i < sites.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Site site = sites[i];
            try
            {
                validator.Begin(site.Value.Weight);
                foreach (ValidationError error in validator.Check(Token(site.Value), document.Components.Schemas[names[i]]))
                {
                    Node at = error.Token?.Annotation<Node>() ?? site.Value;
                    if (error.Kind == ValidationErrorKind.NoAdditionalPropertiesAllowed && at is MapNode map && error.Property is { } name && map.TryGet(name, out MapEntry extra))
                    {
                        bag.Report(site.Descriptor, extra.NamePlace, extra.Value.Pointer, Describe(error));
                    }
                    else
                    {
                        bag.Report(site.Descriptor, at.Place, at.Pointer, Describe(error));
                    }
                }
            }
            catch (TooManyStepsException) when (validator.IsExhausted)
            {
                bag.Report(Descriptors.Unsupported, site.Value.Place, site.Value.Pointer, "this value and those after it are not checked against their schemas: that takes too many steps. Combine fewer schemas, or write a smaller value.");
                return;
            }
            catch (TooManyStepsException)
            {
                bag.Report(Descriptors.Unsupported, site.Value.Place, site.Value.Pointer, "this value is not checked against its schema: that takes too many steps. Combine fewer schemas, or write a smaller value.");
            }
        }
    }

    // The kind in words ("number too big"): the place says where.
    private static string Describe(ValidationError error)
    {
        switch (error.Kind)
        {
            case ValidationErrorKind.NotOneOf:
                return "it does not fit exactly one schema of 'oneOf'";
            case ValidationErrorKind.NotAnyOf:
                return "it fits no schema of 'anyOf'";
            case ValidationErrorKind.NoTypeValidates:
                return "it does not fit the schema as any type of 'type'";
            case ValidationErrorKind.NumberNotMultipleOf:
                return "it is no multiple of 'multipleOf'";
            case ValidationErrorKind.PropertyRequired:
                return $"the required property '{error.Property}' is missing";
            case ValidationErrorKind.NoAdditionalPropertiesAllowed:
                return $"the property '{error.Property}' is not allowed";
        }

        var text = new StringBuilder();
        foreach (char c in error.Kind.ToString())
        {
            text.Append(char.IsUpper(c) && text.Length > 0 ? " " : "").Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }

    // Each token knows the node that it was made of.
    private static JToken Token(Node node)
    {
        JToken token = node switch
        {
            MapNode map => new JObject(map.Entries.Select(entry => new JProperty(entry.Name, Token(entry.Value)))),
            ListNode list => new JArray(list.Items.Select(Token)),
            ScalarNode { Kind: ScalarKind.Number } number => Number(number.Text),
            ScalarNode { Kind: ScalarKind.Boolean } boolean => new JValue(boolean.Text == "true"),
            ScalarNode { Kind: ScalarKind.Text } text => new JValue(text.Text),
            _ => JValue.CreateNull(),
        };
        token.AddAnnotation(node);
        return token;
    }

    // 5.0 is a whole number.
    private static JValue Number(string text)
    {
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value))
        {
            return new JValue(text[0] == '-' ? double.MinValue : double.MaxValue);
        }

        return value == decimal.Truncate(value) && value is >= long.MinValue and <= long.MaxValue ? new JValue((long)value) : new JValue(value);
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
                if (entry.Value is MapNode named && reader.Follow(named, "examples") is MapNode resolved && resolved["value"] is { } value)
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
                foreach (Node item in Enumerable.Reverse(list.Items))
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

                foreach (MapEntry entry in Enumerable.Reverse(map.Entries))
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
