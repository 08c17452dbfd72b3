using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kling3.Runtime.Emitted;

/// <summary>A type whose JSON the options have no say in: direct code reads and writes it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JsonCallbackConverter<T>(JsonReadCallback<T> read, JsonWriteCallback<T> write) : JsonConverter<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        RawJson json = RawJson.Read(ref reader);
        var input = new JsonInput(json.Utf8.Span);
        return read(ref input);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => JsonWrite.Value(writer, value, write, options);
}
