using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Kling3.Runtime.Replies;

/// <summary>Makes what a server wrote fit for messages and logs: short, on one line, without the key and without signatures.</summary>
internal sealed partial class ErrorText(string? key)
{
    private const int Longest = 256;

    private const int LongestId = 128;

    /// <summary>No more is looked at: how long a text is, is up to the server, and looking for addresses in it takes time by its square.</summary>
    private const int Most = 8 * Longest;

    /// <summary>The longest form in which one character of a key is written: <c>\u0026</c>, <c>&amp;quot;</c>.</summary>
    private const int LongestEscape = 6;

    /// <summary>The beginning of a body; null for an empty one.</summary>
    public string? Excerpt(ReadOnlySpan<byte> body)
    {
        // Cleaned before it is cut to its length, so that no half of a key remains at the end.
        int length = Math.Min(body.Length, Most);
        return Clean(Encoding.UTF8.GetString(body[..length]), isCut: length < body.Length) is { Length: > 0 } clean ? clean : null;
    }

    public string Clean(string text, int longest = Longest) => Clean(text, isCut: false, longest);

    /// <summary>An id that a server gave, which may be anything: what messages and logs show of it.</summary>
    public string Id(string id) => Clean(id, LongestId);

    /// <summary>
    /// The exception itself or, where the platform quotes what a server wrote and that holds the key, one of the same type that says the same without it; of a type
    /// that is none of the platform's for such failures an <see cref="InvalidOperationException"/>, as it cannot be made again.
    /// </summary>
    public Exception Clean(Exception error)
    {
        for (Exception? one = error; one is not null; one = one.InnerException)
        {
            string message = one.Message;
            if (WithoutKey(message, isCut: false) != message)
            {
                return Again(error, Clean(error.Message));
            }
        }

        return error;
    }

    private static Exception Again(Exception error, string message) => error switch
    {
        HttpRequestException http => new HttpRequestException(http.HttpRequestError, message, null, http.StatusCode),

        // It adds its error to its message by itself.
        HttpIOException io => new HttpIOException(io.HttpRequestError, message.Replace($" ({io.HttpRequestError})", "", StringComparison.Ordinal)),
        IOException => new IOException(message),
        OperationCanceledException cancelled => new OperationCanceledException(message, cancelled.CancellationToken),
        TimeoutException => new TimeoutException(message),
        _ => new InvalidOperationException(message),
    };

    private string Clean(string text, bool isCut, int longest = Longest)
    {
        if (text.Length > Most)
        {
            text = text[..Most];
            isCut = true;
        }

        text = Query().Replace(WithoutKey(text, isCut), "$1?***");
        text = Blanks().Replace(text, " ").Trim();
        if (text.Length <= longest)
        {
            return text;
        }

        // Not in the middle of a character that takes two.
        int end = char.IsHighSurrogate(text[longest - 2]) ? longest - 2 : longest - 1;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    private string WithoutKey(string text, bool isCut)
    {
        if (string.IsNullOrEmpty(key))
        {
            return text;
        }

        StringBuilder? without = null;
        int copied = 0;
        for (int at = 0; at < text.Length;)
        {
            int length = KeyLength(text.AsSpan(at), isCut);
            if (length == 0)
            {
                at++;
                continue;
            }

            (without ??= new StringBuilder()).Append(text, copied, at - copied).Append("***");
            at += length;
            copied = at;
        }

        return without is null ? text : without.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>The length of the key at the beginning of a text, in whatever way it is escaped; of its beginning where a cut text ends in it.</summary>
    private int KeyLength(ReadOnlySpan<char> text, bool isCut)
    {
        int at = 0;
        foreach (char c in key!)
        {
            ReadOnlySpan<char> rest = text[at..];
            int length = EscapedLength(rest, c);
            if (length == 0 && (rest.IsEmpty || rest[0] != c))
            {
                bool endsInside = rest.IsEmpty || (rest.Length < LongestEscape && rest[0] is '\\' or '%' or '&');
                return isCut && at > 0 && endsInside ? text.Length : 0;
            }

            at += Math.Max(length, 1);
        }

        return at;
    }

    /// <summary>The length of a character as JSON, a query or HTML write it; 0 when it is not there or not escaped.</summary>
    private static int EscapedLength(ReadOnlySpan<char> text, char c)
    {
        switch (text)
        {
            case ['\\', 'u', _, _, _, _, ..]:
                return IsNumber(text[2..6], NumberStyles.AllowHexSpecifier, c) ? 6 : 0;
            case ['\\', var escaped, ..]:
                return escaped == c ? 2 : 0;
            case ['%', _, _, ..]:
                return IsNumber(text[1..3], NumberStyles.AllowHexSpecifier, c) ? 3 : 0;
            case ['&', ..]:
                int end = text[..Math.Min(text.Length, LongestEscape)].IndexOf(';');
                bool isSame = end > 1 && text[1..end] switch
                {
                    ['#', 'x' or 'X', .. var hex] => IsNumber(hex, NumberStyles.AllowHexSpecifier, c),
                    ['#', .. var number] => IsNumber(number, NumberStyles.None, c),
                    "amp" => c == '&',
                    "lt" => c == '<',
                    "gt" => c == '>',
                    "quot" => c == '"',
                    "apos" => c == '\'',
                    _ => false,
                };
                return isSame ? end + 1 : 0;
            default:
                return 0;
        }
    }

    private static bool IsNumber(ReadOnlySpan<char> text, NumberStyles style, char c) =>
        ushort.TryParse(text, style, CultureInfo.InvariantCulture, out ushort number) && number == c;

    [GeneratedRegex(@"(https?:(?://|\\/\\/)[^\s?""'<>]*)\?[^\s""'<>]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Query();

    // Controls and what shows nothing, and half of a character that takes two, but not both halves.
    [GeneratedRegex(@"(?:[\s\p{Cc}\p{Cf}\p{Co}\p{Cn}]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF])+", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();
}
