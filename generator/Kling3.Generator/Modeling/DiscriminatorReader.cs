using Kling3.Generator.Diagnostics;
using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>A case: its schema and the discriminator values that mean it.</summary>
internal sealed record UnionMember(Schema Schema, Schema Target, IReadOnlyList<string> Values);

/// <summary>A base whose objects a property tells apart.</summary>
internal sealed record Union(string PropertyName, IReadOnlyList<UnionMember> Members, string? Description, string? ErrorCode);

/// <summary>Which base a schema's class derives from, and the values that mean it.</summary>
internal sealed record BaseClaim(Schema Base, string PropertyName, IReadOnlyList<string> Values);

/// <summary>
/// Finds the class hierarchies of a document before any type is built: discriminated <c>oneOf</c>/<c>anyOf</c>, and bases with a discriminator
/// that other schemas are composed of. A C# class has one base, so each schema goes to the first that claims it; a union whose cases are
/// taken is kept as raw JSON with a way to each case.
/// </summary>
internal sealed class DiscriminatorReader
{
    private readonly SchemaReader _reader;
    private readonly SchemaFlattener _flattener;
    private readonly DiagnosticBag _bag;
    private readonly MapNode? _components;
    private readonly Dictionary<Node, Union> _unions = [];
    private readonly Dictionary<Node, Union> _hierarchies = [];
    private readonly Dictionary<Node, BaseClaim> _claims = [];

    // By the parts of an 'allOf', what has it; and where the schemas of components/schemas stand.
    private readonly Dictionary<Node, List<Node>> _composed = [];
    private readonly Dictionary<Node, int> _positions = [];

    public DiscriminatorReader(SchemaReader reader, SchemaFlattener flattener, MapNode? components, DiagnosticBag bag)
    {
        _reader = reader;
        _flattener = flattener;
        _components = components;
        _bag = bag;
    }

    public Union? UnionOf(Node schema) => _unions.TryGetValue(schema, out Union? union) ? union : null;

    public Union? HierarchyOf(Node schema) => _hierarchies.TryGetValue(schema, out Union? hierarchy) ? hierarchy : null;

    public BaseClaim? BaseOf(Node schema) => _claims.TryGetValue(schema, out BaseClaim? claim) ? claim : null;

    public void Read(CancellationToken cancellationToken)
    {
        // Reading may come upon schemas that only a reference leads to, so the list grows.
        var bases = new List<Schema>();
        for (int i = 0; i < _reader.All.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Schema schema = _reader.All[i];
            if (schema.Discriminator is null || schema.Reference is not null)
            {
                continue;
            }

            if (schema.OneOf.Length > 0 || schema.AnyOf.Length > 0)
            {
                ReadUnion(schema, schema.Discriminator);
            }
            else if (schema.Properties.Length > 0 || schema.AllOf.Length > 0)
            {
                bases.Add(schema);
            }
            else
            {
                ReportIdle(schema.Discriminator);
            }
        }

        if (bases.Count > 0)
        {
            FindComposed();
        }

        foreach (Schema schema in bases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadHierarchy(schema, schema.Discriminator!);
        }
    }

    private void ReadUnion(Schema schema, Discriminator discriminator)
    {
        Dictionary<Node, List<MapEntry>> mapped = ReadMapping(discriminator);
        var members = new List<UnionMember>();
        Schema[] variants = schema.OneOf.Length > 0 ? schema.OneOf : schema.AnyOf;
        HashSet<string> shared = SharedValues(variants, discriminator);
        var targets = new HashSet<Node>();
        foreach (Schema variant in variants)
        {
            if (_reader.Resolve(variant) is not { } target)
            {
                return;
            }

            if (target is { HasShape: false, IsNullable: true })
            {
                continue;
            }

            if (_flattener.Flatten(target) is not { } flat || target.OneOf.Length > 0 || target.AnyOf.Length > 0 || flat.Types is not (JsonTypes.None or JsonTypes.Object)
                || flat.Properties.Length == 0)
            {
                _bag.Report(Descriptors.Unsupported, variant.Place, variant.Pointer, "a case of a discriminated union that is no object with properties: the union is kept as raw JSON. Make each case such an object.");
                return;
            }

            if (!IsText(flat, discriminator))
            {
                ReportNoText(discriminator);
                return;
            }

            if (_claims.ContainsKey(target.Node) || !targets.Add(target.Node))
            {
                _bag.Report(Descriptors.Unsupported, variant.Place, variant.Pointer, "this case belongs to another union already, and a class has one base: this union is kept as raw JSON with a way to each case. Let each schema be in one union.");
                return;
            }

            List<string> values = ValuesOf(variant, target, flat, discriminator, mapped, shared);
            if (values.Count == 0)
            {
                return;
            }

            members.Add(new UnionMember(variant, target, values));
        }

        CheckMapped(mapped, [.. members.Select(member => member.Target.Node)], "is not one of the union's schemas. Add it there, or correct the mapping.");
        CheckProperty(discriminator, members);
        if (members.Count == 0 || !AreDistinct(discriminator, members))
        {
            return;
        }

        List<Schema> layers = _flattener.Flatten(members[0].Target)!.Property(discriminator.PropertyName) is { } property
            ? _flattener.Layers(property.Schema)
            : [];
        _unions.Add(schema.Node, new Union(
            discriminator.PropertyName,
            members,
            layers.FirstOf(static layer => layer.Description),
            layers.FirstOf(static layer => layer.ErrorCode)));
        foreach (UnionMember member in members)
        {
            _claims.Add(member.Target.Node, new BaseClaim(schema, discriminator.PropertyName, member.Values));
        }
    }

    private void ReadHierarchy(Schema schema, Discriminator discriminator)
    {
        if (_claims.ContainsKey(schema.Node) || _flattener.Flatten(schema) is not { } whole)
        {
            return;
        }

        if (!IsText(whole, discriminator))
        {
            ReportNoText(discriminator);
            return;
        }

        Dictionary<Node, List<MapEntry>> mapped = ReadMapping(discriminator);
        var members = new List<UnionMember>();
        List<Schema> composed = ComposedOf(schema);
        foreach (Schema child in composed)
        {
            if (child.Discriminator is null && child.OneOf.Length == 0 && child.AnyOf.Length == 0 && !_claims.ContainsKey(child.Node) && _flattener.Flatten(child) is { } flat)
            {
                members.Add(new UnionMember(child, child, ValuesOf(child, child, flat, discriminator, mapped, shared: null)));
            }
        }

        if (members.Count == 0)
        {
            if (composed.Count > 0)
            {
                _bag.Report(Descriptors.Unsupported, discriminator.Node.Place, discriminator.Node.Pointer, "each schema that is composed of this one belongs to another union already, or has a choice or a discriminator of its own, and a class has one base, so this discriminator is ignored: values are read as this schema alone has them. Let each schema be in one union.");
            }
            else
            {
                ReportIdle(discriminator);
            }

            return;
        }

        CheckMapped(mapped, [schema.Node, .. composed.Select(child => child.Node)], "is not composed of this schema by 'allOf'. Compose it, or correct the mapping.");
        CheckProperty(discriminator, members);
        if (!AreDistinct(discriminator, members))
        {
            return;
        }

        _hierarchies.Add(schema.Node, new Union(discriminator.PropertyName, members, null, null));
        foreach (UnionMember member in members)
        {
            _claims.Add(member.Target.Node, new BaseClaim(schema, discriminator.PropertyName, member.Values));
        }
    }

    private void FindComposed()
    {
        foreach (MapEntry component in _components?.Entries ?? [])
        {
            _positions[component.Value] = _positions.Count;
        }

        // Resolving may read further schemas, so the list grows.
        for (int i = 0; i < _reader.All.Count; i++)
        {
            foreach (Schema part in _reader.All[i].AllOf)
            {
                if (_reader.Resolve(part) is { } resolved)
                {
                    if (!_composed.TryGetValue(resolved.Node, out List<Node>? wholes))
                    {
                        _composed.Add(resolved.Node, wholes = []);
                    }

                    wholes.Add(_reader.All[i].Node);
                }
            }
        }
    }

    // The schemas of components/schemas that are composed of this one by way of 'allOf', at any depth, in the document's order.
    private List<Schema> ComposedOf(Schema schema)
    {
        var seen = new HashSet<Node>();
        var open = new Stack<Node>();
        open.Push(schema.Node);
        while (open.Count > 0)
        {
            foreach (Node whole in _composed.TryGetValue(open.Pop(), out List<Node>? wholes) ? wholes : [])
            {
                if (seen.Add(whole))
                {
                    open.Push(whole);
                }
            }
        }

        return [.. seen.Where(_positions.ContainsKey).OrderBy(node => _positions[node]).Select(_reader.Read)];
    }

    private bool IsText(Schema flat, Discriminator discriminator) =>
        flat.Property(discriminator.PropertyName) is not { } property
        || _flattener.Layers(property.Schema).TrueForAll(layer => layer.Types is JsonTypes.None or JsonTypes.Text && layer.Values?.TrueForAll(value => value.Kind == ScalarKind.Text) != false);

    private void ReportNoText(Discriminator discriminator) =>
        _bag.Report(Descriptors.Unsupported, discriminator.Node.Place, discriminator.Node.Pointer, $"'{discriminator.PropertyName}' is no text, as a discriminator is, so the schemas are not told apart by it. Make it a 'string', or leave the discriminator out.");

    private void ReportIdle(Discriminator discriminator) =>
        _bag.Report(Descriptors.Unsupported, discriminator.Node.Place, discriminator.Node.Pointer, "there is nothing to tell apart here, so the discriminator is ignored: no 'oneOf' or 'anyOf' beside it, and no schema in 'components/schemas' that is composed of this one by 'allOf'. Add them, or remove it.");

    private void CheckMapped(Dictionary<Node, List<MapEntry>> mapped, HashSet<Node> known, string why)
    {
        foreach (KeyValuePair<Node, List<MapEntry>> target in mapped.Where(target => !known.Contains(target.Key)))
        {
            foreach (MapEntry entry in target.Value)
            {
                _bag.Report(Descriptors.DiscriminatorMapping, entry.Value.Place, entry.Value.Pointer, $"'{entry.Name}' is mapped to {target.Key.Pointer}, which {why}");
            }
        }
    }

    // Where some have it, the others are just said too little of.
    private void CheckProperty(Discriminator discriminator, List<UnionMember> members)
    {
        if (members.Count > 0 && members.TrueForAll(member => _flattener.Flatten(member.Target)?.Property(discriminator.PropertyName) is null))
        {
            Node name = discriminator.Node["propertyName"]!;
            _bag.Report(Descriptors.DiscriminatorMapping, name.Place, name.Pointer, $"no schema that it tells apart has the property '{discriminator.PropertyName}', which is sent and read all the same. Correct the name, or add the property to the schemas.");
        }
    }

    private Dictionary<Node, List<MapEntry>> ReadMapping(Discriminator discriminator)
    {
        var mapped = new Dictionary<Node, List<MapEntry>>();
        foreach (MapEntry entry in discriminator.Mapping)
        {
            string reference = (entry.Value as ScalarNode)?.Text ?? "";

            // A bare schema name is legal here.
            Node? target = reference.StartsWith("#", StringComparison.Ordinal)
                ? JsonPointer.TryParseFragment(reference, out string[] segments) ? JsonPointer.Find(RootOf(discriminator.Node), segments) : null
                : _components?[reference];
            if (target is null)
            {
                _bag.Report(Descriptors.DiscriminatorMapping, entry.Value.Place, entry.Value.Pointer, $"'{entry.Name}' is mapped to '{reference}', which is not in this document. Correct the mapping, or add the schema.");
            }
            else if (_reader.Resolve(_reader.Read(target)) is { } resolved)
            {
                if (!mapped.TryGetValue(resolved.Node, out List<MapEntry>? entries))
                {
                    mapped.Add(resolved.Node, entries = []);
                }

                entries.Add(entry);
            }
        }

        return mapped;
    }

    private static Node RootOf(Node node)
    {
        while (node.Parent is { } parent)
        {
            node = parent;
        }

        return node;
    }

    // The discriminator's values that more than one schema of a union has in its 'enum'.
    private HashSet<string> SharedValues(Schema[] variants, Discriminator discriminator)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. variants.Select(_reader.Resolve).OfType<Schema>().Select(_flattener.Flatten).OfType<Schema>().SelectMany(flat => Constants(flat, discriminator).Distinct()).Where(value => !seen.Add(value))];
    }

    private List<string> Constants(Schema flat, Discriminator discriminator) =>
        flat.Property(discriminator.PropertyName) is { } property ? _flattener.Layers(property.Schema).Values()?.ConvertAll(value => value.Text) ?? [] : [];

    // None when nothing tells the case, which is reported.
    private List<string> ValuesOf(Schema variant, Schema target, Schema flat, Discriminator discriminator, Dictionary<Node, List<MapEntry>> mapped, HashSet<string>? shared)
    {
        List<string> constants = Constants(flat, discriminator);
        if (mapped.TryGetValue(target.Node, out List<MapEntry>? entries))
        {
            // The schema's own 'enum' says which values it takes: a mapping that it refuses is a mistake in one of the two.
            HashSet<string> allowed = new(constants, StringComparer.Ordinal);
            foreach (MapEntry entry in constants.Count == 0 ? [] : entries.Where(entry => !allowed.Contains(entry.Name)))
            {
                _bag.Report(Descriptors.DiscriminatorMapping, entry.Value.Place, entry.Value.Pointer, $"'{entry.Name}' is mapped to {target.Pointer}, whose '{discriminator.PropertyName}' does not allow it. Correct the mapping or the 'enum'.");
            }

            return entries.ConvertAll(entry => entry.Name);
        }

        // Several are the schema's own where no other of the union has them. Those of a hierarchy inherit the base's list of all values, which says nothing about one of them.
        if (constants.Count == 1 || (constants.Count > 1 && shared is not null && !shared.Overlaps(constants)))
        {
            return constants;
        }

        // What stands in a list has an index there, and no name.
        if (target.Node.Parent is ListNode)
        {
            _bag.Report(Descriptors.Unsupported, variant.Place, variant.Pointer, $"no value of '{discriminator.PropertyName}' means this case, which has no name: the union is kept as raw JSON with a way to each case. Give its '{discriminator.PropertyName}' an 'enum' of one value, or move it to 'components/schemas'.");
            return [];
        }

        string name = target.Node.Name;
        if ((constants.Count == 0 ? name : Spelled(constants, name)) is not { } value)
        {
            _bag.Report(Descriptors.DiscriminatorMapping, variant.Place, variant.Pointer, $"no value is mapped to {target.Pointer}, so its name means it: '{name}', which the 'enum' of '{discriminator.PropertyName}' does not allow. Map the right value to it.");
            return [name];
        }

        _bag.Report(Descriptors.DiscriminatorByName, variant.Place, variant.Pointer, discriminator.PropertyName, target.Pointer, value);
        return [value];
    }

    // Schemas begin with a capital by habit, values do not.
    private static string? Spelled(List<string> values, string name) =>
        values.Contains(name) ? name
        : values.FindAll(value => string.Equals(value, name, StringComparison.OrdinalIgnoreCase)) is { Count: 1 } spelled ? spelled[0]
        : null;

    private bool AreDistinct(Discriminator discriminator, List<UnionMember> members)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string value in members.SelectMany(member => member.Values))
        {
            if (!seen.Add(value))
            {
                _bag.Report(Descriptors.DiscriminatorMapping, discriminator.Node.Place, discriminator.Node.Pointer, $"'{value}' means two schemas. Give each schema a value of its own.");
                return false;
            }
        }

        return true;
    }
}
