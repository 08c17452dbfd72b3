using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Kling3.Runtime.Emitted;

/// <summary>
/// Reads a value inside another by a description of its own. System.Text.Json begins anew there, with paths and positions that count from the value, and leaves
/// what it then says as it is: here it is told where the value stands.
/// </summary>
internal static class JsonNested
{
    public static object? Read(ref Utf8JsonReader reader, JsonTypeInfo info)
    {
        Utf8JsonReader start = reader;
        try
        {
            return JsonSerializer.Deserialize(ref reader, info);
        }
        catch (JsonException e) when (start.CurrentDepth > 0)
        {
            reader = start;
            Advance(ref reader, e);
            throw new JsonNestedException(e);
        }
    }

    /// <summary>Leaves the reader where the reading of the value ended, which is the position that the exception will have.</summary>
    private static void Advance(ref Utf8JsonReader reader, JsonException e)
    {
        // Throws by itself, and at the right place, where the text is no JSON.
        Utf8JsonReader value = reader;
        ReadOnlySpan<byte> utf8 = RawJson.Read(ref value).Utf8.Span;

        int offset = 0;
        for (long line = e.LineNumber ?? 0; line > 0; line--)
        {
            offset += utf8[offset..].IndexOf((byte)'\n') + 1;
        }

        long end = reader.TokenStartIndex + offset + (e.BytePositionInLine ?? 0);
        while (reader.BytesConsumed < end && reader.Read())
        {
        }
    }
}
