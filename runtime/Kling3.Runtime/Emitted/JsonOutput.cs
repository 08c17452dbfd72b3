using System.Buffers;
using System.Buffers.Text;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kling3.Runtime.Emitted;

/// <summary>
/// Takes JSON in UTF-8 from direct code, into a pooled buffer. Every value is written with a comma behind it, which the end of an object or array writes over:
/// nothing has to be known of what came before.
/// </summary>
/// <remarks>Nothing is checked but depth: emitted code writes what is well formed. Dispose of it, or take the buffer out of it.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct JsonOutput
{
    private const int DefaultMaxDepth = 1000;

    // The longest of numbers, dates and UUIDs, its quotes and its comma.
    private const int MaxScalar = 64;

    private readonly TextEncoder _encoder;
    private readonly int _maxDepth;
    private byte[] _buffer;
    private int _length;
    private int _depth;

    /// <summary>Begins an empty text.</summary>
    /// <param name="encoder">Says which characters are escaped.</param>
    public JsonOutput(TextEncoder encoder)
        : this(encoder, DefaultMaxDepth)
    {
    }

    /// <param name="encoder">Says which characters are escaped.</param>
    /// <param name="maxDepth">How many objects and arrays a value may be inside of, its own included.</param>
    internal JsonOutput(TextEncoder encoder, int maxDepth)
    {
        _encoder = encoder;
        _maxDepth = maxDepth;
        _buffer = ArrayPool<byte>.Shared.Rent(1024);
    }

    /// <summary>What is written so far, without the comma at its end.</summary>
    public readonly ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length > 0 && _buffer[_length - 1] == ',' ? _length - 1 : _length);

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        byte[] buffer = _buffer;
        _buffer = [];
        _length = 0;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Writes a name or value that is ready: a name with its quotes and colon, or both with a comma.</summary>
    /// <param name="json">Valid JSON of an emitter's.</param>
    public void Ready(scoped ReadOnlySpan<byte> json)
    {
        json.CopyTo(Room(json.Length));
        _length += json.Length;
    }

    /// <summary>Writes the name of a member of a map.</summary>
    public void Name(string name)
    {
        Text(name);
        _buffer[_length - 1] = (byte)':';
    }

    /// <summary>Begins an object.</summary>
    public void StartObject() => Start('{');

    /// <summary>Ends it.</summary>
    public void EndObject() => End('}');

    /// <summary>Begins an array.</summary>
    public void StartArray() => Start('[');

    /// <summary>Ends it.</summary>
    public void EndArray() => End(']');

    /// <summary>Writes <c>null</c>.</summary>
    public void Null() => Ready("null,"u8);

    /// <summary>Writes a text, or <c>null</c>.</summary>
    public void Text(string? value)
    {
        if (value is null)
        {
            Null();
        }
        else
        {
            Text(value.AsSpan());
        }
    }

    /// <summary>Writes an address as it was given, or <c>null</c>.</summary>
    public void Uri(Uri? value) => Text(value?.OriginalString);

    /// <summary>Writes <c>true</c> or <c>false</c>.</summary>
    public void Boolean(bool value) => Ready(value ? "true,"u8 : "false,"u8);

    /// <summary>Writes a number.</summary>
    public void Number(int value)
    {
        Utf8Formatter.TryFormat(value, Room(MaxScalar), out int length);
        Comma(length);
    }

    /// <summary>Writes a number.</summary>
    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, Room(MaxScalar), out int length);
        Comma(length);
    }

    /// <summary>Writes a number.</summary>
    /// <exception cref="ArgumentException">It is none: JSON has no infinity.</exception>
    public void Number(float value)
    {
        ThrowIfNotFinite(float.IsFinite(value));
        value.TryFormat(Room(MaxScalar), out int length, default, CultureInfo.InvariantCulture);
        Comma(length);
    }

    /// <summary>Writes a number.</summary>
    /// <exception cref="ArgumentException">It is none: JSON has no infinity.</exception>
    public void Number(double value)
    {
        // Decimals of at most 15 digits have a double each, so one that gives this value is its shortest form. (-0 is left to the formatter.)
        double thousandths = value * 1000;
        if (value is > 0 and < 1_000_000 && thousandths == Math.Floor(thousandths) && thousandths / 1000 == value)
        {
            Thousandths((int)thousandths);
            return;
        }

        ThrowIfNotFinite(double.IsFinite(value));
        value.TryFormat(Room(MaxScalar), out int length, default, CultureInfo.InvariantCulture);
        Comma(length);
    }

    /// <summary>Writes a number.</summary>
    public void Number(decimal value)
    {
        value.TryFormat(Room(MaxScalar), out int length, default, CultureInfo.InvariantCulture);
        Comma(length);
    }

    /// <summary>Writes a date and time, ISO 8601.</summary>
    public void DateTimeOffset(DateTimeOffset value)
    {
        // The plus of its zone is not escaped, whatever the encoder says: System.Text.Json does not either.
        Span<byte> room = Room(MaxScalar);
        room[0] = (byte)'"';
        value.TryFormat(room[1..], out int length, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);
        room[length + 1] = (byte)'"';
        Comma(length + 2);
    }

    /// <summary>Writes a date, ISO 8601.</summary>
    public void DateOnly(DateOnly value)
    {
        Span<char> text = stackalloc char[MaxScalar];
        value.TryFormat(text, out int length, "O", CultureInfo.InvariantCulture);
        Text(text[..length]);
    }

    /// <summary>Writes a time of day, ISO 8601 without a zone.</summary>
    public void TimeOnly(TimeOnly value)
    {
        Span<char> text = stackalloc char[MaxScalar];
        value.ToTimeSpan().TryFormat(text, out int length, "c", CultureInfo.InvariantCulture);
        Text(text[..length]);
    }

    /// <summary>Writes a UUID.</summary>
    public void Guid(Guid value)
    {
        Span<char> text = stackalloc char[MaxScalar];
        value.TryFormat(text, out int length);
        Text(text[..length]);
    }

    /// <summary>Writes bytes in base64, or <c>null</c>.</summary>
    public void Bytes(byte[]? value)
    {
        if (value is null)
        {
            Null();
            return;
        }

        Span<byte> room = Room(checked(Base64.GetMaxEncodedToUtf8Length(value.Length) + 3));
        room[0] = (byte)'"';
        Base64.EncodeToUtf8(value, room[1..], out _, out int length);
        room[length + 1] = (byte)'"';
        Comma(length + 2);
    }

    /// <summary>Writes JSON as it came.</summary>
    public void Raw(RawJson value)
    {
        Ready(value.Utf8.Span);
        Ready(","u8);
    }

    /// <summary>Writes a body that is no JSON, and all there is to it.</summary>
    public void Plain(scoped ReadOnlySpan<byte> body)
    {
        Ready(body);
        Ready(","u8);
    }

    /// <summary>Writes a body that is a text, and all there is to it. Half a surrogate pair, which UTF-8 cannot hold, becomes U+FFFD.</summary>
    public void Plain(string body) => Comma(Encoding.UTF8.GetBytes(body, Room(Encoding.UTF8.GetByteCount(body) + 1)));

    /// <summary>Writes a value of a property that the schema does not name: as System.Text.Json does, without the blanks and the escapes that it came with.</summary>
    public void AnyElement(JsonElement value)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = _encoder as JavaScriptEncoder }))
        {
            value.WriteTo(writer);
        }

        Ready(json.WrittenSpan);
        Ready(","u8);
    }

    /// <summary>Writes a list of addresses, or <c>null</c>.</summary>
    public void Addresses(IReadOnlyList<string>? value)
    {
        if (value is null)
        {
            Null();
            return;
        }

        StartArray();
        for (int i = 0; i < value.Count; i++)
        {
            Text(value[i]);
        }

        EndArray();
    }

    /// <summary>Hands over the buffer, which is now the caller's to give back to the shared pool.</summary>
    /// <param name="length">How much of it is written.</param>
    internal byte[] Detach(out int length)
    {
        byte[] buffer = _buffer;
        length = Written.Length;
        _buffer = [];
        _length = 0;
        return buffer;
    }

    private static void ThrowIfNotFinite(bool isFinite)
    {
        if (!isFinite)
        {
            throw new ArgumentException("JSON has numbers for finite values only.");
        }
    }

    [DoesNotReturn]
    private readonly void ThrowTooDeep() => throw new JsonException($"The value is nested more than {_maxDepth} levels deep; it may hold itself.");

    private void Text(scoped ReadOnlySpan<char> value)
    {
        Span<byte> room = Room(checked((value.Length * 3) + 3));
        room[0] = (byte)'"';
        int length = Encoding.UTF8.GetBytes(value, room[1..]);
        if (_encoder.FindFirstCharacterToEncodeUtf8(room.Slice(1, length)) >= 0)
        {
            length = Escape(length);
            room = _buffer.AsSpan(_length);
        }

        room[length + 1] = (byte)'"';
        Comma(length + 2);
    }

    /// <summary>Escapes a text that is in the buffer already, behind its quote.</summary>
    /// <returns>Its new length.</returns>
    private int Escape(int length)
    {
        byte[] plain = ArrayPool<byte>.Shared.Rent(length);
        Span<byte> text = plain.AsSpan(0, length);
        _buffer.AsSpan(_length + 1, length).CopyTo(text);

        // No character becomes longer than \uD83C\uDFAC, which was four bytes.
        Span<byte> room = Room(checked((length * 6) + 3));
        room[0] = (byte)'"';
        _encoder.EncodeUtf8(text, room[1..], out _, out int written);
        ArrayPool<byte>.Shared.Return(plain);
        return written;
    }

    private void Start(char bracket)
    {
        if (++_depth > _maxDepth)
        {
            ThrowTooDeep();
        }

        Room(1)[0] = (byte)bracket;
        _length++;
    }

    private void End(char bracket)
    {
        if (_buffer[_length - 1] == ',')
        {
            // What is empty may stand where nothing may be inside of it.
            if (_depth >= _maxDepth)
            {
                ThrowTooDeep();
            }

            _length--;
        }

        _depth--;

        Span<byte> room = Room(2);
        room[1] = (byte)',';
        room[0] = (byte)bracket;
        _length += 2;
    }

    /// <summary>Writes a number of at most three decimals.</summary>
    private void Thousandths(int value)
    {
        Span<byte> room = Room(MaxScalar);
        (int whole, int rest) = Math.DivRem(value, 1000);
        Utf8Formatter.TryFormat(whole, room, out int length);
        if (rest > 0)
        {
            room[length++] = (byte)'.';
            for (int place = 100; rest > 0; place /= 10)
            {
                (int digit, rest) = Math.DivRem(rest, place);
                room[length++] = (byte)('0' + digit);
            }
        }

        Comma(length);
    }

    /// <summary>Ends a value that was written into the room.</summary>
    private void Comma(int length)
    {
        _buffer[_length + length] = (byte)',';
        _length += length + 1;
    }

    private Span<byte> Room(int length)
    {
        if (_buffer.Length - _length < length)
        {
            Grow(length);
        }

        return _buffer.AsSpan(_length);
    }

    private void Grow(int length)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(_length + length), _buffer.Length * 2));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
