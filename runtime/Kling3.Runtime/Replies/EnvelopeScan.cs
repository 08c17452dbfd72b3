using System.Text.Json;
using Kling3.Runtime.Emitted;

namespace Kling3.Runtime.Replies;

/// <summary>
/// One pass over a reply in its envelope, which reads the payload where it passes it. A code that comes after the payload still decides: the payload's own
/// failure is kept until the code is known.
/// </summary>
internal struct EnvelopeScan<T>
{
    private const int CodeBit = 1;
    private const int DataBit = 2;

    private readonly EnvelopeShape _shape;
    private readonly JsonReadCallback<T>? _read;

    public EnvelopeScan(EnvelopeShape shape, JsonReadCallback<T>? read)
    {
        _shape = shape;
        _read = read;
    }

    /// <summary>The code; null when the reply has none.</summary>
    public bool? CodeIsSuccess { get; private set; }

    public bool HasData { get; private set; }

    public T? Value { get; private set; }

    /// <summary>Why the payload could not be read.</summary>
    public Exception? DataError { get; private set; }

    /// <summary>Where in the body.</summary>
    public long DataErrorPosition { get; private set; }

    /// <summary>Scans the whole document.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public void Run(ref Utf8JsonReader reader)
    {
        reader.Read();
        int wanted = CodeBit | (_read is null ? 0 : DataBit);
        if (reader.TokenType is JsonTokenType.StartObject)
        {
            if (_read is not null && _shape.Data.Length == 0)
            {
                ReadData(ref reader);
            }
            else
            {
                Object(ref reader, wanted, 0);
            }
        }
        else
        {
            reader.Skip();
        }

        reader.Read();
    }

    private void Object(ref Utf8JsonReader reader, int wanted, int depth)
    {
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            int hits = 0;
            if ((wanted & CodeBit) != 0 && depth < _shape.Code.Length && reader.ValueTextEquals(_shape.Code[depth]))
            {
                hits |= CodeBit;
            }

            if ((wanted & DataBit) != 0 && depth < _shape.Data.Length && reader.ValueTextEquals(_shape.Data[depth]))
            {
                hits |= DataBit;
            }

            reader.Read();
            Member(ref reader, hits, depth + 1);
        }
    }

    private void Member(ref Utf8JsonReader reader, int hits, int depth)
    {
        bool isData = (hits & DataBit) != 0 && depth == _shape.Data.Length;
        bool isCode = (hits & CodeBit) != 0 && depth == _shape.Code.Length;
        int deeper = hits & ~((isData ? DataBit : 0) | (isCode ? CodeBit : 0));
        if (isCode && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            CodeIsSuccess = _shape.IsSuccess(ref reader);
        }

        if (isData && CodeIsSuccess is not false)
        {
            if (deeper != 0 && reader.TokenType is JsonTokenType.StartObject)
            {
                Utf8JsonReader inside = reader;
                Object(ref inside, deeper, depth);
            }

            ReadData(ref reader);
        }
        else if (deeper != 0 && reader.TokenType is JsonTokenType.StartObject)
        {
            Object(ref reader, deeper, depth);
        }
        else
        {
            reader.Skip();
        }
    }

    private void ReadData(ref Utf8JsonReader reader)
    {
        Utf8JsonReader start = reader;
        HasData = true;
        try
        {
            Value = _read!(ref reader);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            DataError = e;
            DataErrorPosition = reader.TokenStartIndex;
            reader = start;
            reader.Skip();
        }
    }
}
