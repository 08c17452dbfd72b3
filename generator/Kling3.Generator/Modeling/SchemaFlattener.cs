using System.Runtime.CompilerServices;
using Kling3.Generator.Diagnostics;
using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>
/// Schemas with their references followed and their <c>allOf</c> merged: what a value of them looks like, in one schema. Parts merge in
/// the order they stand in; the schema's own keywords come last, and what comes later is what counts.
/// </summary>
internal sealed class SchemaFlattener(SchemaReader reader, DiagnosticBag bag)
{
    private readonly Dictionary<Node, Schema?> _flat = [];
    private readonly HashSet<Node> _open = [];
    private int _composedProperties;
    private bool _isTooManyReported;

    /// <summary>The merged schema; null when a reference on the way is broken, which has been reported.</summary>
    public Schema? Flatten(Schema schema)
    {
        if (reader.Resolve(schema) is not { } target)
        {
            return null;
        }

        if (target.AllOf.Count == 0)
        {
            return target;
        }

        if (_flat.TryGetValue(target.Node, out Schema? known))
        {
            return known;
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();
        _ = _open.Add(target.Node);
        Schema? merged = new Schema(target.Node);
        foreach (Schema part in target.AllOf)
        {
            if (reader.Resolve(part) is not { } resolved)
            {
                continue;
            }

            if (_open.Contains(resolved.Node))
            {
                bag.Report(Descriptors.AllOfCycle, part.Reference is null ? part.Place : part.ReferencePlace, target.Pointer, part.Reference ?? part.Pointer);
            }
            else if (Flatten(resolved) is { } flat)
            {
                // A discriminator belongs to the schema that declares it, not to those composed of it.
                Merge(merged, flat);
            }
        }

        Merge(merged, target);
        merged.Discriminator = target.Discriminator;
        merged.IsDeprecated = target.IsDeprecated;
        _ = _open.Remove(target.Node);
        _composedProperties += merged.Properties.Count;
        if (_composedProperties > Limits.ComposedProperties)
        {
            ReportTooMany(target);
            merged = null;
        }

        _flat.Add(target.Node, merged);
        return merged;
    }

    /// <summary>
    /// The schema and those it stands for, outermost first: where an annotation or a limit of a use is looked up. A description beside a
    /// reference wins over that of the schema referred to.
    /// </summary>
    public List<Schema> Layers(Schema schema)
    {
        var layers = new List<Schema> { schema };
        if (reader.Resolve(schema) is { } target)
        {
            if (target != schema)
            {
                layers.Add(target);
            }

            if (target.AllOf.Count > 0 && Flatten(target) is { } flat)
            {
                layers.Add(flat);
            }

            // `anyOf: [X, null]` is X with null allowed, and X's limits hold.
            List<Schema> variants = target.OneOf.Count > 0 ? target.OneOf : target.AnyOf;
            Schema[] shaped = [.. variants.Where(variant => variant.HasShape)];
            if (shaped.Length == 1 && !target.HasProperties && reader.Resolve(shaped[0]) is { } only && only != target)
            {
                layers.Add(only);
            }
        }

        return layers;
    }

    /// <summary>Whether a schema is composed of another by way of <c>allOf</c>, at any depth.</summary>
    public bool IsComposedOf(Schema schema, Node part)
    {
        var seen = new HashSet<Node>();
        var open = new Stack<Schema>(schema.AllOf);
        while (open.Count > 0)
        {
            if (reader.Resolve(open.Pop()) is { } resolved && seen.Add(resolved.Node))
            {
                if (resolved.Node == part)
                {
                    return true;
                }

                foreach (Schema next in resolved.AllOf)
                {
                    open.Push(next);
                }
            }
        }

        return false;
    }

    private void ReportTooMany(Schema at)
    {
        if (!_isTooManyReported)
        {
            _isTooManyReported = true;
            bag.Report(Descriptors.Structure, at.Place, at.Pointer, $"the schemas that 'allOf' composes have more than {Limits.ComposedProperties} properties in all; this one and those after it are kept as raw JSON. Compose less.");
        }
    }

    private static void Merge(Schema into, Schema part)
    {
        into.Types = part.Types == JsonTypes.None ? into.Types : part.Types;
        into.IsNullable |= part.IsNullable;
        into.Format = part.Format ?? into.Format;
        into.FormatPlace = part.Format is null ? into.FormatPlace : part.FormatPlace;
        into.Description = part.Description ?? into.Description;
        into.HasProperties |= part.HasProperties;
        MergeProperties(into.Properties, part.Properties);

        into.Required.UnionWith(part.Required);
        into.Items = part.Items ?? into.Items;
        into.AdditionalProperties = part.AdditionalProperties ?? into.AdditionalProperties;
        into.AllowsAdditional = part.AllowsAdditional ?? into.AllowsAdditional;
        // Without "Except", a schema that contains another twice, which contains a third twice …, would double at every level.
        into.AnyOf.AddRange(part.AnyOf.Except(into.AnyOf).ToArray());
        into.OneOf.AddRange(part.OneOf.Except(into.OneOf).ToArray());
        into.Values = part.Values ?? into.Values;
        into.ValueNames = part.ValueNames ?? into.ValueNames;
        into.ExclusiveMinimum = part.Minimum is null ? into.ExclusiveMinimum : part.ExclusiveMinimum;
        into.Minimum = part.Minimum ?? into.Minimum;
        into.ExclusiveMaximum = part.Maximum is null ? into.ExclusiveMaximum : part.ExclusiveMaximum;
        into.Maximum = part.Maximum ?? into.Maximum;
        into.MultipleOf = part.MultipleOf ?? into.MultipleOf;
        into.MinLength = part.MinLength ?? into.MinLength;
        into.MaxLength = part.MaxLength ?? into.MaxLength;
        into.Pattern = part.Pattern ?? into.Pattern;
        into.MinItems = part.MinItems ?? into.MinItems;
        into.MaxItems = part.MaxItems ?? into.MaxItems;
        into.UniqueItems |= part.UniqueItems;
        into.MinProperties = part.MinProperties ?? into.MinProperties;
        into.MaxProperties = part.MaxProperties ?? into.MaxProperties;
        into.IsReadOnly |= part.IsReadOnly;
        into.IsWriteOnly |= part.IsWriteOnly;
        into.Default = part.Default ?? into.Default;
        into.ErrorCode = part.ErrorCode ?? into.ErrorCode;
        into.Cost = part.Cost ?? into.Cost;
    }

    private static void MergeProperties(List<SchemaProperty> into, List<SchemaProperty> properties)
    {
        var at = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < into.Count; i++)
        {
            at.Add(into[i].Name, i);
        }

        foreach (SchemaProperty property in properties)
        {
            if (!at.TryGetValue(property.Name, out int index))
            {
                at.Add(property.Name, into.Count);
                into.Add(property);
            }
            else if (property.Schema.HasShape)
            {
                into[index] = property;
            }
        }
    }
}
