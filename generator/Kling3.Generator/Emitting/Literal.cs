using System.Globalization;
using System.Text;
using Kling3.Generator.Model;

namespace Kling3.Generator.Emitting;

/// <summary>
/// The only way from a document's text to emitted code. Whatever stands in a specification, what comes out is one literal on one line
/// in printable ASCII: quotes, backslashes, braces, control and bidi characters and every kind of newline are escaped.
/// </summary>
internal static class Literal
{
    private static readonly char[] s_escaped = ['"', '\\'];

    /// <summary>A C# string literal with its quotes.</summary>
    public static string Text(string value)
    {
        if (IsPlain(value, s_escaped))
        {
            return "\"" + value + "\"";
        }

        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (char c in value)
        {
            Append(text, c);
        }

        return text.Append('"').ToString();
    }

    /// <summary>A UTF-8 literal with its quotes and suffix. An unpaired surrogate, which UTF-8 cannot hold, becomes U+FFFD.</summary>
    public static string Utf8(string value) => Text(IsPlain(value, s_escaped) ? value : WellFormed(value)) + "u8";

    /// <summary>An expression of an array of texts.</summary>
    public static string Texts(EquatableArray<string> values) =>
        values.Count == 0 ? "global::System.Array.Empty<string>()" : $"new[] {{ {string.Join(", ", values.Select(Text))} }}";

    public static string TextOrNull(string? value) => value is null ? "null" : Text(value);

    public static string Boolean(bool value) => value ? "true" : "false";

    public static string Decimal(decimal value) => value.ToString(CultureInfo.InvariantCulture) + "m";

    public static string Int32(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether a text is of printable ASCII without some of it: what nearly every text of a document is, and what stands in code as it is.</summary>
    public static bool IsPlain(string value, char[] special)
    {
        foreach (char c in value)
        {
            if (c is < ' ' or > '~')
            {
                return false;
            }
        }

        return value.IndexOfAny(special) < 0;
    }

    private static string WellFormed(string value)
    {
        var text = new StringBuilder(value.Length);
        for (int i = 0; i < value.Length; i++)
        {
            if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                text.Append(value[i]).Append(value[++i]);
            }
            else
            {
                text.Append(char.IsSurrogate(value[i]) ? '\uFFFD' : value[i]);
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, char c)
    {
        switch (c)
        {
            case '"': text.Append("\\\""); break;
            case '\\': text.Append("\\\\"); break;
            case '\n': text.Append("\\n"); break;
            case '\r': text.Append("\\r"); break;
            case '\t': text.Append("\\t"); break;
            case >= ' ' and <= '~': text.Append(c); break;
            default: text.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture)); break;
        }
    }
}
