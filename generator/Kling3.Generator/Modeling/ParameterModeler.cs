using Kling3.Generator.Diagnostics;
using Kling3.Generator.Model;
using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>The parameters of operations.</summary>
internal sealed class ParameterModeler(SchemaReader reader, SchemaFlattener flattener, TypeModeler types, DiagnosticBag bag)
{
    /// <summary>The operation's parameters; null where one that it requires cannot be sent, which is reported.</summary>
    public List<ParameterSpec>? Read(OperationDraft draft)
    {
        var scope = new NameScope(["request", "cancellationToken", "progress", "target"]);
        var parameters = new List<ParameterSpec>();
        HashSet<string> unfilled = [.. PathTemplate.Names(draft.SentPath)];
        foreach (MapNode node in ParameterNodes(draft))
        {
            if (node["name"] is not ScalarNode { Text.Length: > 0 } name || node["in"] is not ScalarNode place)
            {
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
                parameters.Add(parameter);
            }
            else if (isRequired)
            {
                bag.LeaveOut(node.Place, draft.Node, $"the parameter '{name.Text}' is required and {why}");
                return null;
            }
            else
            {
                bag.LeaveOutPart(node, $"the optional parameter '{name.Text}' {why} and is left out");
            }
        }

        if (unfilled.Count > 0)
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

    // The operation's own parameters take the place of the path's of the same name and place.
    private IEnumerable<MapNode> ParameterNodes(OperationDraft draft)
    {
        var nodes = new List<MapNode>();
        var at = new Dictionary<(string?, string?), int>();
        foreach (Node source in new[] { draft.Item["parameters"], draft.Node["parameters"] }.OfType<ListNode>().SelectMany(list => list.Items))
        {
            if (reader.Follow(source, "parameters") is not MapNode node)
            {
                continue;
            }

            var key = ((node["name"] as ScalarNode)?.Text, (node["in"] as ScalarNode)?.Text);
            if (at.TryGetValue(key, out int index))
            {
                nodes[index] = node;
            }
            else
            {
                at.Add(key, nodes.Count);
                nodes.Add(node);
            }
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
        TypeRef type = types.Use(schema, draft.Name + CSharpName.Pascal(name));
        List<Schema> layers = flattener.Layers(schema);
        ConstraintSpec constraints = types.Constraints.Of(type, layers);
        TypeRef element = type.Kind == TypeKind.List ? type.Element! : type;
        if (element.Kind is TypeKind.Raw or TypeKind.RawUnion && type.Kind != TypeKind.List)
        {
            // One of several simple types, or any: the caller knows how it is written.
            type = new TypeRef(TypeKind.String);
        }
        else if (element.Kind is TypeKind.Raw or TypeKind.RawUnion or TypeKind.Object or TypeKind.Union or TypeKind.List or TypeKind.Map or TypeKind.AddressList or TypeKind.Bytes)
        {
            why = "is an object, or a list of more than simple values, which has no place in an address";
            return null;
        }

        string style = (node["style"] as ScalarNode)?.Text ?? (where == ParameterPlace.Query ? "form" : "simple");
        if (style != (where == ParameterPlace.Query ? "form" : "simple") && type.Kind == TypeKind.List)
        {
            why = $"has the style '{style}', which is not written";
            return null;
        }

        if (style is "matrix" or "label" or "deepObject")
        {
            why = $"has the style '{style}', which is not written";
            return null;
        }

        why = "";
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
            Constraints = constraints,
            IsExploded = where == ParameterPlace.Query && node["explode"] is not ScalarNode { Text: "false" },
        };
    }
}
