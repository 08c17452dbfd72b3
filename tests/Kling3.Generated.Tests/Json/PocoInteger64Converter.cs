using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kling3.Generated.Tests.Json;

/// <summary>Whole numbers of 64 bits in any notation.</summary>
public sealed class PocoInteger64Converter : JsonConverter<long?>
{
    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType == JsonTokenType.Number && PocoNumber.TryWhole(Encoding.ASCII.GetString(reader.ValueSpan), out BigInteger value) && value >= long.MinValue && value <= long.MaxValue)
        {
            return (long)value;
        }

        throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options) => throw new NotSupportedException();
}
