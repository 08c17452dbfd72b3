using System.ComponentModel;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Kling3.Runtime.Emitted;

/// <summary>
/// A class whose instances are of the case that a property tells. The case itself is read and written by what the options say of it, so
/// that modifiers, converters and resolvers in front of ours count inside a union too.
/// </summary>
/// <typeparam name="T">The base class.</typeparam>
/// <param name="discriminator">The name of the property.</param>
/// <param name="caseOf">The class that a value of the property stands for; null for an unknown value.</param>
/// <param name="unknown">What an unknown or missing value becomes; null where it is read by <paramref name="self"/>.</param>
/// <param name="self">Describes the base class itself, where it has instances of its own; called once.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JsonUnionConverter<T>(
    string discriminator,
    JsonTextCallback<Type?> caseOf,
    Func<string?, RawJson, T>? unknown,
    Func<JsonTypeInfo<T>>? self) : JsonConverter<T>
    where T : class
{
    private readonly byte[] _discriminator = Encoding.UTF8.GetBytes(discriminator);
    private JsonTypeInfo<T>? _self;

    /// <inheritdoc/>
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        bool isText = JsonRead.Discriminator(reader, _discriminator, out ReadOnlySpan<byte> value);
        if (isText && caseOf(value) is { } type)
        {
            return (T?)JsonNested.Read(ref reader, options.GetTypeInfo(type));
        }

        return unknown is not null
            ? unknown(isText ? JsonRead.Text(value) : null, RawJson.Read(ref reader))
            : (T?)JsonNested.Read(ref reader, _self ??= self!());
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        Type type = value.GetType();
        if (type == typeof(T) && self is not null)
        {
            JsonSerializer.Serialize(writer, value, _self ??= self());
        }
        else
        {
            JsonSerializer.Serialize(writer, value, options.GetTypeInfo(type));
        }
    }
}
