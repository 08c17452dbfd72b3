using System.Globalization;
using System.Text;

namespace Kling3.Generator.Emitting.Json;

/// <summary>Names that emitted JSON code uses. What is not emitted is always given in full, since a schema may be called anything.</summary>
internal static class JsonNames
{
    public const string Input = Names.Emitted + "JsonInput";
    public const string Output = Names.Emitted + "JsonOutput";
    public const string Options = "global::System.Text.Json.JsonSerializerOptions";
    public const string Element = "global::System.Text.Json.JsonElement";
    public const string Property = "global::System.Text.Json.Serialization.Metadata.JsonPropertyInfo";
    public const string TypeInfo = "global::System.Text.Json.Serialization.Metadata.JsonTypeInfo";
    public const string ExtensionData = "global::System.Collections.Generic.Dictionary<string, global::System.Text.Json.JsonElement>";
    public const string Bytes = "global::System.ReadOnlySpan<byte>";
    public const string Read = Names.Emitted + "JsonRead";
    public const string Fail = Names.Emitted + "JsonFail";
    public const string Callbacks = Names.Emitted + "JsonCallbacks";
    public const string Metadata = Names.Emitted + "JsonMetadata";
    public const string SequenceEqual = "global::System.MemoryExtensions.SequenceEqual";

    /// <summary>A C# literal of a name and its colon as they stand in JSON; escaped as System.Text.Json does unless told otherwise.</summary>
    public static string Member(string name) => Literal.Utf8(Quoted(name) + ":");

    /// <summary>A C# literal of a member whose value is a text, with the comma that <c>JsonOutput</c> wants behind it.</summary>
    public static string Member(string name, string value) => Literal.Utf8(Quoted(name) + ":" + Quoted(value) + ",");

    private static string Quoted(string text)
    {
        var json = new StringBuilder("\"");
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool isPair = i + 1 < text.Length && char.IsSurrogatePair(c, text[i + 1]);
            if (c is >= ' ' and <= '~' and not ('"' or '\\' or '<' or '>' or '&' or '\'' or '+' or '`'))
            {
                json.Append(c);
            }
            else if (isPair)
            {
                Escape(json, c);
                Escape(json, text[++i]);
            }
            else
            {
                Escape(json, char.IsSurrogate(c) ? '\uFFFD' : c);
            }
        }

        return json.Append('"').ToString();
    }

    private static void Escape(StringBuilder json, char c)
    {
        int letter = "\b\t\n\f\r\\".IndexOf(c);
        if (letter >= 0)
        {
            json.Append('\\').Append("btnfr\\"[letter]);
        }
        else
        {
            json.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
        }
    }
}
