using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kling3.Generated.Tests.Json;

/// <summary>Whole numbers in any notation, by arithmetic on the text: another way than the runtime's.</summary>
public sealed class PocoIntegerConverter : JsonConverter<int?>
{
    public override int? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType == JsonTokenType.Number && TryWhole(Encoding.ASCII.GetString(reader.ValueSpan), out BigInteger value) && value >= int.MinValue && value <= int.MaxValue)
        {
            return (int)value;
        }

        throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, int? value, JsonSerializerOptions options) => throw new NotSupportedException();

    private static bool TryWhole(string text, out BigInteger value)
    {
        value = default;
        string[] parts = text.Split('e', 'E');
        if (parts[0].All(c => c is '0' or '.' or '-'))
        {
            return true;
        }

        if (parts.Length > 1 && (parts[1].Length > 5 || Math.Abs(int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)) > 100))
        {
            // Nothing but zero is an integer of 32 bits with such an exponent.
            return false;
        }

        int exponent = parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        string[] mantissa = parts[0].Split('.');
        string decimals = mantissa.Length > 1 ? mantissa[1].TrimEnd('0') : "";
        var digits = BigInteger.Parse(mantissa[0] + decimals, CultureInfo.InvariantCulture);
        exponent -= decimals.Length;
        if (exponent >= 0)
        {
            value = digits * BigInteger.Pow(10, exponent);
            return true;
        }

        value = BigInteger.DivRem(digits, BigInteger.Pow(10, -exponent), out BigInteger rest);
        return rest.IsZero;
    }
}
