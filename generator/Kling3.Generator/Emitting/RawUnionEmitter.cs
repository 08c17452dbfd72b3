using Kling3.Generator.Emitting.Json;
using Kling3.Generator.Model;

namespace Kling3.Generator.Emitting;

/// <summary>A class around raw JSON that is one of several schemas, with a way from and to each.</summary>
internal static class RawUnionEmitter
{
    public static void Emit(SourceWriter writer, NamesSpec names, RawUnionSpec type)
    {
        var collections = new JsonCollections();
        TypeEmitter.Open(writer, names, type, "sealed partial class", "One of several schemas, which nothing tells apart: the JSON, and a way from and to each.");
        writer.Line("/// <summary>Any JSON.</summary>");
        writer.Line("/// <param name=\"json\">The value; that it fits one of the schemas is not checked.</param>");
        writer.Line($"public {type.Name}({Names.RawJson} json) => Json = json;");
        writer.Line();
        writer.Line("/// <summary>The value as it was read, or as it will be written.</summary>");
        writer.Line($"public {Names.RawJson} Json {{ get; }}");
        foreach (RawUnionCase one in type.Cases)
        {
            string csharp = one.Type.CSharp;
            writer.Line();
            writer.Line($"/// <summary>A value that is {Article(one)}.</summary>");
            writer.Line("/// <param name=\"value\">The value.</param>");
            writer.Line($"public static {type.Name} From{one.Name}({csharp} value) => new {type.Name}({Names.Emitted}RawJsonCase.Create(value, static (ref {JsonNames.Output} output, {csharp} item) => {{ {JsonValues.Write(one.Type, "item", collections)} }}));");
            writer.Line();
            writer.Line($"/// <summary>Reads the value as {Article(one)}.</summary>");
            writer.Line("/// <param name=\"value\">The value, when it can be read so.</param>");
            writer.Line("/// <returns>Whether it can; a value may fit several of the schemas.</returns>");
            string value = one.Type.IsValueType ? $"out {csharp} value" : $"[global::System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out {csharp}? value";
            writer.Line($"public bool TryGet{one.Name}({value}) => {Names.Emitted}RawJsonCase.TryRead(Json, static (ref {JsonNames.Input} input) => {JsonValues.Read(one.Type, collections)}, out value);");
        }

        collections.Write(writer);
        writer.Close();
    }

    private static string Article(RawUnionCase one) => one.Type.Name is { } name ? $"<see cref=\"{name}\"/>" : $"<c>{one.Name}</c>";
}
