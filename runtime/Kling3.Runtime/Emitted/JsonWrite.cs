using System.ComponentModel;
using System.Globalization;
using System.Text.Json;

namespace Kling3.Runtime.Emitted;

/// <summary>What emitted code writes with where <see cref="Utf8JsonWriter"/> has no method of its own.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class JsonWrite
{
    /// <summary>A date, ISO 8601.</summary>
    public static void Value(Utf8JsonWriter writer, DateOnly value)
    {
        Span<char> text = stackalloc char[10];
        value.TryFormat(text, out int length, "O", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }

    /// <summary>A time of day, ISO 8601 without a zone.</summary>
    public static void Value(Utf8JsonWriter writer, TimeOnly value)
    {
        Span<char> text = stackalloc char[16];
        value.ToTimeSpan().TryFormat(text, out int length, "c", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }

    /// <summary>Bytes in base64.</summary>
    public static void Value(Utf8JsonWriter writer, byte[]? value)
    {
        if (value is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            writer.WriteBase64StringValue(value);
        }
    }

    /// <summary>A list of addresses; null is written as such.</summary>
    public static void Value(Utf8JsonWriter writer, IReadOnlyList<string>? value)
    {
        if (value is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartArray();
        for (int i = 0; i < value.Count; i++)
        {
            writer.WriteStringValue(value[i]);
        }

        writer.WriteEndArray();
    }
}
