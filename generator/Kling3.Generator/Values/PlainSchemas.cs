using System.Globalization;
using System.Text;
using Kling3.Generator.Modeling;
using Kling3.Generator.Reading;

namespace Kling3.Generator.Values;

/// <summary>
/// Schemas as a plain OpenAPI 3.0 document for NSwag to read: only what constrains a value, each schema under a name of its own and
/// everything else by reference. So nothing is nested deeply, 3.1 is gone, and no pattern, extension or text of the document is left for
/// NSwag to trip over: whatever stands in a specification, this is a document that it reads. Patterns and formats are checks of our own,
/// which the document names.
/// </summary>
internal sealed class PlainSchemas
{
    // Each reference is one, too. Public documents combine schemas at a handful.
    private const int MostLevels = 32;

    private static readonly (JsonTypes Type, string Name)[] s_types =
    [
        (JsonTypes.Text, "string"), (JsonTypes.Number, "number"), (JsonTypes.Integer, "integer"), (JsonTypes.Boolean, "boolean"), (JsonTypes.Array, "array"), (JsonTypes.Object, "object"),
    ];

    private readonly SchemaReader _reader;
    private readonly HashSet<Node> _endless;
    private readonly Dictionary<Node, string> _names = [];
    private readonly Dictionary<string, string> _namesByText = new(StringComparer.Ordinal);
    private readonly List<KeyValuePair<string, string>> _leaves = [];
    private readonly Queue<Schema> _pending = [];
    private readonly Dictionary<(string?, string?), TextCheck> _texts = [];
    private int _next;

    public PlainSchemas(SchemaReader reader)
    {
        _reader = reader;
        _endless = Endless(reader);
    }

    /// <summary>The checks of texts that the document names; complete after <see cref="Document"/>.</summary>
    public IEnumerable<TextCheck> Texts => _texts.Values;

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

    private static bool IsLeaf(Schema schema) => schema.Reference is null && schema.Properties.Length == 0 && schema.Items is null && schema.AdditionalProperties is null
        && schema.AllOf.Length == 0 && schema.AnyOf.Length == 0 && schema.OneOf.Length == 0;

    private string NextName() => "s" + (_next++).ToString(CultureInfo.InvariantCulture);

    private string Text(Schema schema)
    {
        var parts = new List<string>();
        if (!_endless.Contains(schema.Node))
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
        // Every integer is a number.
        JsonTypes types = schema.Types == (JsonTypes.Number | JsonTypes.Integer) ? JsonTypes.Number : schema.Types;
        string[] names = [.. s_types.Where(one => (types & one.Type) != 0).Select(one => $"\"{one.Name}\"")];
        if (names.Length > 0)
        {
            parts.Add("\"type\":" + (names.Length == 1 ? names[0] : "[" + string.Join(",", names) + "]"));
        }

        // Said of every choice: asked whether a choice allows null, NJsonSchema asks each of its schemas, which ask theirs …, in exponential
        // time. Whether it does is decided by its schemas all the same.
        if (schema.IsNullable || (types == JsonTypes.None && schema.OneOf.Length > 0))
        {
            parts.Add("\"nullable\":true");
        }

        if (schema.Properties.Length > 0)
        {
            parts.Add("\"properties\":{" + string.Join(",", schema.Properties.Select(property => Quoted(property.Name) + ":{" + Reference(property.Schema) + "}")) + "}");
        }

        // What only one side sends is not missed in an example of the other.
        var oneSided = new HashSet<string>(schema.Properties.Where(property => property.Schema is { IsReadOnly: true } or { IsWriteOnly: true }).Select(property => property.Name), StringComparer.Ordinal);
        string[] required = [.. schema.Required.Where(name => !oneSided.Contains(name)).Select(Quoted)];
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

        bool isInt32 = schema is { Types: JsonTypes.Integer, Format: "int32" };
        AddNumber(parts, "minimum", schema.Minimum ?? (isInt32 ? int.MinValue : null));
        AddNumber(parts, "maximum", schema.Maximum ?? (isInt32 ? int.MaxValue : null));
        AddNumber(parts, "multipleOf", schema.MultipleOf);
        AddText(parts, schema);
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

    private void AddAll(List<string> parts, string keyword, Schema[] schemas)
    {
        if (schemas.Length > 0)
        {
            parts.Add($"\"{keyword}\":[" + string.Join(",", schemas.Select(schema => "{" + Reference(schema) + "}")) + "]");
        }
    }

    private void AddText(List<string> parts, Schema schema)
    {
        string? format = schema.Types == JsonTypes.Text && TextCheck.IsChecked(schema.Format) ? schema.Format : null;
        string? pattern = schema.Patterns.FirstOrDefault() is { } written && SchemaPattern.TryRead(written, out string read, out _) ? read : null;
        if (pattern is null && format is null)
        {
            return;
        }

        if (!_texts.TryGetValue((pattern, format), out TextCheck? check))
        {
            check = new TextCheck("t" + _texts.Count.ToString(CultureInfo.InvariantCulture), pattern, format);
            _texts.Add((pattern, format), check);
        }

        parts.Add($"\"format\":\"{check.Format}\"");
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
    /// Schemas that come back to themselves without going into the value (<c>A: anyOf: [A, …]</c>), or are combined of others at more levels
    /// than a reader of the document could follow. A validator that follows them takes the stack, so they are left empty. Walked with a stack
    /// of its own: chains of references may be as long as the document.
    /// </summary>
    private static HashSet<Node> Endless(SchemaReader reader)
    {
        var endless = new HashSet<Node>();
        var levels = new Dictionary<Node, int>();
        var open = new HashSet<Node>();
        var path = new Stack<(Schema Schema, IEnumerator<Schema> Next)>();
        foreach (Schema root in reader.All.ToArray())
        {
            if (levels.ContainsKey(root.Node))
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
                    int level = 1 + Parts(schema, reader).Select(part => levels.TryGetValue(part.Node, out int below) ? below : 0).DefaultIfEmpty().Max();
                    if (level > MostLevels)
                    {
                        _ = endless.Add(schema.Node);
                        level = 0;
                    }

                    levels.Add(schema.Node, level);
                }
                else if (open.Contains(next.Current.Node))
                {
                    _ = endless.Add(next.Current.Node);
                }
                else if (!levels.ContainsKey(next.Current.Node))
                {
                    path.Push((next.Current, Parts(next.Current, reader).GetEnumerator()));
                    _ = open.Add(next.Current.Node);
                }
            }
        }

        return endless;
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
