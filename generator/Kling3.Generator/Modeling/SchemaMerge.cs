using System.Globalization;
using Kling3.Generator.Diagnostics;
using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>
/// Schemas merged into one, in the order they are added. The limits of all hold, whatever the order; of what can be said once only, such as a
/// description or a default, what comes later counts.
/// </summary>
internal sealed class SchemaMerge(Node node, SchemaReader reader, DiagnosticBag bag)
{
    private readonly Schema _into = new(node);
    private readonly List<SchemaProperty> _properties = [];
    private readonly HashSet<string> _required = new(StringComparer.Ordinal);
    private readonly List<Schema> _anyOf = [];
    private readonly List<Schema> _oneOf = [];
    private readonly Dictionary<string, int> _at = new(StringComparer.Ordinal);

    // Each variant once: a schema that contains another twice, which contains a third twice …, would double at every level.
    private readonly HashSet<Schema> _variants = [];
    private bool _isNullOfAnyType;

    public Schema Result()
    {
        _into.Properties = [.. _properties];
        _into.Required = _required;
        _into.AnyOf = [.. _anyOf];
        _into.OneOf = [.. _oneOf];
        return _into;
    }

    public void Add(Schema part)
    {
        MergeTypes(part);
        MergeValues(part);
        MergeBounds(part);
        MergeFormat(part);
        _into.Description = part.Description ?? _into.Description;
        _into.HasProperties |= part.HasProperties;
        MergeProperties(part.Properties);

        _required.UnionWith(part.Required);
        _into.Items = Both(_into.Items, part.Items);
        _into.AdditionalProperties = Both(_into.AdditionalProperties, part.AdditionalProperties);
        _into.AllowsAdditional = _into.AllowsAdditional == false ? false : part.AllowsAdditional ?? _into.AllowsAdditional;
        _anyOf.AddRange(part.AnyOf.Where(_variants.Add));
        _oneOf.AddRange(part.OneOf.Where(_variants.Add));
        _into.MultipleOf = MultipleOfBoth(_into.MultipleOf, part.MultipleOf);
        _into.Patterns = part.Patterns.Length == 0 ? _into.Patterns : [.. _into.Patterns.Union(part.Patterns, StringComparer.Ordinal)];
        _into.UniqueItems |= part.UniqueItems;
        _into.IsReadOnly |= part.IsReadOnly;
        _into.IsWriteOnly |= part.IsWriteOnly;
        _into.Default = part.Default ?? _into.Default;
        _into.ErrorCode = part.ErrorCode ?? _into.ErrorCode;
        _into.Cost = part.Cost ?? _into.Cost;
    }

    private void MergeTypes(Schema part)
    {
        // A type without null beside it takes back the null of an earlier type; what names no type says nothing of it.
        _into.IsNullable = part.IsNullable || (_into.IsNullable && (part.Types == JsonTypes.None || _isNullOfAnyType));
        _isNullOfAnyType |= part.IsNullable && part.Types == JsonTypes.None;
        if (part.Types == JsonTypes.None)
        {
            return;
        }

        JsonTypes both = _into.Types == JsonTypes.None ? part.Types : TypesOfBoth(_into.Types, part.Types);
        if (both == JsonTypes.None)
        {
            Contradiction($"'type' {In(part)} is another than in another part");
        }

        _into.Types = both == JsonTypes.None ? part.Types : both;
    }

    private static JsonTypes TypesOfBoth(JsonTypes left, JsonTypes right)
    {
        // Every integer is a number.
        JsonTypes both = WithIntegers(left) & WithIntegers(right);
        return (both & JsonTypes.Number) == 0 ? both : both & ~JsonTypes.Integer;
    }

    private static JsonTypes WithIntegers(JsonTypes types) => (types & JsonTypes.Number) == 0 ? types : types | JsonTypes.Integer;

    private void MergeFormat(Schema part)
    {
        if (part.Format is not { } format || (_into.Format is { } earlier && IsNarrower(earlier, format)))
        {
            return;
        }

        if (_into.Format is { } other && other != format && IsAlone(other) && IsAlone(format))
        {
            Contradiction($"'format' is '{format}' {In(part)} and '{other}' in another part");
        }

        _into.Format = format;
        _into.FormatPlace = part.FormatPlace;
    }

    // No text is of two of these.
    private static bool IsAlone(string format) => format is "date-time" or "date" or "time" or "duration" or "uuid" or "uri" or "email" or "ipv4";

    // Whether every value of the one is one of the other.
    private static bool IsNarrower(string one, string other) => (one, other) is
        ("int8" or "uint8", "int16" or "int32" or "int64") or ("uint8", "uint16" or "uint32" or "uint64") or ("int16" or "uint16", "int32" or "int64")
        or ("int32" or "uint32" or "int53", "int64") or ("int32", "int53") or ("float", "double") or ("uri" or "url", "uri-reference" or "iri-reference");

    private void MergeValues(Schema part)
    {
        if (part.Values is not { } values || _into.Values is not { } earlier)
        {
            // Names are those of the values beside them, not of others.
            _into.ValueNames = part.Values is null ? part.ValueNames ?? _into.ValueNames : part.ValueNames;
            _into.Values = part.Values ?? _into.Values;
            return;
        }

        var named = part.ValueNames is null && _into.ValueNames is not null ? (Values: earlier, Names: _into.ValueNames) : (Values: values, Names: part.ValueNames);
        HashSet<(ScalarKind, string)> others = [.. (named.Values == values ? earlier : values).Select(value => value.Identity)];
        int[] common = [.. Enumerable.Range(0, named.Values.Count).Where(at => others.Contains(named.Values[at].Identity))];
        if (common.Length == 0 && values.Count > 0 && earlier.Count > 0)
        {
            Contradiction($"'enum' {In(part)} has no value of the 'enum' of another part");
            _into.Values = values;
            _into.ValueNames = part.ValueNames;
            return;
        }

        _into.Values = common.Length == named.Values.Count ? named.Values : [.. common.Select(at => named.Values[at])];
        _into.ValueNames = named.Names is { } names ? [.. common.Select(at => at < names.Count ? names[at] : "")] : null;
    }

    private void MergeBounds(Schema part)
    {
        bool isEdge = part.ExclusiveMinimum || part.ExclusiveMaximum || _into.ExclusiveMinimum || _into.ExclusiveMaximum;
        Check(part, "minimum", part.Minimum, _into.Minimum, "maximum", part.Maximum, _into.Maximum, isEdge);
        Check(part, "minLength", part.MinLength, _into.MinLength, "maxLength", part.MaxLength, _into.MaxLength);
        Check(part, "minItems", part.MinItems, _into.MinItems, "maxItems", part.MaxItems, _into.MaxItems);
        Check(part, "minProperties", part.MinProperties, _into.MinProperties, "maxProperties", part.MaxProperties, _into.MaxProperties);

        if (part.Minimum is { } low && !(low < _into.Minimum))
        {
            _into.ExclusiveMinimum = part.ExclusiveMinimum || (low == _into.Minimum && _into.ExclusiveMinimum);
            _into.Minimum = low;
        }

        if (part.Maximum is { } high && !(high > _into.Maximum))
        {
            _into.ExclusiveMaximum = part.ExclusiveMaximum || (high == _into.Maximum && _into.ExclusiveMaximum);
            _into.Maximum = high;
        }

        _into.MinLength = Larger(_into.MinLength, part.MinLength);
        _into.MaxLength = Smaller(_into.MaxLength, part.MaxLength);
        _into.MinItems = Larger(_into.MinItems, part.MinItems);
        _into.MaxItems = Smaller(_into.MaxItems, part.MaxItems);
        _into.MinProperties = Larger(_into.MinProperties, part.MinProperties);
        _into.MaxProperties = Smaller(_into.MaxProperties, part.MaxProperties);
    }

    private static int? Larger(int? left, int? right) => left > right ? left : right ?? left;

    private static int? Smaller(int? left, int? right) => left < right ? left : right ?? left;

    // What one part contradicts in itself is reported there.
    private void Check(Schema part, string least, decimal? low, decimal? earlierLow, string most, decimal? high, decimal? earlierHigh, bool isEdge = false)
    {
        if (IsAbove(low, earlierHigh) && !IsAbove(low, high) && !IsAbove(earlierLow, earlierHigh))
        {
            Contradiction($"'{least}' is {Shown(low)} {In(part)} and '{most}' is {Shown(earlierHigh)} in another part");
        }
        else if (IsAbove(earlierLow, high) && !IsAbove(low, high) && !IsAbove(earlierLow, earlierHigh))
        {
            Contradiction($"'{most}' is {Shown(high)} {In(part)} and '{least}' is {Shown(earlierLow)} in another part");
        }

        bool IsAbove(decimal? one, decimal? other) => one > other || (isEdge && one == other && one is not null);

        static string Shown(decimal? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
    }

    private string In(Schema part) => part.Node == _into.Node ? "here" : "in " + part.Pointer;

    private void Contradiction(string what) => bag.Report(Descriptors.ContradictoryLimits, _into.Place, _into.Pointer, what);

    // What both divide: of 4 and 6 it is 12. The later one alone where a step is so odd that it is not worth working out.
    private static decimal? MultipleOfBoth(decimal? left, decimal? right)
    {
        const decimal parts = 1_000_000m;
        if (left is not { } one || right is not { } other)
        {
            return left ?? right;
        }

        if (!IsPlain(one) || !IsPlain(other))
        {
            return other;
        }

        (long divisor, long rest) = ((long)(one * parts), (long)(other * parts));
        while (rest != 0)
        {
            (divisor, rest) = (rest, divisor % rest);
        }

        return (one * parts / divisor) * other;

        static bool IsPlain(decimal step) => step <= 10_000_000m && step * parts == decimal.Truncate(step * parts);
    }

    private void MergeProperties(SchemaProperty[] properties)
    {
        foreach (SchemaProperty property in properties)
        {
            if (_at.TryGetValue(property.Name, out int index))
            {
                _properties[index] = property with { Schema = Both(_properties[index].Schema, property.Schema)! };
            }
            else
            {
                _at.Add(property.Name, _properties.Count);
                _properties.Add(property);
            }
        }
    }

    /// <summary>What two parts say of one property, of the items or of the values of a map: a schema of its own, composed of both.</summary>
    private Schema? Both(Schema? earlier, Schema? later)
    {
        if (earlier is null || later is null || earlier == later || reader.Resolve(later) is not { } target || reader.Resolve(earlier) is not { } source || target == source)
        {
            return later ?? earlier;
        }

        // A schema with a name, or a choice, that the later part refers to is what it means; so is any other beside a choice.
        bool isOther = later.Reference is not null && target.HasParts;
        if (isOther || (later.HasShape && (HasChoice(target) || HasChoice(source))))
        {
            return later;
        }

        Node at = MapNode.At(later.Node);
        if (later.HasParts)
        {
            return new Schema(at) { AllOf = [earlier, later], IsDeprecated = earlier.IsDeprecated || later.IsDeprecated };
        }

        // The earlier schema with the limits and annotations of the later one: it keeps its type.
        var own = new SchemaMerge(at, reader, bag);
        own.Add(later);
        Schema both = own.Result();
        both.AllOf = [earlier];
        both.IsDeprecated = earlier.IsDeprecated || later.IsDeprecated;
        return both;
    }

    private static bool HasChoice(Schema schema) => schema.AnyOf.Length + schema.OneOf.Length > 0;
}
