using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>Schemas merged into one, in the order they are added: what comes later is what counts.</summary>
internal sealed class SchemaMerge(Node node)
{
    private readonly Schema _into = new(node);
    private readonly List<SchemaProperty> _properties = [];
    private readonly HashSet<string> _required = new(StringComparer.Ordinal);
    private readonly List<Schema> _anyOf = [];
    private readonly List<Schema> _oneOf = [];
    private readonly Dictionary<string, int> _at = new(StringComparer.Ordinal);

    // Each variant once: a schema that contains another twice, which contains a third twice …, would double at every level.
    private readonly HashSet<Schema> _variants = [];

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
        _into.Types = part.Types == JsonTypes.None ? _into.Types : part.Types;
        _into.IsNullable |= part.IsNullable;
        _into.Format = part.Format ?? _into.Format;
        _into.FormatPlace = part.Format is null ? _into.FormatPlace : part.FormatPlace;
        _into.Description = part.Description ?? _into.Description;
        _into.HasProperties |= part.HasProperties;
        MergeProperties(part.Properties);

        _required.UnionWith(part.Required);
        _into.Items = part.Items ?? _into.Items;
        _into.AdditionalProperties = part.AdditionalProperties ?? _into.AdditionalProperties;
        _into.AllowsAdditional = part.AllowsAdditional ?? _into.AllowsAdditional;
        _anyOf.AddRange(part.AnyOf.Where(_variants.Add));
        _oneOf.AddRange(part.OneOf.Where(_variants.Add));
        // Names are those of the values beside them, not of others.
        _into.ValueNames = part.Values is null ? part.ValueNames ?? _into.ValueNames : part.ValueNames;
        _into.Values = part.Values ?? _into.Values;
        _into.ExclusiveMinimum = part.Minimum is null ? _into.ExclusiveMinimum : part.ExclusiveMinimum;
        _into.Minimum = part.Minimum ?? _into.Minimum;
        _into.ExclusiveMaximum = part.Maximum is null ? _into.ExclusiveMaximum : part.ExclusiveMaximum;
        _into.Maximum = part.Maximum ?? _into.Maximum;
        _into.MultipleOf = part.MultipleOf ?? _into.MultipleOf;
        _into.MinLength = part.MinLength ?? _into.MinLength;
        _into.MaxLength = part.MaxLength ?? _into.MaxLength;
        _into.Pattern = part.Pattern ?? _into.Pattern;
        _into.MinItems = part.MinItems ?? _into.MinItems;
        _into.MaxItems = part.MaxItems ?? _into.MaxItems;
        _into.UniqueItems |= part.UniqueItems;
        _into.MinProperties = part.MinProperties ?? _into.MinProperties;
        _into.MaxProperties = part.MaxProperties ?? _into.MaxProperties;
        _into.IsReadOnly |= part.IsReadOnly;
        _into.IsWriteOnly |= part.IsWriteOnly;
        _into.Default = part.Default ?? _into.Default;
        _into.ErrorCode = part.ErrorCode ?? _into.ErrorCode;
        _into.Cost = part.Cost ?? _into.Cost;
    }

    private void MergeProperties(SchemaProperty[] properties)
    {
        foreach (SchemaProperty property in properties)
        {
            if (!_at.TryGetValue(property.Name, out int index))
            {
                _at.Add(property.Name, _properties.Count);
                _properties.Add(property);
            }
            else if (_properties[index].Schema is var earlier && IsSimple(earlier) && IsSimple(property.Schema))
            {
                // Limits of both hold.
                var both = new SchemaMerge(property.Schema.Node);
                both.Add(earlier);
                both.Add(property.Schema);
                Schema merged = both.Result();

                // A type without null beside it takes back the null of an earlier one; limits alone say nothing of it.
                merged.IsNullable = property.Schema.IsNullable || (earlier.IsNullable && property.Schema.Types == JsonTypes.None);
                merged.IsDeprecated = earlier.IsDeprecated || property.Schema.IsDeprecated;
                _properties[index] = property with { Schema = merged };
            }
            else if (property.Schema.HasShape)
            {
                _properties[index] = property;
            }
        }
    }

    // What has no type of its own, whose name and place would be those of one of the two.
    private static bool IsSimple(Schema schema) => schema is { Reference: null, HasProperties: false, Items: null, AdditionalProperties: null, Values: null, AllOf.Length: 0, AnyOf.Length: 0, OneOf.Length: 0 };
}
