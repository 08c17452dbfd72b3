using System.Text;

namespace Kling3.Runtime.Replies;

/// <summary>A reply's body that is a text.</summary>
internal static class TextBody
{
    /// <summary>The text, in the encoding of its mark or else of its charset; in UTF-8 where there is neither, or one that .NET does not know by itself.</summary>
    /// <param name="body">The body as it came.</param>
    /// <param name="charset">What its Content-Type says; null for nothing.</param>
    public static string Of(ReadOnlySpan<byte> body, string? charset) =>
        !HasMark(body) && charset is not null && Find(charset.Trim('"')) is { } encoding ? encoding.GetString(body) : Encoding.UTF8.GetString(Utf8Body.Of(body));

    private static bool HasMark(ReadOnlySpan<byte> body) => body is [0xEF, 0xBB, 0xBF, ..] or [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];

    private static Encoding? Find(string name)
    {
        try
        {
            return Encoding.GetEncoding(name);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            // No name of one, one that comes with a package only, or UTF-7, which is unsafe.
            return null;
        }
    }
}
