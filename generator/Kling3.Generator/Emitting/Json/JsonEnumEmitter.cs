using System.Globalization;
using System.Text;
using Kling3.Generator.Model;

namespace Kling3.Generator.Emitting.Json;

/// <summary>The JSON code of the types that are one value: open enumerations, and unions that keep their JSON.</summary>
internal static class JsonEnumEmitter
{
    public static void EmitText(SourceWriter writer, StringEnumSpec spec)
    {
        JsonTypeEmitter.OpenClass(writer, spec.Name);
        writer.Line($"internal static void Write(ref {JsonNames.Output} output, {spec.Name} value) => output.Text(value.Value);");
        writer.Line();
        writer.Line($"internal static {spec.Name} Read(ref {JsonNames.Input} input) => Parse(input.TextBytes());");
        writer.Line();
        writer.Line("// Known values share one string each.");
        writer.Open($"internal static {spec.Name} Parse({JsonNames.Bytes} utf8)");
        Switch(writer, "utf8", spec.Members.Select(member => (member.Value, $"return new {spec.Name}({Literal.Text(member.Value)});")));
        writer.Line($"return new {spec.Name}({JsonNames.Read}.Text(utf8));");
        writer.Close();
        writer.Line();
        writer.Line($"internal static {JsonNames.TypeInfo}<{spec.Name}> CreateInfo({JsonNames.Options} options) =>");
        writer.Line($"    {JsonNames.Metadata}.Value(options, new {Names.Emitted}JsonTextConverter<{spec.Name}>(Parse, static value => value.Value));");
        writer.Close();
    }

    public static void EmitInteger(SourceWriter writer, IntegerEnumSpec spec)
    {
        JsonTypeEmitter.OpenClass(writer, spec.Name);
        writer.Line($"internal static void Write(ref {JsonNames.Output} output, {spec.Name} value) => output.Number(value.Value);");
        writer.Line();
        writer.Line($"internal static {spec.Name} Read(ref {JsonNames.Input} input) => new {spec.Name}(input.Int64());");
        writer.Line();
        writer.Line($"internal static {JsonNames.TypeInfo}<{spec.Name}> CreateInfo({JsonNames.Options} options) =>");
        writer.Line($"    {JsonNames.Metadata}.Value(options, new {Names.Emitted}JsonNumberConverter<{spec.Name}>(static value => new {spec.Name}(value), static value => value.Value));");
        writer.Close();
    }

    public static void EmitRawUnion(SourceWriter writer, RawUnionSpec spec)
    {
        JsonTypeEmitter.OpenClass(writer, spec.Name);
        writer.Open($"internal static void Write(ref {JsonNames.Output} output, {spec.Name}? value)");
        writer.Open("if (value is null)");
        writer.Line("output.Null();");
        writer.Close();
        writer.Open("else");
        writer.Line("output.Raw(value.Json);");
        writer.Close();
        writer.Close();
        writer.Line();
        writer.Line($"internal static {spec.Name} Read(ref {JsonNames.Input} input) => new {spec.Name}(input.Raw());");
        writer.Line();
        writer.Line($"internal static {JsonNames.TypeInfo}<{spec.Name}> CreateInfo({JsonNames.Options} options) =>");
        writer.Line($"    {JsonNames.Metadata}.Value(options, new {Names.Emitted}JsonCallbackConverter<{spec.Name}>(Read, Write));");
        writer.Close();
    }

    /// <summary>
    /// Statements by a text in UTF-8: by its length first, which tells most texts apart without looking at them.
    /// </summary>
    /// <param name="writer">Where to.</param>
    /// <param name="utf8">The expression of the text.</param>
    /// <param name="cases">A text and its statement each.</param>
    /// <param name="leave">What follows each statement; null where it leaves the switch by itself.</param>
    public static void Switch(SourceWriter writer, string utf8, IEnumerable<(string Text, string Statement)> cases, string? leave = null)
    {
        // Two texts may differ in C# and be one in UTF-8 (unpaired surrogates): the first counts.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string text, string statement) in cases)
        {
            string literal = Literal.Utf8(text);
            if (!seen.Add(literal))
            {
                continue;
            }

            if (seen.Count == 1)
            {
                writer.Open($"switch ({utf8}.Length)");
            }

            writer.Line($"case {Length(text)} when {JsonNames.SequenceEqual}({utf8}, {literal}):");
            writer.Indent();
            writer.Line(statement);
            if (leave is not null)
            {
                writer.Line(leave);
            }

            writer.Outdent();
        }

        if (seen.Count == 0)
        {
            return;
        }

        writer.Close();
        writer.Line();
    }

    /// <summary>The length in UTF-8; an unpaired surrogate counts as U+FFFD does.</summary>
    private static string Length(string text) => Encoding.UTF8.GetByteCount(text).ToString(CultureInfo.InvariantCulture);
}
