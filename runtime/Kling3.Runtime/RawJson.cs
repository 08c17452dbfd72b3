using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Kling3.Runtime.Emitted;

namespace Kling3.Runtime;

/// <summary>
/// Free-form JSON: the bytes as they came, parsed only when asked. The default value is <c>null</c>. Equality is that of the bytes,
/// so two texts that differ in white space only are not equal.
/// </summary>
[JsonConverter(typeof(RawJsonConverter))]
public readonly struct RawJson : IEquatable<RawJson>
{
    private static readonly byte[] s_null = "null"u8.ToArray();

    private readonly byte[]? _utf8;

    private RawJson(byte[] utf8) => _utf8 = utf8;

    /// <summary>The JSON text in UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8 ?? s_null;

    /// <summary>Whether the value is JSON's <c>null</c>.</summary>
    public bool IsNull => _utf8 is null || _utf8.AsSpan().SequenceEqual(s_null);

    /// <summary>Takes over a JSON text.</summary>
    /// <param name="json">One JSON value.</param>
    /// <exception cref="JsonException">The text is no JSON, or holds more than one value.</exception>
    public static RawJson Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Parse(Encoding.UTF8.GetBytes(json));
    }

    /// <summary>Takes over a JSON text; the bytes are copied.</summary>
    /// <param name="utf8">One JSON value in UTF-8.</param>
    /// <exception cref="JsonException">The text is no JSON, or holds more than one value.</exception>
    public static RawJson Parse(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        reader.Read();
        RawJson value = Read(ref reader);
        reader.Read();
        return value;
    }

    /// <summary>Copies a value that is known to be valid.</summary>
    internal static RawJson OfValid(ReadOnlySpan<byte> utf8) => utf8.SequenceEqual(s_null) ? default : new RawJson(utf8.ToArray());

    /// <summary>Copies the value the reader stands on, and leaves the reader on its last token.</summary>
    /// <param name="reader">On the first token of a value, over a complete value (spans and sequences both).</param>
    /// <exception cref="JsonException">The value is no valid JSON.</exception>
    public static RawJson Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.None)
        {
            reader.Read();
        }

        if (reader.TokenType is JsonTokenType.Null)
        {
            return default;
        }

        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return new RawJson(ScalarToken(ref reader));
        }

        // The reader cannot hand out a range of its input; a document can.
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        return new RawJson(JsonMarshal.GetRawUtf8Value(document.RootElement).ToArray());
    }

    /// <summary>Writes the value as it came; with the writer's indentation and encoder, if it has any.</summary>
    /// <param name="writer">Where a value may be written.</param>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        JsonWrite.Json(writer, Utf8.Span);
    }

    /// <summary>Parses the value. The element lives on its own: nothing needs to be disposed.</summary>
    /// <exception cref="JsonException">The value is nested more than 64 deep.</exception>
    public JsonElement ToElement()
    {
        var reader = new Utf8JsonReader(Utf8.Span);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Parses the value into a type.</summary>
    /// <typeparam name="T">The type to read.</typeparam>
    /// <param name="typeInfo">The metadata, e.g. of a source-generated context.</param>
    /// <exception cref="JsonException">The value does not fit the type.</exception>
    public T? Deserialize<T>(JsonTypeInfo<T> typeInfo) => JsonSerializer.Deserialize(Utf8.Span, typeInfo);

    /// <summary>The JSON text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Utf8.Span);

    /// <inheritdoc/>
    public bool Equals(RawJson other) => Utf8.Span.SequenceEqual(other.Utf8.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RawJson other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Utf8.Span);
        return hash.ToHashCode();
    }

    /// <summary>Whether both hold the same bytes.</summary>
    public static bool operator ==(RawJson left, RawJson right) => left.Equals(right);

    /// <summary>Whether the bytes differ.</summary>
    public static bool operator !=(RawJson left, RawJson right) => !left.Equals(right);

    private static byte[] ScalarToken(ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> token = reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;
        if (reader.TokenType is not JsonTokenType.String)
        {
            return token.ToArray();
        }

        // A string's token is what is between the quotes, escapes untouched.
        var quoted = new byte[token.Length + 2];
        quoted[0] = (byte)'"';
        token.CopyTo(quoted.AsSpan(1));
        quoted[^1] = (byte)'"';
        return quoted;
    }
}
