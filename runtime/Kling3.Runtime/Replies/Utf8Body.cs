using System.Text;

namespace Kling3.Runtime.Replies;

/// <summary>A reply's body as a JSON reader takes it: JSON is UTF-8 without a mark, and some servers write it otherwise.</summary>
internal static class Utf8Body
{
    /// <summary>The body without its mark, in UTF-8 where it is in UTF-16; one that is neither as it is.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> body) => body switch
    {
        [0xEF, 0xBB, 0xBF, .. var marked] => marked,
        [0xFF, 0xFE, .. var little] => Encoding.Convert(Encoding.Unicode, Encoding.UTF8, little.ToArray()),
        [0xFE, 0xFF, .. var big] => Encoding.Convert(Encoding.BigEndianUnicode, Encoding.UTF8, big.ToArray()),

        // Without a mark: JSON begins with two characters of ASCII, and zero is in none.
        [not 0, 0, not 0, 0, ..] => Encoding.Convert(Encoding.Unicode, Encoding.UTF8, body.ToArray()),
        [0, not 0, 0, not 0, ..] => Encoding.Convert(Encoding.BigEndianUnicode, Encoding.UTF8, body.ToArray()),
        _ => body,
    };
}
