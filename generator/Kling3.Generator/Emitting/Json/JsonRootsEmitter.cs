using Kling3.Generator.Model;

namespace Kling3.Generator.Emitting.Json;

/// <summary>
/// Emits the class <c>{Client}Json</c> below the client: direct code for the bodies and replies of operations that are no type of the document,
/// which are lists, maps, primitives, and values that may be null.
/// </summary>
internal static class JsonRootsEmitter
{
    /// <summary>The method that reads a body or reply: fits <c>JsonReadCallback</c>.</summary>
    public static string Reader(NamesSpec names, TypeRef type) =>
        HasClass(type) ? CompanionNames.Json(type.Name!) + ".Read" : CompanionNames.Json(names.Client) + ".Read" + Name(type);

    /// <summary>The method that writes a body or reply: fits <c>JsonWriteCallback</c>.</summary>
    public static string Writer(NamesSpec names, TypeRef type) =>
        HasClass(type) ? CompanionNames.Json(type.Name!) + ".Write" : CompanionNames.Json(names.Client) + ".Write" + Name(type);

    /// <summary>The class; nothing for most documents.</summary>
    public static void Emit(SourceWriter writer, NamesSpec names, ClientSpec client)
    {
        List<TypeRef> types = TypesOf(client);
        if (types.Count == 0)
        {
            return;
        }

        var collections = new JsonCollections();
        writer.Line();
        JsonTypeEmitter.OpenClass(writer, names.Client);
        foreach (TypeRef type in types)
        {
            writer.Line($"internal static {type.CSharpWithNull} Read{Name(type)}(ref {JsonNames.Input} input) => {JsonValues.ReadOrNull(type, collections)};");
            writer.Line();
            writer.Open($"internal static void Write{Name(type)}(ref {JsonNames.Output} output, {type.CSharpWithNull} value)");
            JsonValues.WriteOrNull(writer, type, "value", collections);
            writer.Close();
            writer.Line();
        }

        collections.Write(writer);
        writer.Close();
    }

    private static List<TypeRef> TypesOf(ClientSpec client)
    {
        var found = new List<TypeRef>();
        var seen = new HashSet<TypeRef>();
        foreach (OperationSpec operation in client.Operations)
        {
            Add(operation.Body is { IsPlain: false } body ? body.Type : null);
            Add(operation.Reply.Type);
        }

        return found;

        void Add(TypeRef? type)
        {
            if (type is not null && !HasClass(type) && seen.Add(type))
            {
                found.Add(type);
            }
        }
    }

    // Whether the type's own class has the code.
    private static bool HasClass(TypeRef type) => type is { Name: not null, IsNullable: false };

    private static string Name(TypeRef type) => "Body" + (type.IsNullable ? "OrNull" : "") + type.Kind switch
    {
        TypeKind.List or TypeKind.Map => type.Kind + "Of" + Name(type.Element!),
        _ => type.Name ?? type.Kind.ToString(),
    };
}
