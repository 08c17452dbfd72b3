using Kling3.Generator.Model;

namespace Kling3.Generator.Emitting.Json;

/// <summary>The code that reads or writes one value, by its kind.</summary>
internal static class JsonValues
{
    /// <summary>An expression that reads the value that is next, which is not null.</summary>
    public static string Read(TypeRef type, JsonCollections collections) => type.Kind switch
    {
        TypeKind.Raw => "input.Raw()",
        TypeKind.String => "input.Text()",
        TypeKind.AddressList => "input.Addresses()",
        TypeKind.List or TypeKind.Map => $"{collections.ReadMethod(type)}(ref input)",
        TypeKind.Object or TypeKind.Union or TypeKind.RawUnion or TypeKind.StringEnum or TypeKind.IntegerEnum => $"{CompanionNames.Json(type.Name!)}.Read(ref input)",
        _ => $"input.{type.Kind}()",
    };

    /// <summary>An expression that reads the value, or null where the schema allows it.</summary>
    public static string ReadOrNull(TypeRef type, JsonCollections collections) => type.IsNullable
        ? $"input.Null() ? {Null(type)} : {Read(type, collections)}"
        : Read(type, collections);

    /// <summary>Null beside a value of the type. An open set converts from text, so a bare null would be one of its values.</summary>
    public static string Null(TypeRef type) => type.Kind == TypeKind.StringEnum ? $"default({type.CSharp}?)" : "null";

    /// <summary>Writes a value whose C# type is the schema's: null is possible where that is, and for texts and objects by mistake.</summary>
    public static void WriteOrNull(SourceWriter writer, TypeRef type, string value, JsonCollections collections)
    {
        if (!type.IsNullable || !type.IsValueType)
        {
            writer.Line(Write(type, value, collections));
            return;
        }

        writer.Open($"if ({value} is {{ }} item)");
        writer.Line(Write(type, "item", collections));
        writer.Close();
        writer.Open("else");
        writer.Line("output.Null();");
        writer.Close();
    }

    /// <summary>A statement that writes the value to <c>output</c>. Values of reference types may be null.</summary>
    public static string Write(TypeRef type, string value, JsonCollections collections) => type.Kind switch
    {
        TypeKind.Int32 or TypeKind.Int64 or TypeKind.Single or TypeKind.Double or TypeKind.Decimal => $"output.Number({value});",
        TypeKind.String => $"output.Text({value});",
        TypeKind.StringEnum => $"output.Text({value}.Value);",
        TypeKind.IntegerEnum => $"output.Number({value}.Value);",
        TypeKind.AddressList => $"output.Addresses({value});",
        TypeKind.List or TypeKind.Map => $"{collections.WriteMethod(type)}(ref output, {value});",
        TypeKind.Object or TypeKind.Union or TypeKind.RawUnion => $"{CompanionNames.Json(type.Name!)}.Write(ref output, {value});",
        _ => $"output.{type.Kind}({value});",
    };

    /// <summary>An expression that describes a type which has no file of its own, for a context.</summary>
    public static string Describe(TypeRef type) => type.Kind switch
    {
        TypeKind.List or TypeKind.AddressList => $"{JsonNames.Metadata}.List<{(type.Element?.CSharpWithNull ?? "string")}>(options)",
        TypeKind.Map => $"{JsonNames.Metadata}.Map<{type.Element!.CSharpWithNull}>(options)",
        TypeKind.Raw => $"{JsonNames.Metadata}.Value(options, new {Names.Runtime}RawJsonConverter())",
        TypeKind.Object or TypeKind.Union or TypeKind.RawUnion or TypeKind.StringEnum or TypeKind.IntegerEnum => $"{CompanionNames.Json(type.Name!)}.CreateInfo(options)",
        TypeKind.Bytes => Builtin("ByteArray"),
        _ => Builtin(type.Kind.ToString()),
    };

    private static string Builtin(string name) =>
        $"{JsonNames.Metadata}.Value(options, global::System.Text.Json.Serialization.Metadata.JsonMetadataServices.{name}Converter)";
}
