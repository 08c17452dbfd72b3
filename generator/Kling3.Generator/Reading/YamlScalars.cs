using System.Globalization;
using System.Text.RegularExpressions;

namespace Kling3.Generator.Reading;

/// <summary>
/// The scalars of one YAML document, typed by YAML 1.2's core schema, so that <c>no</c> is a text and <c>"5"</c> is not a number.
/// </summary>
internal sealed class YamlScalars
{
    // Linear on any input: no alternatives that overlap.
    private static readonly Regex s_number = new(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", RegexOptions.CultureInvariant);

    // A document says the same few words over and over: one string for each, as far as they fit, is a third of the tree.
    private readonly string[] _words = new string[1024];

    public static ScalarNode Plain(Place place, string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return new ScalarNode(place, ScalarKind.Null, "null");
            case "true" or "True" or "TRUE":
                return new ScalarNode(place, ScalarKind.Boolean, "true");
            case "false" or "False" or "FALSE":
                return new ScalarNode(place, ScalarKind.Boolean, "false");
        }

        return (text[0] is '-' or '+' or '.' or (>= '0' and <= '9')) && NumberText(text) is { } number
            ? new ScalarNode(place, ScalarKind.Number, number)
            : new ScalarNode(place, ScalarKind.Text, text);
    }

    public string Shared(string text) => Shared(text, 0, text.Length);

    /// <summary>A part of a text, as the string that stood for it before if there is one.</summary>
    public string Shared(string text, int start, int length)
    {
        if (length is 0 or > 32)
        {
            return text.Substring(start, length);
        }

        ref string word = ref _words[((length * 37) + (text[start] * 7) + (text[start + (length / 2)] * 31) + (text[start + length - 1] * 101)) & 1023];
        if (word is null || word.Length != length || string.CompareOrdinal(word, 0, text, start, length) != 0)
        {
            word = text.Substring(start, length);
        }

        return word;
    }

    /// <summary>The number in JSON's notation; null when the text is none. JSON has no infinities, so <c>.inf</c> stays a text.</summary>
    private static string? NumberText(string text)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            return ulong.TryParse(text.Substring(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong hex)
                ? hex.ToString(CultureInfo.InvariantCulture)
                : null;
        }

        if (text.StartsWith("0o", StringComparison.Ordinal))
        {
            return Octal(text);
        }

        if (!s_number.IsMatch(text))
        {
            return null;
        }

        string sign = text[0] == '-' ? "-" : "";
        string digits = text.TrimStart('-', '+');
        int end = digits.IndexOfAny(['.', 'e', 'E']);
        string whole = (end < 0 ? digits : digits.Substring(0, end)).TrimStart('0');
        string rest = end < 0 ? "" : digits.Substring(end);
        if (rest.Length > 0 && rest[0] == '.' && (rest.Length == 1 || rest[1] is 'e' or 'E'))
        {
            rest = rest.Substring(1);
        }

        return sign + (whole.Length == 0 ? "0" : whole) + rest;
    }

    private static string? Octal(string text)
    {
        ulong value = 0;
        foreach (char c in text.Substring(2))
        {
            if (c is < '0' or > '7' || value > ulong.MaxValue >> 3)
            {
                return null;
            }

            value = (value << 3) | (uint)(c - '0');
        }

        return text.Length > 2 ? value.ToString(CultureInfo.InvariantCulture) : null;
    }
}
