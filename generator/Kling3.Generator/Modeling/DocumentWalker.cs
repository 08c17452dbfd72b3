using Kling3.Generator.Diagnostics;
using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>
/// Goes through the whole document as OpenAPI has it: reads every schema, follows every reference, and reports what is of another kind than
/// belongs there, also in parts that nothing uses.
/// </summary>
internal sealed class DocumentWalker(SchemaReader reader, ExtensionReader extensions, DiagnosticBag bag, CancellationToken cancellationToken)
{
    private readonly List<MapNode> _links = [];

    /// <summary>Every link of what was walked.</summary>
    public IReadOnlyList<MapNode> Links => _links;

    public void Walk(Node node, DocumentShape shape)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (shape.Kind == ShapeKind.Schema)
        {
            _ = reader.Read(node);
            return;
        }

        if (shape.Kind == ShapeKind.Any || shape.IsLenient && node is not MapNode || node is ScalarNode { Kind: ScalarKind.Null } && !shape.IsNeeded && shape.Kind is not (ShapeKind.ErrorCode or ShapeKind.ErrorCodes))
        {
            return;
        }

        switch (shape.Kind)
        {
            case ShapeKind.Text when node is not ScalarNode:
                Wrong(node, "a text is expected here.");
                break;
            case ShapeKind.Flag when node is not ScalarNode { Text: "true" or "false" }:
                Wrong(node, "true or false is expected here.");
                break;
            case ShapeKind.ErrorCode:
                _ = reader.ErrorCode(node);
                break;
            case ShapeKind.ErrorCodes:
                _ = extensions.ErrorCodes(node);
                break;
            case ShapeKind.List:
                WalkList(node, shape);
                break;
            case ShapeKind.Map or ShapeKind.Object:
                WalkMap(node, shape);
                break;
        }
    }

    private void WalkList(Node node, DocumentShape shape)
    {
        if (node is not ListNode list)
        {
            Wrong(node, "a list is expected here.");
            return;
        }

        foreach (Node item in list.Items)
        {
            Walk(item, shape.Each!);
        }
    }

    private void WalkMap(Node node, DocumentShape shape)
    {
        if (node is not MapNode map)
        {
            Wrong(node, "an object is expected here.");
            return;
        }

        if (shape.Section is not null && map["$ref"] is not null)
        {
            _ = reader.Follow(map, shape.Section);
            if (shape.Kind == ShapeKind.Map)
            {
                return;
            }
        }

        if (shape.IsLink && map["$ref"] is null)
        {
            _links.Add(map);
        }

        foreach (MapEntry entry in map.Entries)
        {
            bool isExtension = shape.HasExtensions && entry.Name.StartsWith("x-", StringComparison.Ordinal);
            if (shape.Kind == ShapeKind.Map && !isExtension)
            {
                if (shape.IsContent && !MediaType.IsWellFormed(entry.Name))
                {
                    bag.Report(Descriptors.Unsupported, entry.NamePlace, entry.Value.Pointer, $"'{entry.Name}' is no media type, so what it describes is neither sent nor read. Write one such as application/json.");
                }

                Walk(entry.Value, shape.Each!);
            }
            else if (shape.Properties.TryGetValue(entry.Name, out DocumentShape? inner))
            {
                Walk(entry.Value, inner);
            }
            else if (shape.Section == "paths" && !entry.Name.StartsWith("x-", StringComparison.Ordinal) && entry.Value is MapNode operation && operation["responses"] is not null)
            {
                bag.LeaveOut(entry.NamePlace, operation, $"'{entry.Name}' is no method that OpenAPI has");
            }
        }
    }

    private void Wrong(Node node, string message) => bag.Report(Descriptors.Structure, node.Place, node.Pointer, message);
}
