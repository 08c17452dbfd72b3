using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kling3.Runtime.Emitted;

/// <summary><see cref="JsonIntegerConverter{T}"/> for properties that may be null.</summary>
internal sealed class JsonNullableIntegerConverter<T> : JsonConverter<T?>, IJsonWholeNumbers
    where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
{
    private readonly JsonIntegerConverter<T> _number = new();

    public JsonNumberPlace Place => _number.Place;

    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? null : _number.Read(ref reader, typeof(T), options);

    public override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options)
    {
        if (value is { } number)
        {
            _number.Write(writer, number, options);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
