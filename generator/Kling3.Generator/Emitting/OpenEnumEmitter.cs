using Kling3.Generator.Model;
using Microsoft.CodeAnalysis.Text;

namespace Kling3.Generator.Emitting;

/// <summary>
/// Enumerations as structs around their value. A C# enum would be closed: a server that adds a value would break every reader.
/// </summary>
internal static class OpenEnumEmitter
{
    // The compiler takes minutes for a pattern of thousands of values.
    private const int MostInPattern = 100;

    public static void EmitText(SourceWriter writer, NamesSpec names, StringEnumSpec type) =>
        Emit(writer, names, type, "string", [.. type.Members.Select(member => new Known(member.Name, Literal.Text(member.Value), member.Value))]);

    public static void EmitInteger(SourceWriter writer, NamesSpec names, IntegerEnumSpec type) =>
        Emit(writer, names, type, "long", [.. type.Members.Select(member => new Known(member.Name, Number(member.Value), member.Value))]);

    /// <summary>The error codes of the document.</summary>
    public static SourceText EmitErrorCodes(NamesSpec names, EquatableArray<ErrorCodeMember> codes)
    {
        var writer = new SourceWriter();
        FileHeader.Write(writer, names.Namespace);
        var type = new StringEnumSpec(names.ErrorCode, "The error codes that the document lists. A server may have more: any text is a code.", false, default);
        Emit(writer, names, type, "string", [.. codes.Select(code => new Known(
            code.Name,
            Literal.Text(code.Value),
            code.Statuses.Count == 0 ? code.Value : code.Value + ", with HTTP status " + string.Join(" or ", code.Statuses)))], convertsNull: true);
        return writer.Finish();
    }

    // long.MinValue is no literal: it is a minus and a number that is too large.
    private static string Number(string value) => value == "-9223372036854775808" ? "long.MinValue" : value + "L";

    private static void Emit(SourceWriter writer, NamesSpec names, EnumSpec type, string inner, Known[] members, bool convertsNull = false)
    {
        // An exception's code may be null, and comparing it with a known one must not be a warning.
        string converted = convertsNull ? inner + "?" : inner;
        bool isText = inner == "string";
        TypeEmitter.Open(writer, names, type, "readonly partial struct", $"The values of {type.Name}. A server may have more than those that are named here.", $" : global::System.IEquatable<{type.Name}>");
        if (isText)
        {
            writer.Line("private readonly string? _value;");
            writer.Line();
        }

        writer.Line("/// <summary>Any value, known or not.</summary>");
        writer.Line("/// <param name=\"value\">The value as in the JSON.</param>");
        writer.Line($"public {type.Name}({inner} value) => {(isText ? "_value" : "Value")} = value;");
        writer.Line();
        foreach (Known member in members)
        {
            XmlDoc.Element(writer, "summary", member.Doc.Length == 0 ? "The empty text." : member.Doc);
            writer.Line($"public static {type.Name} {member.Name} => new {type.Name}({member.Literal});");
            writer.Line();
        }

        writer.Line("/// <summary>The value as in the JSON.</summary>");
        writer.Line(isText ? "public string Value => _value ?? \"\";" : "public long Value { get; }");
        writer.Line();
        if (type.Members.Count > 0)
        {
            EmitKnown(writer, inner, [.. members.Select(member => member.Literal).Distinct(StringComparer.Ordinal)]);
        }

        if (type.IsListed)
        {
            writer.Line("/// <summary>The values that are named here, as <c>Models</c> has them.</summary>");
            writer.Line($"internal static string[] KnownValues {{ get; }} = {{ {string.Join(", ", type.Members.Select(member => Literal.Text(member.Value)))} }};");
            writer.Line();
        }

        string equal = isText ? "string.Equals(Value, other.Value, global::System.StringComparison.Ordinal)" : "Value == other.Value";
        string hash = isText ? "global::System.StringComparer.Ordinal.GetHashCode(Value)" : "Value.GetHashCode()";
        string text = isText ? "Value" : "Value.ToString(global::System.Globalization.CultureInfo.InvariantCulture)";
        writer.Line($$"""
            /// <summary>Any value, known or not.</summary>
            public static implicit operator {{type.Name}}({{converted}} value) => new {{type.Name}}({{(converted == inner ? "value" : "value ?? \"\"")}});

            /// <summary>Whether both are the same value.</summary>
            public static bool operator ==({{type.Name}} left, {{type.Name}} right) => left.Equals(right);

            /// <summary>Whether they are different values.</summary>
            public static bool operator !=({{type.Name}} left, {{type.Name}} right) => !left.Equals(right);

            /// <inheritdoc/>
            public bool Equals({{type.Name}} other) => {{equal}};

            /// <inheritdoc/>
            public override bool Equals(object? obj) => obj is {{type.Name}} other && Equals(other);

            /// <inheritdoc/>
            public override int GetHashCode() => {{hash}};

            /// <inheritdoc/>
            public override string ToString() => {{text}};
            """);
        writer.Close();
    }

    private static void EmitKnown(SourceWriter writer, string inner, string[] literals)
    {
        bool isPattern = literals.Length <= MostInPattern;
        writer.Line("/// <summary>Whether it is one of the values that are named here.</summary>");
        writer.Line("public bool IsKnown => " + (isPattern ? $"Value is {string.Join(" or ", literals)};" : "s_known.Contains(Value);"));
        writer.Line();
        if (!isPattern)
        {
            string set = $"global::System.Collections.Generic.HashSet<{inner}>";
            writer.Line($"private static readonly {set} s_known = new {set} {{ {string.Join(", ", literals)} }};");
            writer.Line();
        }
    }

    private sealed record Known(string Name, string Literal, string Doc);
}
