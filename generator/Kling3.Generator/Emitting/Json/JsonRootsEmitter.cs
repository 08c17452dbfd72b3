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
        TypeRef[] read = Own(client.Operations.Select(operation => operation.Reply.Type));
        TypeRef[] written = Own(client.Operations.Select(operation => operation.Body is { IsPlain: false } body ? body.Type : null));
        if (read.Length + written.Length == 0)
        {
            return;
        }

        var collections = new JsonCollections();
        writer.Line();
        JsonTypeEmitter.OpenClass(writer, names.Client);
        for (int i = 0; i < read.Length; i++)
        {
            Separate(writer, i);
            writer.Line($"internal static {read[i].CSharpWithNull} Read{Name(read[i])}(ref {JsonNames.Input} input) => {JsonValues.ReadOrNull(read[i], collections)};");
        }

        for (int i = 0; i < written.Length; i++)
        {
            Separate(writer, read.Length + i);
            writer.Open($"internal static void Write{Name(written[i])}(ref {JsonNames.Output} output, {written[i].CSharpWithNull} value)");
            JsonValues.WriteOrNull(writer, written[i], "value", collections);
            writer.Close();
        }

        collections.Write(writer);
        writer.Close();
    }

    private static void Separate(SourceWriter writer, int index)
    {
        if (index > 0)
        {
            writer.Line();
        }
    }

    private static TypeRef[] Own(IEnumerable<TypeRef?> types) => [.. types.OfType<TypeRef>().Where(type => !HasClass(type)).Distinct()];

    // Whether the type's own class has the code.
    private static bool HasClass(TypeRef type) => type is { Name: not null, IsNullable: false };

    private static string Name(TypeRef type) => "Body" + (type.IsNullable ? "OrNull" : "") + type.Kind switch
    {
        TypeKind.List or TypeKind.Map => type.Kind + "Of" + Name(type.Element!),
        _ => type.Name ?? type.Kind.ToString(),
    };
}
