using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Kling3.Runtime.Emitted;

/// <summary>
/// Stands on every emitted type, so that a resolver that is asked for it before its own context (another context that describes a class with such a property, or
/// reflection) reads and writes it as its own context does. That context itself does not look here.
/// </summary>
/// <typeparam name="T">The emitted type.</typeparam>
/// <typeparam name="TContext">Its context.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JsonContextConverter<T, TContext> : JsonConverter<T>
    where TContext : JsonSerializerContext, new()
{
    /// <inheritdoc/>
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => (T?)JsonNested.Read(ref reader, Info(options));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value, Info(options));

    /// <inheritdoc/>
    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ((JsonConverter<T>)Info(options).Converter).ReadAsPropertyName(ref reader, typeToConvert, options);

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        ((JsonConverter<T>)Info(options).Converter).WriteAsPropertyName(writer, value!, options);

    private static JsonTypeInfo<T> Info(JsonSerializerOptions options) => (JsonTypeInfo<T>)JsonContextOptions<TContext>.Of(options).GetTypeInfo(typeof(T));
}
