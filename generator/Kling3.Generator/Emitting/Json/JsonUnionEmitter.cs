using Kling3.Generator.Model;

namespace Kling3.Generator.Emitting.Json;

/// <summary>The JSON code of a discriminated union, and of the class for its unknown cases.</summary>
internal static class JsonUnionEmitter
{
    public static void Emit(SourceWriter writer, UnionSpec spec)
    {
        string discriminator = Literal.Utf8(spec.Discriminator.JsonName);

        JsonTypeEmitter.OpenClass(writer, spec.Name);
        writer.Open($"internal static void Write(ref {JsonNames.Output} output, {spec.Name}? value)");
        EmitWriteCases(writer, spec.Cases);
        writer.Open($"if (value is {spec.UnknownName} unknown)");
        writer.Line("output.Raw(unknown.Json);");
        writer.Close();
        writer.Open("else if (value is null)");
        writer.Line("output.Null();");
        writer.Close();
        writer.Open("else");
        writer.Line($"throw {JsonNames.Fail}.UnknownClass(value.GetType());");
        writer.Close();
        writer.Close();
        writer.Line();

        writer.Open($"internal static {spec.Name} Read(ref {JsonNames.Input} input)");
        writer.Line($"bool isText = input.Discriminator({discriminator}, out {JsonNames.Bytes} value);");
        writer.Open("if (isText)");
        EmitReadCases(writer, spec.Cases);
        writer.Close();
        writer.Line();
        writer.Line($"return new {spec.UnknownName}(isText ? {JsonNames.Read}.Text(value) : null, input.Raw());");
        writer.Close();
        writer.Line();

        EmitCaseOf(writer, spec.Cases);
        writer.Line();
        writer.Line($"internal static {JsonNames.TypeInfo}<{spec.Name}> CreateInfo({JsonNames.Options} options) =>");
        writer.Line($"    {JsonNames.Metadata}.Value(options, new {Names.Emitted}JsonUnionConverter<{spec.Name}>(");
        writer.Line($"        {Literal.Text(spec.Discriminator.JsonName)}, CaseOf, static (type, json) => new {spec.UnknownName}(type, json), self: null));");
        writer.Line();
        writer.Line("// The class of the unknown cases on its own: whatever the JSON says, it is kept as it is.");
        writer.Line($"internal static {JsonNames.TypeInfo}<{spec.UnknownName}> CreateUnknownInfo({JsonNames.Options} options) =>");
        writer.Line($"    {JsonNames.Metadata}.Value(options, new {Names.Emitted}JsonCallbackConverter<{spec.UnknownName}>(ReadUnknown, static (ref {JsonNames.Output} output, {spec.UnknownName} value) => output.Raw(value.Json)));");
        writer.Line();
        writer.Open($"private static {spec.UnknownName} ReadUnknown(ref {JsonNames.Input} input)");
        writer.Line($"bool isText = input.Discriminator({discriminator}, out {JsonNames.Bytes} value);");
        writer.Line($"return new {spec.UnknownName}(isText ? {JsonNames.Read}.Text(value) : null, input.Raw());");
        writer.Close();
        writer.Close();
    }

    /// <summary>Hands the value over to the code of its class. A case may derive from another, which a switch over types would not compile.</summary>
    public static void EmitWriteCases(SourceWriter writer, EquatableArray<UnionCase> cases)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (UnionCase item in cases)
        {
            // Several values of the discriminator may name one class.
            if (seen.Add(item.TypeName))
            {
                writer.Open($"if (value is {item.TypeName} case{Literal.Int32(seen.Count)})");
                writer.Line($"{CompanionNames.Json(item.TypeName)}.Write(ref output, case{Literal.Int32(seen.Count)});");
                writer.Line("return;");
                writer.Close();
                writer.Line();
            }
        }
    }

    public static void EmitReadCases(SourceWriter writer, EquatableArray<UnionCase> cases) =>
        JsonEnumEmitter.Switch(writer, "value", cases.Select(item => (item.Value, $"return {CompanionNames.Json(item.TypeName)}.Read(ref input);")));

    public static void EmitCaseOf(SourceWriter writer, EquatableArray<UnionCase> cases)
    {
        writer.Open($"private static global::System.Type? CaseOf({JsonNames.Bytes} value)");
        JsonEnumEmitter.Switch(writer, "value", cases.Select(item => (item.Value, $"return typeof({item.TypeName});")));
        writer.Line("return null;");
        writer.Close();
    }
}
