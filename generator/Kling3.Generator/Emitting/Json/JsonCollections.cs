using Kling3.Generator.Model;

namespace Kling3.Generator.Emitting.Json;

/// <summary>The methods of one emitted class that read and write its lists and maps, each kind of them once.</summary>
internal sealed class JsonCollections
{
    private readonly List<TypeRef> _read = [];
    private readonly List<TypeRef> _written = [];

    // Where they are in these lists: a class may have thousands.
    private readonly Dictionary<TypeRef, int> _readAt = [];
    private readonly Dictionary<TypeRef, int> _writtenAt = [];

    public string ReadMethod(TypeRef type) => "Read" + Name(_read, _readAt, type);

    public string WriteMethod(TypeRef type) => "Write" + Name(_written, _writtenAt, type);

    /// <summary>Writes the methods that were asked for, and those that they ask for themselves.</summary>
    public void Write(SourceWriter writer)
    {
        for (int i = 0; i < _written.Count; i++)
        {
            writer.Line();
            WriteWriter(writer, _written[i]);
        }

        for (int i = 0; i < _read.Count; i++)
        {
            writer.Line();
            WriteReader(writer, _read[i]);
        }
    }

    private static string Name(List<TypeRef> types, Dictionary<TypeRef, int> places, TypeRef type)
    {
        TypeRef value = type with { IsNullable = false };
        if (!places.TryGetValue(value, out int index))
        {
            index = types.Count;
            types.Add(value);
            places.Add(value, index);
        }

        return (type.Kind == TypeKind.List ? "List" : "Map") + Literal.Int32(index);
    }

    private void WriteReader(SourceWriter writer, TypeRef type)
    {
        TypeRef element = type.Element!;
        string value = JsonValues.ReadOrNull(element, this);
        if (type.Kind == TypeKind.List)
        {
            writer.Open($"private static {element.CSharpWithNull}[] {ReadMethod(type)}(ref {JsonNames.Input} input)");
            writer.Line("input.StartArray();");
            writer.Line($"{element.CSharpWithNull}[] items = global::System.Array.Empty<{element.CSharpWithNull}>();");
            writer.Line("int count = 0;");
            writer.Open("while (input.Element())");
            writer.Line($"{JsonNames.Read}.Add(ref items, ref count, {value});");
            writer.Close();
            writer.Line();
            writer.Line($"return {JsonNames.Read}.Trim(items, count);");
            writer.Close();
        }
        else
        {
            writer.Open($"private static {type.CSharp} {ReadMethod(type)}(ref {JsonNames.Input} input)");
            writer.Line("input.StartObject();");
            writer.Line($"var items = new {type.CSharp}();");
            writer.Open($"while (input.Member(out {JsonNames.Bytes} name))");
            writer.Line($"items[{JsonNames.Read}.Text(name)] = {value};");
            writer.Close();
            writer.Line();
            writer.Line("return items;");
            writer.Close();
        }
    }

    private void WriteWriter(SourceWriter writer, TypeRef type)
    {
        TypeRef element = type.Element!;
        writer.Open($"private static void {WriteMethod(type)}(ref {JsonNames.Output} output, {type.CSharp}? value)");
        writer.Open("if (value is null)");
        writer.Line("output.Null();");
        writer.Line("return;");
        writer.Close();
        writer.Line();
        if (type.Kind == TypeKind.List)
        {
            writer.Line("output.StartArray();");
            writer.Open("for (int i = 0; i < value.Count; i++)");
            JsonValues.WriteOrNull(writer, element, "value[i]", this);
            writer.Close();
            writer.Line();
            writer.Line("output.EndArray();");
        }
        else
        {
            writer.Line("output.StartObject();");
            writer.Open($"foreach (global::System.Collections.Generic.KeyValuePair<string, {element.CSharpWithNull}> pair in value)");
            writer.Line("output.Name(pair.Key);");
            JsonValues.WriteOrNull(writer, element, "pair.Value", this);
            writer.Close();
            writer.Line();
            writer.Line("output.EndObject();");
        }

        writer.Close();
    }
}
