using System.Text.Json;

namespace Kling3.Runtime.Emitted;

/// <summary>Whole numbers in the forms that are no integer literal: <c>240.0</c>, <c>2.4e2</c>.</summary>
internal static class JsonNumber
{
    /// <summary>The number the reader stands on, when it is whole and fits.</summary>
    public static bool TryGetWhole(ref Utf8JsonReader reader, out long value)
    {
        if (reader.TryGetDecimal(out decimal number))
        {
            return TryGetWhole(number, out value);
        }

        value = 0;
        return false;
    }

    /// <summary>The number, when it is whole and fits.</summary>
    public static bool TryGetWhole(decimal number, out long value)
    {
        if (number is >= long.MinValue and <= long.MaxValue && number == decimal.Truncate(number))
        {
            value = (long)number;
            return true;
        }

        value = 0;
        return false;
    }
}
