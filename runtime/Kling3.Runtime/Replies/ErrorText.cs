using System.Text;
using System.Text.RegularExpressions;

namespace Kling3.Runtime.Replies;

/// <summary>Makes what a server wrote fit for messages and logs: short, on one line, without the key and without signatures.</summary>
internal sealed partial class ErrorText(string? key)
{
    private const int Longest = 256;

    /// <summary>The beginning of a body; null for an empty one.</summary>
    public string? Excerpt(ReadOnlySpan<byte> body)
    {
        // Cleaned before it is cut, so that no half of a key remains at the end.
        string text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, 8 * Longest)]);
        return Clean(text) is { Length: > 0 } clean ? clean : null;
    }

    public string Clean(string text)
    {
        if (!string.IsNullOrEmpty(key))
        {
            text = text.Replace(key, "***", StringComparison.Ordinal);
        }

        text = Query().Replace(text, "$1?***");
        text = Blanks().Replace(text, " ").Trim();
        return text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest - 1), "…");
    }

    [GeneratedRegex(@"(https?:(?://|\\/\\/)[^\s?""'<>]*)\?[^\s""'<>]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Query();

    [GeneratedRegex(@"[\s\p{C}]+", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();
}
