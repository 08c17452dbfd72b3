using System.Globalization;
using System.Text;
using Kling3.Generator.Modeling;
using Kling3.Generator.Reading;

namespace Kling3.Generator.Values;

/// <summary>
/// Schemas as a plain OpenAPI 3.0 document for NSwag to read: only what constrains a value, each schema under a name of its own and
/// everything else by reference. So nothing is nested deeply, 3.1 is gone, and no pattern, extension or text of the document is left for
/// NSwag to trip over: whatever stands in a specification, this is a document that it reads.
/// </summary>
internal sealed class PlainSchemas
{
    private readonly SchemaReader _reader;
    private readonly HashSet<Node> _circular;
    private readonly Dictionary<Node, string> _names = [];
    private readonly Dictionary<string, string> _namesByText = new(StringComparer.Ordinal);
    private readonly List<KeyValuePair<string, string>> _leaves = [];
    private readonly Queue<Schema> _pending = [];
    private int _next;

    public PlainSchemas(SchemaReader reader)
    {
        _reader = reader;
        _circular = Circular(reader);
    }

    /// <summary>The name under which a schema will be in the document.</summary>
    public string Name(Schema schema)
    {
        if (_names.TryGetValue(schema.Node, out string? name))
        {
            return name;
        }

        if (IsLeaf(schema))
        {
            // Most values stand in one of a few schemas that a document writes again and again: NSwag need read each but once.
            string text = Text(schema);
            if (!_namesByText.TryGetValue(text, out name))
            {
                name = NextName();
                _namesByText.Add(text, name);
                _leaves.Add(new KeyValuePair<string, string>(name, text));
            }
        }
        else
        {
            name = NextName();
            _pending.Enqueue(schema);
        }

        _names.Add(schema.Node, name);
        return name;
    }

    /// <summary>The document with every schema that was named, and all that they lead to.</summary>
    public string Document(CancellationToken cancellationToken)
    {
        var text = new StringBuilder("{\"openapi\":\"3.0.3\",\"info\":{\"title\":\"\",\"version\":\"\"},\"paths\":{},\"components\":{\"schemas\":{");
        while (_pending.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Schema schema = _pending.Dequeue();
            text.Append('"').Append(_names[schema.Node]).Append("\":").Append(Text(schema)).Append(',');
        }

        foreach (KeyValuePair<string, string> leaf in _leaves)
        {
            text.Append('"').Append(leaf.Key).Append("\":").Append(leaf.Value).Append(',');
        }

        if (text[text.Length - 1] == ',')
        {
            text.Length--;
        }

        return text.Append("}}}").ToString();
    }

    private static bool IsLeaf(Schema schema) => schema.Reference is null && schema.Properties.Count == 0 && schema.Items is null && schema.AdditionalProperties is null
        && schema.AllOf.Count == 0 && schema.AnyOf.Count == 0 && schema.OneOf.Count == 0;

    private string NextName() => "s" + (_next++).ToString(CultureInfo.InvariantCulture);

    private string Text(Schema schema)
    {
        var parts = new List<string>();
        if (!_circular.Contains(schema.Node))
        {
            if (schema.Reference is not null)
            {
                if (_reader.Resolve(schema) is { } target)
                {
                    parts.Add(Reference(target));
                }
            }
            else
            {
                AddParts(parts, schema);
            }
        }

        return "{" + string.Join(",", parts) + "}";
    }

    private string Reference(Schema schema) => $"\"$ref\":\"#/components/schemas/{Name(schema)}\"";

    private void AddParts(List<string> parts, Schema schema)
    {
        JsonTypes types = schema.Types;
        string? type = types switch
        {
            JsonTypes.Text => "string",
            JsonTypes.Number or (JsonTypes.Number | JsonTypes.Integer) => "number",
            JsonTypes.Integer => "integer",
            JsonTypes.Boolean => "boolean",
            JsonTypes.Array => "array",
            JsonTypes.Object => "object",
            _ => null,
        };
        if (type is not null)
        {
            parts.Add($"\"type\":\"{type}\"");
        }

        if (schema.IsNullable)
        {
            parts.Add("\"nullable\":true");
        }

        if (schema.Properties.Count > 0)
        {
            parts.Add("\"properties\":{" + string.Join(",", schema.Properties.Select(property => Quoted(property.Name) + ":{" + Reference(property.Schema) + "}")) + "}");
        }

        // What only one side sends is not missed in an example of the other.
        string[] required = [.. schema.Required.Where(name => schema.Properties.Find(property => property.Name == name) is not { Schema: { IsReadOnly: true } or { IsWriteOnly: true } }).Select(Quoted)];
        if (required.Length > 0)
        {
            parts.Add("\"required\":[" + string.Join(",", required) + "]");
        }

        if (schema.Items is { } items)
        {
            parts.Add("\"items\":{" + Reference(items) + "}");
        }

        if (schema.AdditionalProperties is { } values)
        {
            parts.Add("\"additionalProperties\":{" + Reference(values) + "}");
        }
        else if (schema.AllowsAdditional == false)
        {
            parts.Add("\"additionalProperties\":false");
        }

        AddAll(parts, "allOf", schema.AllOf);
        AddAll(parts, "anyOf", schema.AnyOf);
        AddAll(parts, "oneOf", schema.OneOf);
        if (schema.Values is { Count: > 0 } allowed)
        {
            parts.Add("\"enum\":[" + string.Join(",", allowed.Select(JsonText.Of)) + (schema.IsNullable ? ",null]" : "]"));
        }

        AddNumber(parts, "minimum", schema.Minimum);
        AddNumber(parts, "maximum", schema.Maximum);
        if (schema.ExclusiveMinimum)
        {
            parts.Add("\"exclusiveMinimum\":true");
        }

        if (schema.ExclusiveMaximum)
        {
            parts.Add("\"exclusiveMaximum\":true");
        }

        AddNumber(parts, "minLength", schema.MinLength);
        AddNumber(parts, "maxLength", schema.MaxLength);
        AddNumber(parts, "minItems", schema.MinItems);
        AddNumber(parts, "maxItems", schema.MaxItems);
        AddNumber(parts, "minProperties", schema.MinProperties);
        AddNumber(parts, "maxProperties", schema.MaxProperties);
        if (schema.UniqueItems)
        {
            parts.Add("\"uniqueItems\":true");
        }
    }

    private void AddAll(List<string> parts, string keyword, List<Schema> schemas)
    {
        if (schemas.Count > 0)
        {
            parts.Add($"\"{keyword}\":[" + string.Join(",", schemas.Select(schema => "{" + Reference(schema) + "}")) + "]");
        }
    }

    private static void AddNumber(List<string> parts, string keyword, decimal? value)
    {
        if (value is { } number)
        {
            parts.Add($"\"{keyword}\":{number.ToString(CultureInfo.InvariantCulture)}");
        }
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder();
        JsonText.AppendText(quoted, text);
        return quoted.ToString();
    }

    /// <summary>
    /// Schemas that come back to themselves without going into the value (<c>A: anyOf: [A, …]</c>). A validator that follows them never ends,
    /// so they are left empty. Walked with a stack of its own: chains of references may be as long as the document.
    /// </summary>
    private static HashSet<Node> Circular(SchemaReader reader)
    {
        var circular = new HashSet<Node>();
        var done = new HashSet<Node>();
        var open = new HashSet<Node>();
        var path = new Stack<(Schema Schema, IEnumerator<Schema> Next)>();
        foreach (Schema root in reader.All.ToArray())
        {
            if (done.Contains(root.Node))
            {
                continue;
            }

            path.Push((root, Parts(root, reader).GetEnumerator()));
            _ = open.Add(root.Node);
            while (path.Count > 0)
            {
                (Schema schema, IEnumerator<Schema> next) = path.Peek();
                if (!next.MoveNext())
                {
                    _ = path.Pop();
                    _ = open.Remove(schema.Node);
                    _ = done.Add(schema.Node);
                }
                else if (open.Contains(next.Current.Node))
                {
                    _ = circular.Add(next.Current.Node);
                }
                else if (!done.Contains(next.Current.Node))
                {
                    path.Push((next.Current, Parts(next.Current, reader).GetEnumerator()));
                    _ = open.Add(next.Current.Node);
                }
            }
        }

        return circular;
    }

    private static IEnumerable<Schema> Parts(Schema schema, SchemaReader reader)
    {
        if (schema.Reference is not null)
        {
            return reader.Resolve(schema) is { } target && target != schema ? [target] : [];
        }

        return schema.AllOf.Concat(schema.AnyOf).Concat(schema.OneOf);
    }
}
