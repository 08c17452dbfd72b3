using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kling3.Runtime.Emitted;

/// <summary>An open enumeration of texts, as a value and as the key of a map.</summary>
/// <param name="read">The value of a text, given in UTF-8.</param>
/// <param name="text">The text of a value.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JsonTextConverter<T>(JsonTextCallback<T> read, Func<T, string?> text) : JsonConverter<T>
    where T : struct
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => read(JsonRead.TextBytes(ref reader));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(text(value));

    /// <inheritdoc/>
    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => read(JsonRead.CopyOfText(ref reader));

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(text(value) ?? throw new JsonException("An enumeration without a value cannot be the name of a property."));
}
