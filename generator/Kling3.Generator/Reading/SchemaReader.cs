using System.Globalization;
using Kling3.Generator.Diagnostics;

namespace Kling3.Generator.Reading;

/// <summary>Schema objects from the tree, each read once, with what is malformed reported at its place.</summary>
internal sealed class SchemaReader(MapNode root, DiagnosticBag bag)
{
    private readonly List<Schema> _all = [];
    private readonly List<Schema> _chain = [];
    private readonly Dictionary<Schema, Schema?> _resolved = [];
    private readonly Dictionary<string, (Node? Node, string? Section)> _targets = new(StringComparer.Ordinal);

    // By the list: an alias may stand in a hundred thousand schemas.
    private readonly Dictionary<Node, List<ScalarNode>> _values = [];

    // OpenAPI 3.0 has nothing count beside a reference; in 3.1 all of it holds.
    private readonly bool _readsBesideReferences = (root["openapi"] as ScalarNode)?.Text.StartsWith("3.1", StringComparison.Ordinal) == true;

    /// <summary>Keywords of JSON Schema that the emitted code does not act on.</summary>
    private static readonly HashSet<string> s_ignoredKeywords = new(StringComparer.Ordinal)
    {
        "not", "if", "then", "else", "prefixItems", "contains", "minContains", "maxContains", "patternProperties", "propertyNames",
        "dependentSchemas", "dependentRequired", "unevaluatedItems", "unevaluatedProperties", "$dynamicRef", "$recursiveRef", "additionalItems",
        "contentMediaType", "contentSchema",
    };

    // What may hold the values that names are for: those of a reference or of parts are not looked for.
    private static readonly string[] s_withValues = ["enum", "const", "$ref", "allOf", "anyOf", "oneOf"];

    /// <summary>Every schema read so far, in the order of reading.</summary>
    public IReadOnlyList<Schema> All => _all;

    /// <summary>The schema at a node. A reference is not followed: see <see cref="Resolve"/>.</summary>
    public Schema Read(Node node)
    {
        if (node.Schema is { } known)
        {
            return known;
        }

        var schema = new Schema(node);
        node.Schema = schema;
        _all.Add(schema);
        switch (node)
        {
            case MapNode map:
                foreach (MapEntry entry in map.Entries)
                {
                    ReadKeyword(schema, entry);
                }

                if (schema.Reference is not null && _readsBesideReferences && HasPartsBeside(schema))
                {
                    ComposeOfReference(schema);
                }

                CheckLimits(schema);
                break;
            case ScalarNode { Kind: ScalarKind.Boolean }:
                break;
            default:
                Wrong(node, "a schema must be an object. Write it as one.");
                break;
        }

        return schema;
    }

    // What makes another type of it. Limits alone are looked up at each use, and leave the type its name.
    private static bool HasPartsBeside(Schema schema) => schema.HasProperties || schema.Required.Count > 0 || schema.Items is not null || schema.AdditionalProperties is not null
        || schema.AllOf.Length + schema.AnyOf.Length + schema.OneOf.Length > 0;

    private static void ComposeOfReference(Schema schema)
    {
        var part = new Schema(MapNode.At(schema.Node)) { Reference = schema.Reference, ReferencePlace = schema.ReferencePlace };
        schema.AllOf = [part, .. schema.AllOf];
        schema.Reference = null;
    }

    /// <summary>The schema that stands at the end of a chain of references; null when the chain is broken, which is reported once.</summary>
    public Schema? Resolve(Schema schema)
    {
        if (schema.Reference is null)
        {
            return schema;
        }

        // Asked for many times over.
        if (!_resolved.TryGetValue(schema, out Schema? target))
        {
            target = FollowChain(schema);
        }

        return target;
    }

    /// <summary>The text of an <c>x-error-code</c>; null when it is none, which is reported.</summary>
    public string? ErrorCode(Node value)
    {
        if (value is ScalarNode { Kind: ScalarKind.Text, Text.Length: > 0 } code)
        {
            return code.Text;
        }

        bag.Report(Descriptors.MalformedExtension, value.Place, value.Pointer, "'x-error-code' must be a text, such as MISSING_IMAGE.");
        return null;
    }

    // A chain may be as long as the document: each of its links is followed once, and all come to the same.
    private Schema? FollowChain(Schema schema)
    {
        _chain.Clear();
        Schema? current = schema;
        while (current?.Reference is { } reference)
        {
            if (_resolved.TryGetValue(current, out Schema? known))
            {
                int start = known is null ? _chain.IndexOf(current) : -1;
                foreach (Schema link in start < 0 ? [] : _chain.Skip(start))
                {
                    bag.Report(Descriptors.CyclicReference, link.ReferencePlace, link.Pointer, link.Reference!);
                }

                current = known;
                break;
            }

            _resolved.Add(current, null);
            _chain.Add(current);
            current = TargetSchema(current, reference);
        }

        foreach (Schema link in _chain)
        {
            _resolved[link] = current;
        }

        return current;
    }

    private Schema? TargetSchema(Schema from, string reference)
    {
        Node? target = Target(from.Node, reference, from.ReferencePlace, "schemas");
        if (target is { Schema: null } and not (MapNode or ScalarNode { Kind: ScalarKind.Boolean }))
        {
            bag.Report(Descriptors.Structure, from.ReferencePlace, from.Pointer, $"'{reference}' leads to no schema. Refer to one of '#/components/schemas'.");
            return null;
        }

        return target is null ? null : Read(target);
    }

    /// <summary>The node that a reference object leads to, through further ones; the node itself when it is none.</summary>
    /// <param name="node">The reference, or what it could lead to.</param>
    /// <param name="section">What belongs there, as <c>components</c> calls it.</param>
    public Node? Follow(Node? node, string section)
    {
        for (int steps = 0; node is MapNode map && map["$ref"] is { } value; steps++)
        {
            if (ReferenceText(value) is not { } reference)
            {
                return null;
            }

            if (steps > 100)
            {
                bag.Report(Descriptors.CyclicReference, value.Place, map.Pointer, reference);
                return null;
            }

            node = Target(map, reference, value.Place, section);
        }

        return node;
    }

    private string? ReferenceText(Node value)
    {
        if (value is ScalarNode { Kind: ScalarKind.Text, Text.Length: > 0 } text)
        {
            return text.Text;
        }

        Wrong(value, "a reference is a text such as '#/components/schemas/Name'. Write the pointer to what is meant.");
        return null;
    }

    private Node? Target(Node from, string reference, Place place, string section)
    {
        if (!_targets.TryGetValue(reference, out (Node? Node, string? Section) target))
        {
            target = JsonPointer.TryParseFragment(reference, out string[] segments) ? (JsonPointer.Find(root, segments), SectionOf(segments)) : default;
            _targets.Add(reference, target);
        }

        if (target.Node is null)
        {
            bool isInside = reference[0] == '#';
            bag.Report(isInside ? Descriptors.MissingReference : Descriptors.ExternalReference, place, from.Pointer, reference);
        }
        else if (target.Section is not null && target.Section != section)
        {
            bag.Report(Descriptors.Structure, place, from.Pointer, $"'{reference}' leads to another kind of object than belongs here. Refer to one of '{(section == "paths" ? "#/paths" : "#/components/" + section)}'.");
            return null;
        }

        return target.Node;
    }

    // What OpenAPI has at a pointer, where it is sure; null where it is not, such as in an extension or deep inside another object.
    private static string? SectionOf(string[] segments)
    {
        string first = segments.Length == 0 ? "" : segments[0];
        return (first, segments.Length) switch
        {
            // What is called x-… there has a name, and is no extension.
            ("components", 3) when !IsExtension(segments[1]) => segments[1] == "pathItems" ? "paths" : segments[1],
            _ when Array.Exists(segments, IsExtension) => null,
            ("paths", 2) => "paths",
            (_, 0) or ("components" or "info" or "servers", <= 2) or ("paths", <= 3) or ("openapi" or "security" or "tags" or "externalDocs" or "webhooks", 1) => "",
            _ => null,
        };
    }

    private static bool IsExtension(string name) => name.StartsWith("x-", StringComparison.Ordinal);

    private void Wrong(Node node, string message) => bag.Report(Descriptors.Structure, node.Place, node.Pointer, message);

    private void ReadKeyword(Schema schema, MapEntry entry)
    {
        Node value = entry.Value;
        switch (entry.Name)
        {
            case "$ref":
                schema.Reference = ReferenceText(value);
                schema.ReferencePlace = value.Place;
                break;
            case "type":
                ReadTypes(schema, value);
                break;
            case "nullable":
                schema.IsNullable |= Boolean(value);
                break;
            case "format":
                // No known one is longer, and it is looked up at each use.
                schema.Format = Text(value) is { } format ? DiagnosticInfo.Cut(format, 100) : null;
                schema.FormatPlace = value.Place;
                break;
            case "contentEncoding":
                if (value is ScalarNode { Text: "base64" })
                {
                    schema.Format = "byte";
                    schema.FormatPlace = value.Place;
                }

                break;
            case "description":
                schema.Description = Text(value);
                break;
            case "title":
                schema.Description ??= Text(value);
                break;
            case "properties":
                schema.HasProperties = true;
                schema.Properties = [.. Map(value).Select(property => new SchemaProperty(property.Name, property.NamePlace, Read(property.Value)))];

                break;
            case "required":
                // Some documents say `required: true` on a property, as Swagger 1 did: it says nothing about a schema.
                if (value is not ScalarNode { Kind: ScalarKind.Boolean })
                {
                    schema.Required = new HashSet<string>(List(value).Select(Text).OfType<string>(), StringComparer.Ordinal);
                }
                else
                {
                    bag.Report(Descriptors.Unsupported, value.Place, value.Pointer, "'required' of a schema is a list of property names; this is ignored. List the property in the 'required' of the schema that has it.");
                }

                break;
            case "items":
                schema.Items = value is ListNode { Items.Count: > 0 } items ? Read(items.Items[0]) : Read(value);
                break;
            case "additionalProperties":
                if (value is ScalarNode { Kind: ScalarKind.Boolean } allowed)
                {
                    schema.AllowsAdditional = allowed.Text == "true";
                }
                else
                {
                    schema.AdditionalProperties = Read(value);
                }

                break;
            case "allOf":
                CheckHasAny(value, entry.Name);
                schema.AllOf = [.. List(value).Select(Read)];
                break;
            case "anyOf":
                CheckHasAny(value, entry.Name);
                schema.AnyOf = [.. List(value).Select(Read)];
                break;
            case "oneOf":
                CheckHasAny(value, entry.Name);
                schema.OneOf = [.. List(value).Select(Read)];
                break;
            case "enum":
                Node[] values = [.. List(value)];
                CheckHasAny(value, entry.Name);
                if (ConstantOf(schema) is not { } constant)
                {
                    ReadValues(schema, value, values);
                }
                else if (!Array.Exists(values, one => IsSame(one, constant)))
                {
                    bag.Report(Descriptors.ContradictoryLimits, constant.Place, schema.Pointer, $"'const' is '{constant.Text}' and 'enum' does not have it");
                }

                break;
            case "const":
                ReadValues(schema, value, [value]);
                break;
            case "x-enumNames" or "x-enum-varnames" or "x-enum-names":
                schema.ValueNames = ReadValueNames(schema, entry);
                break;
            case "discriminator":
                ReadDiscriminator(schema, value);
                break;
            case "minimum":
                if (Number(value) is { } minimum && !(minimum <= schema.Minimum))
                {
                    // A number that stands there already is an exclusive one, and lower.
                    schema.ExclusiveMinimum &= schema.Minimum is null;
                    schema.Minimum = minimum;
                }

                break;
            case "maximum":
                if (Number(value) is { } maximum && !(maximum >= schema.Maximum))
                {
                    schema.ExclusiveMaximum &= schema.Maximum is null;
                    schema.Maximum = maximum;
                }

                break;
            case "exclusiveMinimum":
                if (value is ScalarNode { Kind: ScalarKind.Boolean } exclusive)
                {
                    schema.ExclusiveMinimum = exclusive.Text == "true";
                }
                else if (Number(value) is { } limit && !(schema.Minimum > limit))
                {
                    schema.Minimum = limit;
                    schema.ExclusiveMinimum = true;
                }

                break;
            case "exclusiveMaximum":
                if (value is ScalarNode { Kind: ScalarKind.Boolean } exclusiveTop)
                {
                    schema.ExclusiveMaximum = exclusiveTop.Text == "true";
                }
                else if (Number(value) is { } limit && !(schema.Maximum < limit))
                {
                    schema.Maximum = limit;
                    schema.ExclusiveMaximum = true;
                }

                break;
            case "multipleOf":
                schema.MultipleOf = Number(value);
                if (schema.MultipleOf <= 0)
                {
                    Wrong(value, "'multipleOf' must be greater than 0.");
                    schema.MultipleOf = null;
                }

                break;
            case "minLength":
                schema.MinLength = Count(value);
                break;
            case "maxLength":
                schema.MaxLength = Count(value);
                break;
            case "minItems":
                schema.MinItems = Count(value);
                break;
            case "maxItems":
                schema.MaxItems = Count(value);
                break;
            case "minProperties":
                schema.MinProperties = Count(value);
                break;
            case "maxProperties":
                schema.MaxProperties = Count(value);
                break;
            case "uniqueItems":
                schema.UniqueItems = Boolean(value);
                break;
            case "pattern":
                schema.Patterns = Text(value) is { } pattern ? [pattern] : [];
                break;
            case "readOnly":
                schema.IsReadOnly = Boolean(value);
                break;
            case "writeOnly":
                schema.IsWriteOnly = Boolean(value);
                break;
            case "deprecated":
                schema.IsDeprecated = Boolean(value);
                break;
            case "default":
                schema.Default = value;
                break;
            case "example":
                schema.Examples = [.. schema.Examples, value];
                break;
            case "examples":
                if (value is ListNode examples)
                {
                    schema.Examples = [.. schema.Examples, .. examples.Items];
                }

                break;
            case "$defs" or "definitions":
                foreach (MapEntry definition in value is MapNode definitions ? definitions.Entries : [])
                {
                    _ = Read(definition.Value);
                }

                break;
            case "x-error-code":
                schema.ErrorCode = ErrorCode(value);
                break;
            case "x-cost":
                schema.Cost = value as MapNode;
                if (schema.Cost is null)
                {
                    bag.Report(Descriptors.MalformedExtension, value.Place, value.Pointer, "'x-cost' must be an object with 'unit' and 'rules'.");
                }

                break;
            default:
                if (s_ignoredKeywords.Contains(entry.Name))
                {
                    bag.Report(Descriptors.Unsupported, entry.NamePlace, value.Pointer, $"the keyword '{entry.Name}' is not acted on; the rest of the schema is. Leave it to the server, or say it in other keywords.");
                }

                break;
        }
    }

    private void ReadTypes(Schema schema, Node value)
    {
        if (value is not ListNode list)
        {
            ReadType(schema, value);
            return;
        }

        CheckHasAny(list, "type");
        foreach (Node item in list.Items)
        {
            ReadType(schema, item);
        }
    }

    private void CheckHasAny(Node value, string keyword)
    {
        if (value is ListNode { Items.Count: 0 })
        {
            bag.Report(Descriptors.Unsupported, value.Place, value.Pointer, $"'{keyword}' lists nothing and is ignored. List what may stand here, or remove it.");
        }
    }

    private void ReadType(Schema schema, Node value)
    {
        string? name = (value as ScalarNode)?.Text;
        switch (name)
        {
            case "string":
                schema.Types |= JsonTypes.Text;
                break;
            case "number":
                schema.Types |= JsonTypes.Number;
                break;
            case "integer":
                schema.Types |= JsonTypes.Integer;
                break;
            case "boolean":
                schema.Types |= JsonTypes.Boolean;
                break;
            case "array":
                schema.Types |= JsonTypes.Array;
                break;
            case "object":
                schema.Types |= JsonTypes.Object;
                break;
            case "null":
                schema.IsNullable = true;
                break;
            default:
                bag.Report(Descriptors.UnknownType, value.Place, value.Pointer, name ?? "this");
                break;
        }
    }

    // The value of 'const', which is all that counts of an 'enum' beside it.
    private static ScalarNode? ConstantOf(Schema schema) => (schema.Node as MapNode)?["const"] as ScalarNode;

    private static bool IsSame(Node one, ScalarNode other) => one is ScalarNode value && value.Identity == other.Identity;

    private void ReadValues(Schema schema, Node keyword, IReadOnlyList<Node> values)
    {
        if (values.FirstOrDefault(value => value is not ScalarNode) is { } composed)
        {
            bag.Report(Descriptors.Unsupported, composed.Place, composed.Pointer, "an enumeration value that is an array or an object is not checked. Leave it to the server.");
            return;
        }

        schema.IsNullable |= values.Any(value => value is ScalarNode { Kind: ScalarKind.Null });
        if (!_values.TryGetValue(keyword, out List<ScalarNode>? kept))
        {
            int[] places = [.. Kept(values)];
            kept = [.. places.Select(at => (ScalarNode)values[at])];
            _values.Add(keyword, kept);
            foreach (ScalarNode value in Enumerable.Range(0, values.Count).Except(places).Select(at => (ScalarNode)values[at]).Where(value => value.Kind != ScalarKind.Null))
            {
                bag.Report(Descriptors.Unsupported, value.Place, value.Pointer, $"'{value.Text}' stands in 'enum' before, so it is ignored here. Remove it, or correct it.");
            }
        }

        schema.Values = kept;
    }

    // Where the values are that differ from those before them and from null, which is no value of a type.
    private static IEnumerable<int> Kept(IReadOnlyList<Node> values)
    {
        var seen = new HashSet<(ScalarKind, string)>();
        return Enumerable.Range(0, values.Count).Where(at => values[at] is ScalarNode { Kind: not ScalarKind.Null } value && seen.Add(value.Identity));
    }

    private List<string>? ReadValueNames(Schema schema, MapEntry entry)
    {
        if (entry.Value is not ListNode names)
        {
            bag.Report(Descriptors.MalformedExtension, entry.Value.Place, entry.Value.Pointer, $"'{entry.Name}' must be a list with one name for each value of 'enum'.");
            return null;
        }

        var node = (MapNode)schema.Node;
        if (!Array.Exists(s_withValues, keyword => node[keyword] is not null))
        {
            bag.Report(Descriptors.Unsupported, entry.NamePlace, names.Pointer, $"'{entry.Name}' names the values of an 'enum', and the schema has none, so it is ignored. Add the 'enum', or remove the names.");
            return null;
        }

        var list = node["enum"] as ListNode;
        IReadOnlyList<Node> values = list?.Items ?? names.Items;
        if (values.Count != names.Items.Count)
        {
            bag.Report(Descriptors.MalformedExtension, entry.NamePlace, names.Pointer, $"'{entry.Name}' has {names.Items.Count} names for {values.Count} values. Give each value of 'enum' one name.");
            return null;
        }

        if (names.Items.Find(name => name is not ScalarNode { Kind: not ScalarKind.Null }) is { } nameless)
        {
            bag.Report(Descriptors.MalformedExtension, nameless.Place, nameless.Pointer, $"a name in '{entry.Name}' is a text. Write one.");
            return null;
        }

        IEnumerable<int> kept = list is not null && ConstantOf(schema) is { } constant ? Kept(values).Where(at => IsSame(values[at], constant)) : Kept(values);
        return [.. kept.Select(at => ((ScalarNode)names.Items[at]).Text)];
    }

    private void ReadDiscriminator(Schema schema, Node value)
    {
        if (value is not MapNode map || map["propertyName"] is not ScalarNode { Text.Length: > 0 } name)
        {
            Node at = (value as MapNode)?["propertyName"] ?? value;
            bag.Report(Descriptors.DiscriminatorMapping, at.Place, at.Pointer, "a discriminator must name its 'propertyName', a text. Write it.");
            return;
        }

        schema.Discriminator = new Discriminator(map, name.Text, map["mapping"] is { } mapping ? [.. Map(mapping)] : []);
    }

    private void CheckLimits(Schema schema)
    {
        if (schema.Minimum > schema.Maximum || (schema.Minimum == schema.Maximum && (schema.ExclusiveMinimum || schema.ExclusiveMaximum) && schema.Minimum is not null))
        {
            Contradiction(Keyword("minimum", "exclusiveMinimum"), Shown(schema.Minimum), Keyword("maximum", "exclusiveMaximum"), Shown(schema.Maximum));
        }

        if (schema.MinLength > schema.MaxLength)
        {
            Contradiction("minLength", Shown(schema.MinLength), "maxLength", Shown(schema.MaxLength));
        }

        if (schema.MinItems > schema.MaxItems)
        {
            Contradiction("minItems", Shown(schema.MinItems), "maxItems", Shown(schema.MaxItems));
        }

        if (schema.MinProperties > schema.MaxProperties)
        {
            Contradiction("minProperties", Shown(schema.MinProperties), "maxProperties", Shown(schema.MaxProperties));
        }

        if (schema.Required.Count > schema.MaxProperties)
        {
            bag.Report(Descriptors.ContradictoryLimits, ((MapNode)schema.Node)["required"]!.Place, schema.Pointer, $"'required' has {schema.Required.Count} names and 'maxProperties' is {schema.MaxProperties.Value}");
        }

        if (schema is { Format: "int32", Types: JsonTypes.Integer } && (schema.Minimum > int.MaxValue || schema.Maximum < int.MinValue))
        {
            string limit = schema.Minimum > int.MaxValue ? "minimum" : "maximum";
            Contradiction("format", "int32", limit, Shown(limit == "minimum" ? schema.Minimum : schema.Maximum));
        }

        CheckValues(schema);

        void Contradiction(string low, string lowValue, string high, string highValue)
        {
            Place place = schema.Node is MapNode map && map[low] is { } at ? at.Place : schema.Place;
            bag.Report(Descriptors.ContradictoryLimits, place, schema.Pointer, $"'{low}' is {lowValue} and '{high}' is {highValue}");
        }

        // The one whose number counts.
        string Keyword(string inclusive, string exclusive) =>
            schema.Node is MapNode map && map[exclusive] is ScalarNode { Kind: ScalarKind.Number } && (inclusive == "minimum" ? schema.ExclusiveMinimum : schema.ExclusiveMaximum) ? exclusive : inclusive;

        static string Shown(decimal? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
    }

    // A value of 'enum' that the schema's own type or limits refuse can never be sent or received.
    private void CheckValues(Schema schema)
    {
        string keyword = schema.Node is MapNode map && map["enum"] is null ? "const" : "enum";
        foreach (ScalarNode value in schema.Values ?? [])
        {
            bool isNumber = value.TryNumber(out decimal number);
            JsonTypes type = value.Kind switch
            {
                ScalarKind.Text => JsonTypes.Text,
                ScalarKind.Boolean => JsonTypes.Boolean,
                _ => (isNumber ? number == decimal.Truncate(number) : IsLarge(value)) ? JsonTypes.Integer | JsonTypes.Number : JsonTypes.Number,
            };
            string? reason = schema.Types != JsonTypes.None && (schema.Types & type) == 0 ? "'type' is another"
                : isNumber && number is < int.MinValue or > int.MaxValue && schema is { Format: "int32", Types: JsonTypes.Integer } ? "'format' is int32"
                : isNumber && (number < schema.Minimum || (number == schema.Minimum && schema.ExclusiveMinimum)) ? $"'minimum' is {schema.Minimum?.ToString(CultureInfo.InvariantCulture)}"
                : isNumber && (number > schema.Maximum || (number == schema.Maximum && schema.ExclusiveMaximum)) ? $"'maximum' is {schema.Maximum?.ToString(CultureInfo.InvariantCulture)}"
                : value.Kind == ScalarKind.Text && value.Text.Length < schema.MinLength ? $"'minLength' is {schema.MinLength?.ToString(CultureInfo.InvariantCulture)}"
                : value.Kind == ScalarKind.Text && value.Text.Length / 2 > schema.MaxLength ? $"'maxLength' is {schema.MaxLength?.ToString(CultureInfo.InvariantCulture)}"
                : value.Kind == ScalarKind.Text && value.Text.Length > schema.MaxLength && !value.Text.Any(char.IsSurrogate) ? $"'maxLength' is {schema.MaxLength?.ToString(CultureInfo.InvariantCulture)}"
                : null;
            if (reason is not null)
            {
                bag.Report(Descriptors.ContradictoryLimits, value.Place, value.Pointer, $"'{keyword}' has '{value.Text}' and {reason}");
            }
        }
    }

    // No double that large has a fraction.
    private static bool IsLarge(ScalarNode number) => double.TryParse(number.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && Math.Abs(value) > 1e28;

    private string? Text(Node node)
    {
        if (node is ScalarNode { Kind: not ScalarKind.Null } scalar)
        {
            return scalar.Text;
        }

        if (node is not ScalarNode)
        {
            Wrong(node, "a text is expected here.");
        }

        return null;
    }

    private bool Boolean(Node node)
    {
        switch (node)
        {
            case ScalarNode { Text: "true" }:
                return true;
            case ScalarNode { Text: "false" } or ScalarNode { Kind: ScalarKind.Null }:
                return false;
            default:
                Wrong(node, "true or false is expected here.");
                return false;
        }
    }

    /// <summary>A number; null for one that no decimal holds, such as the largest double: as a limit it limits nothing.</summary>
    private decimal? Number(Node node)
    {
        if (node is ScalarNode { Kind: ScalarKind.Number } scalar)
        {
            return scalar.TryNumber(out decimal value) ? value : null;
        }

        Wrong(node, "a number is expected here.");
        return null;
    }

    private int? Count(Node node)
    {
        if (node is ScalarNode { Kind: ScalarKind.Number } && Number(node) is { } number)
        {
            if (number >= 0 && number == decimal.Truncate(number))
            {
                return number <= int.MaxValue ? (int)number : null;
            }
        }

        Wrong(node, "a whole number from 0 is expected here.");
        return null;
    }

    private IEnumerable<Node> List(Node node)
    {
        if (node is ListNode list)
        {
            return list.Items;
        }

        Wrong(node, "a list is expected here.");
        return [];
    }

    private IEnumerable<MapEntry> Map(Node node)
    {
        if (node is MapNode map)
        {
            return map.Entries;
        }

        if (node is not ScalarNode { Kind: ScalarKind.Null })
        {
            Wrong(node, "an object is expected here.");
        }

        return [];
    }
}
