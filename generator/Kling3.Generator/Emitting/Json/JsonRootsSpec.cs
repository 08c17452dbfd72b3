using Kling3.Generator.Model;

namespace Kling3.Generator.Emitting.Json;

/// <summary>The bodies and replies of operations that are no type of the document: lists, maps, primitives, and values that may be null.</summary>
/// <param name="Types">In the order the operations have them.</param>
internal sealed record JsonRootsSpec(EquatableArray<TypeRef> Types)
{
    /// <summary>Collects them; empty for most documents.</summary>
    public static JsonRootsSpec From(SpecModel model)
    {
        var found = new List<TypeRef>();
        foreach (OperationSpec operation in model.Client.Operations)
        {
            Add(found, operation.Body?.Type);
            Add(found, operation.Reply.Type);
        }

        return new JsonRootsSpec(found.ToEquatableArray());
    }

    private static void Add(List<TypeRef> found, TypeRef? type)
    {
        if (type is not null && !JsonRootsEmitter.HasClass(type) && !found.Contains(type))
        {
            found.Add(type);
        }
    }
}
