using Kling3.Generator.Diagnostics;
using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>
/// Schemas with their references followed and their <c>allOf</c> merged: what a value of them looks like, in one schema. Parts merge in
/// the order they stand in, and the schema's own keywords come last.
/// </summary>
internal sealed class SchemaFlattener(SchemaReader reader, DiagnosticBag bag)
{
    private readonly Dictionary<Node, Schema?> _flat = [];
    private readonly HashSet<Node> _open = [];
    private int _composed;
    private bool _isTooManyReported;

    /// <summary>The merged schema; null when a reference on the way is broken, which has been reported.</summary>
    public Schema? Flatten(Schema schema)
    {
        if (reader.Resolve(schema) is not { } target)
        {
            return null;
        }

        if (target.AllOf.Length == 0)
        {
            return target;
        }

        if (_flat.TryGetValue(target.Node, out Schema? known))
        {
            return known;
        }

        // With a stack of its own: a chain of schemas may be as long as the document.
        var path = new Stack<(Schema Target, int Next)>();
        path.Push((target, 0));
        _ = _open.Add(target.Node);
        while (path.Count > 0)
        {
            (Schema at, int next) = path.Pop();
            if (NextPart(at, ref next) is { } part)
            {
                path.Push((at, next));
                path.Push((part, 0));
                _ = _open.Add(part.Node);
            }
            else
            {
                _flat.Add(at.Node, Merged(at));
                _ = _open.Remove(at.Node);
            }
        }

        return _flat[target.Node];
    }

    // The next part that must be merged itself first; null when all are.
    private Schema? NextPart(Schema target, ref int next)
    {
        while (next < target.AllOf.Length)
        {
            Schema part = target.AllOf[next++];
            if (reader.Resolve(part) is not { AllOf.Length: > 0 } resolved || _flat.ContainsKey(resolved.Node))
            {
                continue;
            }

            if (!_open.Contains(resolved.Node))
            {
                return resolved;
            }

            bag.Report(Descriptors.AllOfCycle, part.Reference is null ? part.Place : part.ReferencePlace, target.Pointer, part.Reference ?? part.Pointer);
        }

        return null;
    }

    private Schema? Merged(Schema target)
    {
        var merge = new SchemaMerge(target.Node, reader, bag);
        foreach (Schema part in target.AllOf)
        {
            if (reader.Resolve(part) is { } resolved && (resolved.AllOf.Length == 0 ? resolved : _flat.TryGetValue(resolved.Node, out Schema? flat) ? flat : null) is { } whole)
            {
                // Counted before it is merged: the same large schema may be a part a thousand times.
                _composed += whole.Properties.Length + whole.Required.Count + whole.AnyOf.Length + whole.OneOf.Length;
                if (_composed > Limits.Composed)
                {
                    ReportTooMany(target);
                    return null;
                }

                merge.Add(whole);
            }
        }

        merge.Add(target);
        Schema merged = merge.Result();

        // A discriminator belongs to the schema that declares it, not to those composed of it.
        merged.Discriminator = target.Discriminator;
        merged.IsDeprecated = target.IsDeprecated;
        return merged;
    }

    /// <summary>
    /// The schema and those it stands for, outermost first: where an annotation or a limit of a use is looked up. A description beside a
    /// reference wins over that of the schema referred to.
    /// </summary>
    public List<Schema> Layers(Schema schema)
    {
        if (reader.Resolve(schema) is not { } target)
        {
            return [schema];
        }

        Schema flat = Flatten(target) ?? target;
        var layers = new List<Schema>(2) { flat };
        if (target != schema)
        {
            layers.Insert(0, schema);
        }

        // `anyOf: [X, null]` is X with null allowed, and X's limits hold.
        Schema[] shaped = Array.FindAll(flat.OneOf.Length > 0 ? flat.OneOf : flat.AnyOf, static variant => variant.HasShape);
        if (shaped.Length == 1 && !flat.HasProperties && reader.Resolve(shaped[0]) is { } only && only != target)
        {
            layers.Add(Flatten(only) ?? only);
        }

        return layers;
    }

    /// <summary>The limits of all layers, of what a value holds too, in one schema; null when there are none.</summary>
    public Schema? LimitsOf(List<Schema> layers)
    {
        List<Schema> limiting = layers.FindAll(static layer => layer.HasLimits || layer.Items is not null || layer.AdditionalProperties is not null);
        if (limiting.Count < 2)
        {
            return limiting.FirstOrDefault();
        }

        var merge = new SchemaMerge(limiting[0].Node, reader, bag);
        for (int i = limiting.Count - 1; i >= 0; i--)
        {
            merge.Add(limiting[i]);
        }

        return merge.Result();
    }

    private void ReportTooMany(Schema at)
    {
        if (!_isTooManyReported)
        {
            _isTooManyReported = true;
            bag.Report(Descriptors.Structure, at.Place, at.Pointer, $"the schemas that 'allOf' composes have more than {Limits.Composed} properties, required names and choices in all; this one and those after it are kept as raw JSON. Compose less.");
        }
    }
}
