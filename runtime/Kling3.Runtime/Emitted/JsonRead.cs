using System.Buffers;
using System.Buffers.Text;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Kling3.Runtime.Emitted;

/// <summary>
/// Reads single values from a <see cref="Utf8JsonReader"/>, for the converters of contexts and for the forms that <see cref="JsonInput"/>
/// leaves to it. What is not there is a <see cref="JsonException"/> that says what was expected.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class JsonRead
{
    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Demands an object.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StartObject(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            JsonFail.ThrowExpected("an object");
        }
    }

    /// <summary>Goes on to the value of the next member; false at the end of the object.</summary>
    /// <param name="reader">On the object's start, or on the last token of a member's value.</param>
    /// <param name="name">The member's name, unescaped. It is a piece of the reader's text, unless it was escaped there.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Member(scoped ref Utf8JsonReader reader, out ReadOnlySpan<byte> name)
    {
        Next(ref reader);
        if (reader.TokenType != JsonTokenType.PropertyName)
        {
            name = default;
            return false;
        }

        name = reader.HasValueSequence || reader.ValueIsEscaped ? CopyOfName(ref reader) : reader.ValueSpan;
        Next(ref reader);
        return true;
    }

    /// <summary>Passes over the value. (<see cref="Utf8JsonReader.Skip"/> refuses readers of streams, whose last block may be yet to come.)</summary>
    public static void Skip(ref Utf8JsonReader reader)
    {
        if (!reader.TrySkip())
        {
            JsonFail.ThrowExpected("complete JSON");
        }
    }

    /// <summary>The token's text, unescaped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> TextBytes(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            JsonFail.ThrowExpected("a text");
        }

        return reader.HasValueSequence || reader.ValueIsEscaped ? CopyOfText(ref reader) : reader.ValueSpan;
    }

    /// <summary>A text from its bytes, unescaped.</summary>
    public static string Text(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return s_strictUtf8.GetString(utf8);
        }
        catch (DecoderFallbackException)
        {
            throw NoText();
        }
    }

    /// <summary>Adds an element to an array that grows; <see cref="Trim"/> ends it.</summary>
    public static void Add<T>(ref T[] items, ref int count, T item)
    {
        if (count == items.Length)
        {
            // Most lists of replies hold one element: no room to throw away for those.
            Array.Resize(ref items, count == 0 ? 1 : Math.Max(4, count * 2));
        }

        items[count++] = item;
    }

    /// <summary>The elements, and no more.</summary>
    public static T[] Trim<T>(T[] items, int count)
    {
        if (count != items.Length)
        {
            Array.Resize(ref items, count);
        }

        return items;
    }

    /// <summary>The text that tells which case of a union an object is, wherever in the object it stands.</summary>
    /// <param name="reader">On the object's start. A copy: the caller's reader stays where it is.</param>
    /// <param name="member">The discriminator's name.</param>
    /// <param name="value">The first value of that member, unescaped.</param>
    /// <returns>False when the member is missing or is no text.</returns>
    public static bool Discriminator(Utf8JsonReader reader, ReadOnlySpan<byte> member, out ReadOnlySpan<byte> value)
    {
        StartObject(ref reader);
        while (Member(ref reader, out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual(member))
            {
                if (reader.TokenType == JsonTokenType.String)
                {
                    value = TextBytes(ref reader);
                    return true;
                }

                break;
            }

            Skip(ref reader);
        }

        value = default;
        return false;
    }

    /// <summary>A text.</summary>
    public static string Text(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            JsonFail.ThrowExpected("a text");
        }

        return TextOf(ref reader);
    }

    /// <summary>A whole number of 32 bits; <c>240.0</c> is one.</summary>
    public static int Int32(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            if (reader.TryGetInt32(out int value))
            {
                return value;
            }

            if (JsonNumber.TryGetWhole(ref reader, out long whole) && whole is >= int.MinValue and <= int.MaxValue)
            {
                return (int)whole;
            }
        }

        throw JsonFail.Expected("an integer of 32 bits");
    }

    /// <summary>A whole number of 64 bits; <c>240.0</c> is one.</summary>
    public static long Int64(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            if (reader.TryGetInt64(out long value) || JsonNumber.TryGetWhole(ref reader, out value))
            {
                return value;
            }
        }

        throw JsonFail.Expected("an integer of 64 bits");
    }

    /// <summary>A number, as near as a <see cref="float"/> comes to it.</summary>
    public static float Single(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetSingle(out float value) ? value : throw JsonFail.Expected("a number");

    /// <summary>A number, as near as a <see cref="double"/> comes to it.</summary>
    public static double Double(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out double value) ? value : throw JsonFail.Expected("a number");

    /// <summary>A number in the range of <see cref="decimal"/>.</summary>
    public static decimal Decimal(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out decimal value) ? value : throw JsonFail.Expected("a number of at most 28 digits");

    /// <summary>A date and time with its zone, ISO 8601.</summary>
    public static DateTimeOffset DateTimeOffset(ref Utf8JsonReader reader) =>
        Parsed(ref reader, static (ref Utf8JsonReader text, out DateTimeOffset value) => text.TryGetDateTimeOffset(out value), "a date and time as in 2025-12-05T13:05:09Z");

    /// <summary>A date, ISO 8601.</summary>
    public static DateOnly DateOnly(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && System.DateOnly.TryParseExact(TextOf(ref reader), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly value)
            ? value
            : throw JsonFail.Expected("a date as in 2025-12-05");

    /// <summary>A time of day, ISO 8601 without a zone.</summary>
    public static TimeOnly TimeOnly(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            // As System.Text.Json does: no sign, no space and no days, which the parser would take.
            ReadOnlySpan<byte> text = TextBytes(ref reader);
            if (text is [>= (byte)'0' and <= (byte)'9', ..]
                && text.IndexOfAny((byte)'.', (byte)':') is >= 0 and int separator && text[separator] == ':'
                && Utf8Parser.TryParse(text, out TimeSpan value, out int consumed, 'c') && consumed == text.Length && value < TimeSpan.FromDays(1))
            {
                return System.TimeOnly.FromTimeSpan(value);
            }
        }

        throw JsonFail.Expected("a time of day as in 13:05:09");
    }

    /// <summary>A UUID with its hyphens.</summary>
    public static Guid Guid(ref Utf8JsonReader reader) => Parsed(ref reader, static (ref Utf8JsonReader text, out Guid value) => text.TryGetGuid(out value), "a UUID");

    /// <summary>An address, absolute or relative.</summary>
    public static Uri Uri(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && System.Uri.TryCreate(TextOf(ref reader), UriKind.RelativeOrAbsolute, out Uri? value) ? value : throw JsonFail.Expected("an address");

    /// <summary>Bytes in base64.</summary>
    public static byte[] Bytes(ref Utf8JsonReader reader) =>
        Parsed(ref reader, static (ref Utf8JsonReader text, [NotNullWhen(true)] out byte[]? value) => text.TryGetBytesFromBase64(out value), "bytes in base64");

    private delegate bool TextParser<T>(ref Utf8JsonReader text, [NotNullWhen(true)] out T? value);

    private static T Parsed<T>(ref Utf8JsonReader reader, TextParser<T> parser, string expected)
    {
        try
        {
            return reader.TokenType == JsonTokenType.String && parser(ref reader, out T? value) ? value : throw JsonFail.Expected(expected);
        }
        catch (InvalidOperationException)
        {
            throw NoText();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Next(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
        {
            JsonFail.ThrowExpected("complete JSON");
        }
    }

    /// <summary>The token's text in UTF-8, unescaped.</summary>
    internal static byte[] CopyOfText(scoped ref Utf8JsonReader reader)
    {
        var copy = new byte[reader.HasValueSequence ? checked((int)reader.ValueSequence.Length) : reader.ValueSpan.Length];
        int length;
        try
        {
            length = reader.CopyString(copy);
        }
        catch (InvalidOperationException)
        {
            throw NoText();
        }

        Array.Resize(ref copy, length);
        return copy;
    }

    /// <summary>A property's name in UTF-8, unescaped.</summary>
    internal static byte[] CopyOfName(scoped ref Utf8JsonReader reader)
    {
        try
        {
            return CopyOfText(ref reader);
        }
        catch (JsonException)
        {
            byte[] name = reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan.ToArray();
            if (Utf8.IsValid(name))
            {
                throw;
            }

            // Bytes that are no text, so no name of ours: passed over like any other unknown member, as System.Text.Json does.
            return name;
        }
    }

    private static string TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw NoText();
        }
    }

    // Bytes that are no UTF-8, or an escape of half a character.
    private static JsonException NoText() => JsonFail.Expected("a text in valid Unicode");
}
