using Kling3.Generator.Diagnostics;
using Kling3.Generator.Model;
using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>The parameters of operations.</summary>
internal sealed class ParameterModeler(SchemaReader reader, SchemaFlattener flattener, TypeModeler types, EmittedSize size, DiagnosticBag bag)
{
    private readonly List<(OperationDraft Draft, MapNode Node, string Name)> _objects = [];

    /// <summary>The operation's parameters; null where one that it requires cannot be sent, which is reported.</summary>
    public List<ParameterSpec>? Read(OperationDraft draft)
    {
        var scope = new NameScope(["request", "cancellationToken", "progress", "target"]);
        var parameters = new List<ParameterSpec>();
        HashSet<string> unfilled = [.. PathTemplate.Names(draft.SentPath)];
        List<MapNode> nodes = ParameterNodes(draft, out bool areAllRead);
        foreach (MapNode node in nodes)
        {
            if (node["name"] is not ScalarNode { Text.Length: > 0 } name || node["in"] is not ScalarNode place)
            {
                areAllRead = false;
                bag.Report(Descriptors.Structure, node.Place, node.Pointer, "a parameter must have 'name' and 'in'.");
                continue;
            }

            bool isRequired = place.Text == "path" || node["required"] is ScalarNode { Text: "true" };
            if (place.Text == "header" && name.Text.ToUpperInvariant() is "ACCEPT" or "CONTENT-TYPE" or "AUTHORIZATION")
            {
                // OpenAPI: such a parameter definition shall be ignored.
                continue;
            }

            if (place.Text == "path" && !unfilled.Remove(name.Text))
            {
                bag.LeaveOutPart(node, $"the path has no '{{{name.Text}}}', so the parameter goes nowhere");
                continue;
            }

            ParameterSpec? parameter = ReadParameter(draft, node, name.Text, place, isRequired, scope, out string why);
            if (parameter is not null)
            {
                size.Add(parameter, node);
                parameters.Add(parameter);
                if (parameter.Type.Kind == TypeKind.Object)
                {
                    _objects.Add((draft, node, parameter.Name));
                }
            }
            else if (!CanDoWithout(draft, node, name.Text, isRequired, why))
            {
                return null;
            }
        }

        if (unfilled.Count > 0 && areAllRead)
        {
            string names = string.Join(", ", unfilled.OrderBy(name => name, StringComparer.Ordinal).Select(name => $"'{{{name}}}'"));
            bag.LeaveOutPart(draft.Path.Value, $"{names}: no declared parameter of the path, so taken as a required text");
        }

        foreach (string name in PathTemplate.Names(draft.SentPath).Where(unfilled.Remove))
        {
            parameters.Add(new ParameterSpec(name, scope.Take(CSharpName.Camel(name)), ParameterPlace.Path, new TypeRef(TypeKind.String), IsRequired: true, Description: null));
        }

        return parameters;
    }

    /// <summary>Gives the parameters that are objects their members, now that types have some. One that holds more than simple values is left out, with its operation where it is required.</summary>
    /// <param name="specs">All types, with their members.</param>
    public void ReadObjects(IReadOnlyDictionary<string, TypeSpec> specs)
    {
        foreach (IGrouping<OperationDraft, (OperationDraft Draft, MapNode Node, string Name)> objects in _objects.GroupBy(one => one.Draft))
        {
            OperationDraft draft = objects.Key;
            if (draft.Spec is { } operation)
            {
                Dictionary<string, MapNode> nodes = objects.ToDictionary(one => one.Name, one => one.Node, StringComparer.Ordinal);
                draft.Spec = ReadObjects(draft, operation.Parameters, nodes, specs) is { } parameters ? operation with { Parameters = parameters.ToEquatableArray() } : null;
            }
        }
    }

    private List<ParameterSpec>? ReadObjects(OperationDraft draft, EquatableArray<ParameterSpec> parameters, Dictionary<string, MapNode> nodes, IReadOnlyDictionary<string, TypeSpec> specs)
    {
        var read = new List<ParameterSpec>();
        foreach (ParameterSpec parameter in parameters)
        {
            if (!nodes.TryGetValue(parameter.Name, out MapNode? node))
            {
                read.Add(parameter);
            }
            else if (Members(parameter.Type, specs, out string why) is { } members)
            {
                read.Add(parameter with { Members = members });
            }
            else if (!CanDoWithout(draft, node, parameter.JsonName, parameter.IsRequired, why))
            {
                return null;
            }
        }

        return read;
    }

    private static EquatableArray<MemberSpec>? Members(TypeRef type, IReadOnlyDictionary<string, TypeSpec> specs, out string why)
    {
        why = "is an object of one of several schemas, or with properties that its schema does not name, which has no place in an address";
        if (specs[type.Name!] is not ObjectSpec { Base: null, Discriminator: null, ExtensionData: null } spec)
        {
            return null;
        }

        MemberSpec[] sent = [.. spec.Members.Where(member => !member.IsReadOnly)];
        if (Array.Find(sent, member => !IsSimple(member.Type)) is { } other)
        {
            why = $"is an object, and its '{other.JsonName}' is more than a simple value, which has no place in an address";
            return null;
        }

        why = "is an object without a property that is sent";
        return sent.Length == 0 ? (EquatableArray<MemberSpec>?)null : sent.ToEquatableArray();
    }

    private static bool IsSimple(TypeRef type) => type.Kind is not (TypeKind.Raw or TypeKind.RawUnion or TypeKind.Object or TypeKind.Union or TypeKind.List or TypeKind.Map or TypeKind.AddressList);

    // As it stands in an address; null for what has no place there.
    private TypeRef? Written(TypeRef type, Schema schema)
    {
        Schema? flat = flattener.Flatten(schema);
        TypeRef? whole = WrittenValue(type, flat);
        if (whole is not null || type.Kind == TypeKind.Object)
        {
            return whole ?? type;
        }

        if (type.Kind == TypeKind.Raw && flat is { Types: JsonTypes.Object, OneOf.Length: 0, AnyOf.Length: 0 })
        {
            return new TypeRef(TypeKind.Map, Element: new TypeRef(TypeKind.String));
        }

        Schema? inner = type.Kind == TypeKind.List ? flat?.Items : flat?.AdditionalProperties;
        return type.Kind is TypeKind.List or TypeKind.Map && WrittenValue(type.Element!, inner is null ? null : flattener.Flatten(inner)) is { } element
            ? type with { Element = element }
            : null;
    }

    // Of one of several simple types, or of any, the caller knows how it is written.
    private TypeRef? WrittenValue(TypeRef type, Schema? flat)
    {
        if (type.Kind is not (TypeKind.Raw or TypeKind.RawUnion))
        {
            return IsSimple(type) ? type : null;
        }

        bool mayBeSimple = flat is null || (flat.Types == JsonTypes.None && flat.OneOf.Length + flat.AnyOf.Length > 0
            ? flat.OneOf.Concat(flat.AnyOf).Any(variant => flattener.Flatten(variant) is { } one && MayBeSimple(one))
            : MayBeSimple(flat));
        return mayBeSimple ? new TypeRef(TypeKind.String, IsNullable: type.IsNullable) : null;

        static bool MayBeSimple(Schema schema) => schema.Types == JsonTypes.None || (schema.Types & ~(JsonTypes.Object | JsonTypes.Array)) != 0;
    }

    private bool CanDoWithout(OperationDraft draft, MapNode node, string name, bool isRequired, string why)
    {
        if (isRequired)
        {
            bag.LeaveOut(node.Place, draft.Node, $"the parameter '{name}' is required and {why}");
        }
        else
        {
            bag.LeaveOutPart(node, $"the optional parameter '{name}' {why} and is left out");
        }

        return !isRequired;
    }

    // The operation's own parameters take the place of the path's of the same name and place. One that cannot be read has been reported.
    private List<MapNode> ParameterNodes(OperationDraft draft, out bool areAllRead)
    {
        var nodes = new List<MapNode>();
        var at = new Dictionary<(string?, string?), (int Index, Node List)>();
        Node[] lists = [.. new[] { draft.Item["parameters"], draft.Node["parameters"] }.OfType<Node>()];
        areAllRead = Array.TrueForAll(lists, list => list is ListNode);
        foreach ((ListNode list, Node source) in lists.OfType<ListNode>().SelectMany(list => list.Items, (list, source) => (list, source)))
        {
            if (reader.Follow(source, "parameters") is not MapNode node)
            {
                areAllRead = false;
                continue;
            }

            var key = ((node["name"] as ScalarNode)?.Text, (node["in"] as ScalarNode)?.Text);
            if (!at.TryGetValue(key, out (int Index, Node List) earlier))
            {
                at.Add(key, (nodes.Count, list));
                nodes.Add(node);
                continue;
            }

            if (earlier.List == list && key is (not null, not null))
            {
                bag.LeaveOutPart(source, $"the parameter '{key.Item1}' in '{key.Item2}' stands in the list before, and only this one counts");
            }

            at[key] = (earlier.Index, list);
            nodes[earlier.Index] = node;
        }

        return nodes;
    }

    private ParameterSpec? ReadParameter(OperationDraft draft, MapNode node, string name, ScalarNode place, bool isRequired, NameScope scope, out string why)
    {
        ParameterPlace where;
        switch (place.Text)
        {
            case "path":
                where = ParameterPlace.Path;
                break;
            case "query":
                where = ParameterPlace.Query;
                break;
            case "header":
                where = ParameterPlace.Header;
                break;
            default:
                why = place.Text == "cookie" ? "is a cookie, which is not sent" : $"is in '{place.Text}', which is no place for one";
                return null;
        }

        if (node["schema"] is not { } schemaNode)
        {
            why = node["content"] is null ? "has no 'schema'" : "is described by 'content', which is not written";
            return null;
        }

        Schema schema = reader.Read(schemaNode);
        TypeRef used = types.Use(schema, draft.Name + CSharpName.Pascal(name));
        if (Written(used, schema) is not { } type)
        {
            why = "holds more than simple values, or is one of several objects, which has no place in an address";
            return null;
        }

        List<Schema> layers = flattener.Layers(schema);
        if (Style(node, where, type, out why) is not { } style)
        {
            return null;
        }

        Node? defaultValue = layers.FirstOf(static layer => layer.Default);
        return new ParameterSpec(
            name,
            scope.Take(CSharpName.Camel(name), name, node.Place, node, bag),
            where,
            type with { IsNullable = false },
            isRequired,
            (node["description"] as ScalarNode)?.Text ?? layers.FirstOf(static layer => layer.Description))
        {
            IsDeprecated = node["deprecated"] is ScalarNode { Text: "true" },
            Default = defaultValue is null ? null : JsonText.Of(defaultValue),
            ErrorCode = node["x-error-code"] is { } code ? reader.ErrorCode(code) : layers.FirstOf(static layer => layer.ErrorCode),
            Constraints = types.Constraints.Of(type.Kind == TypeKind.Map ? type : used, layers),
            Style = style,
        };
    }

    private static ParameterStyle? Style(MapNode node, ParameterPlace where, TypeRef type, out string why)
    {
        string usual = where == ParameterPlace.Query ? "form" : "simple";
        string style = (node["style"] as ScalarNode)?.Text ?? usual;
        why = $"has the style '{style}', which is not written";
        bool isObject = type.Kind is TypeKind.Object or TypeKind.Map;
        if (!isObject && type.Kind != TypeKind.List)
        {
            return style is "matrix" or "label" or "deepObject" ? null : ParameterStyle.Joined;
        }

        if (style == "deepObject" && where == ParameterPlace.Query && isObject)
        {
            return ParameterStyle.Deep;
        }

        if (style != usual)
        {
            return null;
        }

        if (where == ParameterPlace.Query)
        {
            return node["explode"] is ScalarNode { Text: "false" } ? ParameterStyle.Joined : ParameterStyle.Exploded;
        }

        // Of a list it says nothing here.
        why = "is an object with 'explode' outside the query, which is not written";
        return isObject && node["explode"] is ScalarNode { Text: "true" } ? null : ParameterStyle.Joined;
    }
}
