using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kling3.Runtime.Emitted;

/// <summary>
/// Reads an integer as direct code does: <c>240.0</c> is 240. A property with a converter is on its own with
/// <see cref="JsonNumberHandling"/>, so it is honoured here.
/// </summary>
/// <typeparam name="T"><see cref="int"/> or <see cref="long"/>.</typeparam>
internal sealed class JsonIntegerConverter<T> : JsonConverter<T>, IJsonWholeNumbers
    where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
{
    public JsonNumberPlace Place { get; } = new();

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        long value = 0;
        bool isRead = reader.TokenType switch
        {
            JsonTokenType.Number => reader.TryGetInt64(out value) || JsonNumber.TryGetWhole(ref reader, out value),
            JsonTokenType.String when (Place.Handling(options) & JsonNumberHandling.AllowReadingFromString) != 0 => TryParse(ref reader, out value),
            _ => false,
        };
        if (!isRead || value < long.CreateChecked(T.MinValue) || value > long.CreateChecked(T.MaxValue))
        {
            throw JsonFail.Expected(typeof(T) == typeof(int) ? "an integer of 32 bits" : "an integer of 64 bits");
        }

        return T.CreateChecked(value);
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        if ((Place.Handling(options) & JsonNumberHandling.WriteAsString) != 0)
        {
            writer.WriteStringValue(value.ToString(null, CultureInfo.InvariantCulture));
        }
        else
        {
            writer.WriteNumberValue(long.CreateChecked(value));
        }
    }

    private static bool TryParse(ref Utf8JsonReader reader, out long value)
    {
        byte[] text = JsonRead.CopyOfText(ref reader);
        return Utf8Parser.TryParse(text, out value, out int consumed) && consumed == text.Length;
    }
}
