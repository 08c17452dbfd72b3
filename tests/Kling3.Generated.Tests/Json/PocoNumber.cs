using System.Globalization;
using System.Numerics;

namespace Kling3.Generated.Tests.Json;

/// <summary>Whole numbers in any notation, by arithmetic without bounds: another way than the runtime's.</summary>
internal static class PocoNumber
{
    public static bool TryWhole(string text, out BigInteger value)
    {
        value = default;
        string[] parts = text.Split('e', 'E');
        if (parts[0].All(c => c is '0' or '.' or '-'))
        {
            return true;
        }

        if (parts.Length > 1 && (parts[1].TrimStart('+', '-').TrimStart('0').Length > 5 || Math.Abs(int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)) > 20_000))
        {
            // Nothing but zero is an integer of 64 bits with such an exponent, in a document of these tests.
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
