using Kling3.Generator.Model;

namespace Kling3.Generator.Emitting.Json;

/// <summary>Emits the class <c>{Client}Json</c> with the direct code for them.</summary>
internal static class JsonRootsEmitter
{
    /// <summary>The method that reads a body or reply: fits <c>JsonReadCallback</c>.</summary>
    public static string Reader(NamesSpec names, TypeRef type) =>
        HasClass(type) ? JsonNames.Class(type.Name!) + ".Read" : JsonNames.Class(names.Client) + ".Read" + Name(type);

    /// <summary>The method that writes a body or reply: fits <c>JsonWriteCallback</c>.</summary>
    public static string Writer(NamesSpec names, TypeRef type) =>
        HasClass(type) ? JsonNames.Class(type.Name!) + ".Write" : JsonNames.Class(names.Client) + ".Write" + Name(type);

    /// <summary>The whole file; null when there is nothing to put into it.</summary>
    public static string? Emit(NamesSpec names, JsonRootsSpec roots)
    {
        if (roots.Types.Count == 0)
        {
            return null;
        }

        var writer = new SourceWriter();
        var collections = new JsonCollections();
        FileHeader.Write(writer, names.Namespace);
        JsonTypeEmitter.OpenClass(writer, names.Client);
        foreach (TypeRef type in roots.Types)
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
        return writer.Finish();
    }

    /// <summary>Whether the type's own class has the code.</summary>
    public static bool HasClass(TypeRef type) => type is { Name: not null, IsNullable: false };

    private static string Name(TypeRef type) => "Body" + (type.IsNullable ? "OrNull" : "") + type.Kind switch
    {
        TypeKind.List or TypeKind.Map => type.Kind + "Of" + Name(type.Element!),
        _ => type.Name ?? type.Kind.ToString(),
    };
}
