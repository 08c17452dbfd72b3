using System.Buffers;
using System.Text.Json;

namespace Kling3.Runtime.Emitted;

/// <summary>Whole numbers in the forms that are no integer literal: <c>240.0</c>, <c>2.4e2</c>. Exact: nothing is rounded.</summary>
internal static class JsonNumber
{
    /// <summary>More digits than a <see cref="long"/> has, and an exponent that no digits can make up for.</summary>
    private const int FarOut = 100_000_000;

    /// <summary>The number the reader stands on, when it is whole and fits.</summary>
    public static bool TryGetWhole(ref Utf8JsonReader reader, out long value) =>
        TryGetWhole(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan, out value);

    /// <summary>The number, when it is whole and fits.</summary>
    /// <param name="number">A number as JSON has it.</param>
    /// <param name="value">The number.</param>
    public static bool TryGetWhole(ReadOnlySpan<byte> number, out long value)
    {
        value = 0;
        bool isNegative = number[0] == '-';
        int end = number.IndexOfAny((byte)'e', (byte)'E');
        ReadOnlySpan<byte> mantissa = number[(isNegative ? 1 : 0)..(end < 0 ? number.Length : end)];
        int point = mantissa.IndexOf((byte)'.');
        ReadOnlySpan<byte> whole = mantissa[..(point < 0 ? mantissa.Length : point)];
        ReadOnlySpan<byte> decimals = (point < 0 ? [] : mantissa[(point + 1)..]).TrimEnd((byte)'0');
        if (whole.Trim((byte)'0').IsEmpty && decimals.IsEmpty)
        {
            // Zero, whatever its exponent.
            return true;
        }

        // How far the digits are to be moved to the left.
        long shift = (end < 0 ? 0 : Exponent(number[(end + 1)..])) - decimals.Length;
        Int128 sum = 0;
        int dropped = 0;
        if (shift < 0 && decimals.IsEmpty && -shift < whole.Length)
        {
            // 24000e-2: what is dropped must be zeros.
            dropped = (int)-shift;
            if (!whole[^dropped..].TrimEnd((byte)'0').IsEmpty)
            {
                return false;
            }

            shift = 0;
        }

        if (shift < 0)
        {
            return false;
        }

        return TryAppend(ref sum, whole[..^dropped])
            && TryAppend(ref sum, decimals)
            && TryShift(ref sum, shift)
            && TryNarrow(isNegative ? -sum : sum, out value);
    }

    private static bool TryAppend(ref Int128 sum, ReadOnlySpan<byte> digits)
    {
        foreach (byte digit in digits)
        {
            sum = (sum * 10) + (digit - '0');
            if (sum > ulong.MaxValue)
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryShift(ref Int128 sum, long shift)
    {
        for (; shift > 0; shift--)
        {
            sum *= 10;
            if (sum > ulong.MaxValue)
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryNarrow(Int128 sum, out long value)
    {
        bool fits = sum >= long.MinValue && sum <= long.MaxValue;
        value = fits ? (long)sum : 0;
        return fits;
    }

    private static long Exponent(ReadOnlySpan<byte> text)
    {
        long value = 0;
        foreach (byte digit in text.TrimStart("+-"u8))
        {
            value = Math.Min(FarOut, (value * 10) + (digit - '0'));
        }

        return text[0] == '-' ? -value : value;
    }
}
