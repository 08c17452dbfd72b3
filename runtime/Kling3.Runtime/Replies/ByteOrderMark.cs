namespace Kling3.Runtime.Replies;

/// <summary>The mark that some servers begin UTF-8 with, and that no JSON reader takes.</summary>
internal static class ByteOrderMark
{
    /// <summary>The body without it.</summary>
    public static ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> body) => body.StartsWith("\uFEFF"u8) ? body[3..] : body;
}
