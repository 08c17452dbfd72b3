using System.ComponentModel;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kling3.Runtime.Emitted;

/// <summary>Raw JSON from a value and to one, by the emitted code of its type.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RawJsonCase
{
    /// <summary>The JSON of a value.</summary>
    public static RawJson Create<T>(T value, JsonWriteCallback<T> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var output = new JsonOutput(JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        try
        {
            write(ref output, value);
            return RawJson.OfValid(output.Written);
        }
        finally
        {
            output.Dispose();
        }
    }

    /// <summary>Reads the JSON as a value.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static T Read<T>(RawJson json, JsonReadCallback<T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var input = new JsonInput(json.Utf8.Span);
        T value = read(ref input);
        input.End();
        return value;
    }

    /// <summary>Reads the JSON as a value, if it is one.</summary>
    public static bool TryRead<T>(RawJson json, JsonReadCallback<T> read, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T value)
    {
        try
        {
            value = Read(json, read);
            return value is not null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            value = default;
            return false;
        }
    }
}
