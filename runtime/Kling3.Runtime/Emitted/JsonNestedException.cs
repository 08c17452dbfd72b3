using System.Text.Json;

namespace Kling3.Runtime.Emitted;

/// <summary>
/// A value inside another cannot be read. The path and the position are filled in by the serializer that reads the other; the path ends at the value, as it sees no
/// further, so the message has the whole.
/// </summary>
internal sealed class JsonNestedException : JsonException
{
    private readonly string _what;
    private readonly string _path;

    /// <param name="inner">What went wrong, with a path that begins at the value.</param>
    public JsonNestedException(JsonException inner)
        : base(null, inner)
    {
        var nested = inner as JsonNestedException;
        _what = nested?._what ?? WithoutPlace(inner.Message);
        _path = inner.Path?[1..] + nested?._path;
    }

    public override string Message => $"{_what} Path: {Path}{_path} | LineNumber: {LineNumber} | BytePositionInLine: {BytePositionInLine}.";

    /// <summary>What System.Text.Json appends to its own messages is where in the value it was.</summary>
    private static string WithoutPlace(string message)
    {
        int place = message.LastIndexOf(" Path: ", StringComparison.Ordinal);
        return place < 0 ? message : message[..place];
    }
}
