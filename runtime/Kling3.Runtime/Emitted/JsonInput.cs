using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Json;

namespace Kling3.Runtime.Emitted;

/// <summary>
/// A complete JSON text and a place in it: what direct code reads from. The common forms are read here, byte by byte: structure, texts
/// without escapes, small integers. Everything else is handed to a <see cref="Utf8JsonReader"/> over the same bytes, and so is the whole
/// text when it turns out not to be JSON, so that there is one opinion on what JSON is.
/// </summary>
/// <remarks>
/// Each method that reads expects a value to be next and passes it; what is there instead is a <see cref="JsonException"/> that says what
/// was expected. Comments and trailing commas are errors.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct JsonInput
{
    private const int MaxDepth = 64;

    /// <summary>The greatest number of digits that a <see cref="double"/> holds whatever they are.</summary>
    private const int MaxExactDigits = 15;

    private static readonly double[] s_powersOfTen = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    private readonly ReadOnlySpan<byte> _utf8;
    private int _next;
    private int _tokenStart;
    private int _depth;
    private bool _isFirst;

    /// <summary>Begins at the start of a text.</summary>
    /// <param name="utf8">One JSON value and nothing else.</param>
    public JsonInput(ReadOnlySpan<byte> utf8) => _utf8 = utf8;

    /// <summary>The position of the token that was read last: where a failed read failed.</summary>
    public readonly int TokenStart => _tokenStart;

    /// <summary>Where the next value begins.</summary>
    internal int Position
    {
        get
        {
            SkipSpace();
            return _next;
        }
    }

    /// <summary>Whether an object is next.</summary>
    public bool IsObject => Peek() == '{';

    /// <summary>Whether an array is next.</summary>
    public bool IsArray => Peek() == '[';

    /// <summary>Whether a text is next.</summary>
    public bool IsText => Peek() == '"';

    /// <summary>Demands that nothing follows.</summary>
    /// <exception cref="JsonException">Something does.</exception>
    public void End()
    {
        SkipSpace();
        if (_next < _utf8.Length)
        {
            ThrowMalformed();
        }
    }

    /// <summary>Passes <c>null</c> when it is next; else nothing happens.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Null()
    {
        if (Peek() != 'n')
        {
            return false;
        }

        Literal("null"u8);
        return true;
    }

    /// <summary>Enters an object; its members are next.</summary>
    public void StartObject() => Start('{', "an object");

    /// <summary>Enters an array; its elements are next.</summary>
    public void StartArray() => Start('[', "an array");

    /// <summary>Passes the name of the next member, so that its value is next; leaves the object and says false when there is none.</summary>
    /// <param name="name">The name, unescaped.</param>
    public bool Member(out ReadOnlySpan<byte> name)
    {
        // Without a blank or an escape, as most servers write it: then the place moves once.
        ReadOnlySpan<byte> rest = _utf8[_next..];
        int quote = _isFirst ? 0 : 1;
        if (rest.Length > 1 && rest[quote] == '"' && (_isFirst || rest[0] == ','))
        {
            name = rest[(quote + 1)..];
            int length = IndexOfTextStop(name);
            if (length + 1 < name.Length && name[length] == '"' && name[length + 1] == ':')
            {
                name = name[..length];
                _tokenStart = _next + quote;
                _next = _tokenStart + length + 3;
                _isFirst = false;
                return true;
            }
        }

        return AnyMember(out name);
    }

    /// <summary>Goes to the next element; leaves the array and says false when there is none.</summary>
    public bool Element() => Separator(']');

    /// <summary>Passes the value.</summary>
    public void Skip()
    {
        switch (Peek())
        {
            case (byte)'"':
                PlainText(out int length);
                if (length < 0)
                {
                    SkipByReader();
                }

                break;
            case (byte)'t':
                Literal("true"u8);
                break;
            case (byte)'f':
                Literal("false"u8);
                break;
            case (byte)'n':
                Literal("null"u8);
                break;
            default:
                if (!TryPlainNumber(out _, out _))
                {
                    SkipByReader();
                }

                break;
        }
    }

    /// <summary>A text.</summary>
    public string Text()
    {
        ReadOnlySpan<byte> utf8 = TextBytes();
        return Ascii.IsValid(utf8) ? Encoding.Latin1.GetString(utf8) : JsonRead.Text(utf8);
    }

    /// <summary>The bytes of a text, unescaped.</summary>
    public ReadOnlySpan<byte> TextBytes()
    {
        Expect('"', "a text");
        ReadOnlySpan<byte> text = PlainText(out int length);
        return length >= 0 ? text : EscapedText();
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool Boolean()
    {
        switch (Peek())
        {
            case (byte)'t':
                Literal("true"u8);
                return true;
            case (byte)'f':
                Literal("false"u8);
                return false;
            default:
                ThrowExpected("true or false");
                return false;
        }
    }

    /// <summary>A whole number of 32 bits; <c>240.0</c> is one.</summary>
    public int Int32()
    {
        if (TryPlainNumber(out long digits, out int decimals))
        {
            if (decimals == 0 && digits <= int.MaxValue)
            {
                return (int)digits;
            }

            _next = _tokenStart;
        }

        Utf8JsonReader scalar = Scalar();
        return JsonRead.Int32(ref scalar);
    }

    /// <summary>A whole number of 64 bits; <c>240.0</c> is one.</summary>
    public long Int64()
    {
        if (TryPlainNumber(out long digits, out int decimals))
        {
            if (decimals == 0)
            {
                return digits;
            }

            _next = _tokenStart;
        }

        Utf8JsonReader scalar = Scalar();
        return JsonRead.Int64(ref scalar);
    }

    /// <summary>A number, as near as a <see cref="float"/> comes to it.</summary>
    public float Single()
    {
        Utf8JsonReader scalar = Scalar();
        return JsonRead.Single(ref scalar);
    }

    /// <summary>A number, as near as a <see cref="double"/> comes to it.</summary>
    public double Double()
    {
        // Both are exact, and so is the rounding of their quotient.
        if (TryPlainNumber(out long digits, out int decimals))
        {
            return digits / s_powersOfTen[decimals];
        }

        Utf8JsonReader scalar = Scalar();
        return JsonRead.Double(ref scalar);
    }

    /// <summary>A number in the range of <see cref="decimal"/>.</summary>
    public decimal Decimal()
    {
        Utf8JsonReader scalar = Scalar();
        return JsonRead.Decimal(ref scalar);
    }

    /// <summary>A date and time with its zone, ISO 8601.</summary>
    public DateTimeOffset DateTimeOffset()
    {
        Utf8JsonReader scalar = Scalar();
        return JsonRead.DateTimeOffset(ref scalar);
    }

    /// <summary>A date, ISO 8601.</summary>
    public DateOnly DateOnly()
    {
        Utf8JsonReader scalar = Scalar();
        return JsonRead.DateOnly(ref scalar);
    }

    /// <summary>A time of day, ISO 8601 without a zone.</summary>
    public TimeOnly TimeOnly()
    {
        Utf8JsonReader scalar = Scalar();
        return JsonRead.TimeOnly(ref scalar);
    }

    /// <summary>A UUID with its hyphens.</summary>
    public Guid Guid()
    {
        Utf8JsonReader scalar = Scalar();
        return JsonRead.Guid(ref scalar);
    }

    /// <summary>An address, absolute or relative.</summary>
    public Uri Uri()
    {
        Utf8JsonReader scalar = Scalar();
        return JsonRead.Uri(ref scalar);
    }

    /// <summary>Bytes in base64.</summary>
    public byte[] Bytes()
    {
        Utf8JsonReader scalar = Scalar();
        return JsonRead.Bytes(ref scalar);
    }

    /// <summary>Free-form JSON, as it stands.</summary>
    public RawJson Raw() => RawJson.OfValid(Value());

    /// <summary>A value of a property that the schema does not name.</summary>
    public JsonElement AnyElement()
    {
        var reader = new Utf8JsonReader(Value());
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Result addresses in any of the forms that servers send them in: see <see cref="JsonAddresses"/>.</summary>
    public IReadOnlyList<string> Addresses() => JsonAddresses.Read(ref this);

    /// <summary>
    /// The text that tells which case of a union the object is that comes next, wherever in the object it stands. The place stays as it is.
    /// </summary>
    /// <param name="member">The discriminator's name.</param>
    /// <param name="value">The first value of that member, unescaped.</param>
    /// <returns>False when the member is missing or is no text.</returns>
    public readonly bool Discriminator(ReadOnlySpan<byte> member, out ReadOnlySpan<byte> value)
    {
        JsonInput ahead = this;
        ahead.StartObject();
        while (ahead.Member(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual(member))
            {
                if (ahead.IsText)
                {
                    value = ahead.TextBytes();
                    return true;
                }

                break;
            }

            ahead.Skip();
        }

        value = default;
        return false;
    }

    /// <summary>The bytes of the value, which are valid JSON.</summary>
    internal ReadOnlySpan<byte> Value()
    {
        SkipSpace();
        int start = _next;
        Skip();
        return _utf8[start.._next];
    }

    private void SkipByReader()
    {
        SkipSpace();
        int start = _tokenStart = _next;
        if (_depth == MaxDepth && start < _utf8.Length && _utf8[start] is (byte)'{' or (byte)'[')
        {
            ThrowMalformed();
        }

        try
        {
            // 0 would be the reader's default; at the limit there is no container left to enter.
            var reader = new Utf8JsonReader(_utf8[start..], new JsonReaderOptions { MaxDepth = Math.Max(1, MaxDepth - _depth) });
            reader.Read();
            reader.Skip();
            _next = start + (int)reader.BytesConsumed;
        }
        catch (JsonException)
        {
            ThrowMalformed();
        }
    }

    /// <summary>A reader on the value, which is passed if it is no object or array.</summary>
    private Utf8JsonReader Scalar()
    {
        SkipSpace();
        _tokenStart = _next;
        try
        {
            var reader = new Utf8JsonReader(_utf8[_next..]);
            reader.Read();
            _next += (int)reader.BytesConsumed;
            return reader;
        }
        catch (JsonException)
        {
            ThrowMalformed();
            return default;
        }
    }

    /// <summary>The next member in any form.</summary>
    private bool AnyMember(out ReadOnlySpan<byte> name)
    {
        if (!Separator('}'))
        {
            name = default;
            return false;
        }

        if (Peek() != '"')
        {
            ThrowMalformed();
        }

        name = PlainText(out int length);
        if (length < 0)
        {
            name = EscapedName();
        }

        if (Peek() != ':')
        {
            ThrowMalformed();
        }

        _next++;
        return true;
    }

    /// <summary>A text between quotes that has no escapes; a negative length, and the place as it was, when it has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<byte> PlainText(out int length)
    {
        _tokenStart = _next;
        ReadOnlySpan<byte> rest = _utf8[(_next + 1)..];
        length = IndexOfTextStop(rest);
        if ((uint)length >= (uint)rest.Length || rest[length] != '"')
        {
            length = -1;
            return default;
        }

        _next += length + 2;
        return rest[..length];
    }

    /// <summary>Where a text stops being plain: at its end, an escape, or a control character, which it may not hold.</summary>
    private static int IndexOfTextStop(ReadOnlySpan<byte> utf8)
    {
        int i = 0;
        while (utf8.Length - i >= Vector128<byte>.Count)
        {
            Vector128<byte> bytes = Vector128.Create(utf8.Slice(i, Vector128<byte>.Count));
            Vector128<byte> stops = Vector128.Equals(bytes, Vector128.Create((byte)'"'))
                | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
                | Vector128.LessThan(bytes, Vector128.Create((byte)' '));
            uint found = stops.ExtractMostSignificantBits();
            if (found != 0)
            {
                return i + BitOperations.TrailingZeroCount(found);
            }

            i += Vector128<byte>.Count;
        }

        while (i < utf8.Length && utf8[i] is not ((byte)'"' or (byte)'\\' or < (byte)' '))
        {
            i++;
        }

        return i;
    }

    private byte[] EscapedName()
    {
        Utf8JsonReader scalar = Scalar();
        return JsonRead.CopyOfName(ref scalar);
    }

    private byte[] EscapedText()
    {
        Utf8JsonReader scalar = Scalar();
        return JsonRead.CopyOfText(ref scalar);
    }

    /// <summary>A number of few digits, without a sign or an exponent; for any other, false and the place as it was.</summary>
    /// <param name="digits">All its digits, as an integer.</param>
    /// <param name="decimals">How many of them are behind the point.</param>
    private bool TryPlainNumber(out long digits, out int decimals)
    {
        Peek();
        digits = 0;
        int i = _next;
        int point = -1;
        for (; i < _utf8.Length; i++)
        {
            uint digit = (uint)(_utf8[i] - '0');
            if (digit <= 9)
            {
                digits = unchecked((digits * 10) + digit);
            }
            else if (_utf8[i] == '.' && point < 0)
            {
                point = i;
            }
            else
            {
                break;
            }
        }

        int before = (point < 0 ? i : point) - _next;
        decimals = point < 0 ? 0 : i - point - 1;
        bool isPlain = before > 0
            && before + decimals <= MaxExactDigits
            && (point < 0 || decimals > 0)
            && (before == 1 || _utf8[_next] != '0')
            && (i == _utf8.Length || _utf8[i] is not ((byte)'e' or (byte)'E'));
        if (isPlain)
        {
            _tokenStart = _next;
            _next = i;
        }

        return isPlain;
    }

    private void Literal(ReadOnlySpan<byte> literal)
    {
        _tokenStart = _next;
        if (!_utf8[_next..].StartsWith(literal))
        {
            ThrowMalformed();
        }

        _next += literal.Length;
    }

    private void Start(char bracket, string expected)
    {
        Expect(bracket, expected);
        _tokenStart = _next++;
        if (++_depth > MaxDepth)
        {
            ThrowMalformed();
        }

        _isFirst = true;
    }

    /// <summary>Passes the comma before the next member or element, if one is due; leaves the object or array at its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Separator(char end)
    {
        byte next = Peek();
        if (next == end)
        {
            _tokenStart = _next++;
            _depth--;
            _isFirst = false;
            return false;
        }

        if (_isFirst)
        {
            _isFirst = false;
            return true;
        }

        if (next != ',')
        {
            ThrowMalformed();
        }

        // A comma with nothing behind it is found where what follows is read.
        _next++;
        return true;
    }

    private void Expect(char first, string expected)
    {
        if (Peek() != first)
        {
            ThrowExpected(expected);
        }
    }

    /// <summary>The first byte of what is next; 0, which begins nothing, at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte Peek()
    {
        if ((uint)_next < (uint)_utf8.Length && _utf8[_next] > ' ')
        {
            return _utf8[_next];
        }

        SkipSpace();
        return _next < _utf8.Length ? _utf8[_next] : (byte)0;
    }

    private void SkipSpace()
    {
        while (_next < _utf8.Length && _utf8[_next] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            _next++;
        }
    }

    /// <summary>Another kind of value than expected, or none at all.</summary>
    [DoesNotReturn]
    private void ThrowExpected(string what)
    {
        // Says what is wrong when it is the JSON itself.
        Utf8JsonReader _ = Scalar();
        throw JsonFail.Expected(what);
    }

    /// <summary>Has the reader of System.Text.Json say what is wrong with the text.</summary>
    [DoesNotReturn]
    private readonly void ThrowMalformed()
    {
        var reader = new Utf8JsonReader(_utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
        }

        throw JsonFail.Expected("valid JSON");
    }
}
