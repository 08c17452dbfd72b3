using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>Where an operation is written.</summary>
/// <param name="Path">The path.</param>
/// <param name="Item">What is written for the path, or what that refers to.</param>
/// <param name="Method">The operation by its method.</param>
/// <param name="Node">The operation.</param>
internal sealed record WrittenOperation(MapEntry Path, MapNode Item, MapEntry Method, MapNode Node)
{
    public static readonly string[] Methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

    /// <summary>Every operation of the document, in its order.</summary>
    public static List<WrittenOperation> All(MapNode root, SchemaReader reader)
    {
        var all = new List<WrittenOperation>();
        foreach (MapEntry path in (root["paths"] as MapNode)?.Entries ?? [])
        {
            if (!path.Name.StartsWith("x-", StringComparison.Ordinal) && reader.Follow(path.Value, "paths") is MapNode item)
            {
                all.AddRange(item.Entries
                    .Where(entry => Methods.Contains(entry.Name) && entry.Value is MapNode)
                    .Select(entry => new WrittenOperation(path, item, entry, (MapNode)entry.Value)));
            }
        }

        return all;
    }
}
