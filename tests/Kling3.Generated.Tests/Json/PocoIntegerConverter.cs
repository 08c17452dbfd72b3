using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kling3.Generated.Tests.Json;

/// <summary>Whole numbers in any notation.</summary>
public sealed class PocoIntegerConverter<T> : JsonConverter<T?>
    where T : struct, IBinaryInteger<T>
{
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        try
        {
            return reader.TokenType == JsonTokenType.Number && PocoNumber.TryWhole(Encoding.ASCII.GetString(reader.ValueSpan), out BigInteger value) ? T.CreateChecked(value) : throw new JsonException();
        }
        catch (OverflowException)
        {
            throw new JsonException();
        }
    }

    public override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options) => throw new NotSupportedException();
}
