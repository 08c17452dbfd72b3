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

    /// <summary>Where the payload is in the body.</summary>
    public Range DataRange { get; private set; }

    /// <summary>Why the payload could not be read.</summary>
    public Exception? DataError { get; private set; }

    /// <summary>Where in the body.</summary>
    public long DataErrorPosition { get; private set; }

    /// <summary>Scans the whole document.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public void Run(ref JsonInput input)
    {
        int wanted = (_shape.Code.Length == 0 ? 0 : CodeBit) | (_read is null ? 0 : DataBit);
        if (!input.IsObject)
        {
            input.Skip();
        }
        else if (_read is not null && _shape.Data.Length == 0)
        {
            ReadData(ref input);
        }
        else
        {
            Object(ref input, wanted, 0);
        }

        input.End();
    }

    private void Object(ref JsonInput input, int wanted, int depth)
    {
        input.StartObject();
        while (input.Member(out ReadOnlySpan<byte> name))
        {
            int hits = ((wanted & CodeBit) != 0 && name.SequenceEqual(_shape.Code[depth]) ? CodeBit : 0)
                | ((wanted & DataBit) != 0 && name.SequenceEqual(_shape.Data[depth]) ? DataBit : 0);
            if (hits == 0)
            {
                input.Skip();
            }
            else
            {
                Hit(ref input, hits, depth + 1);
            }
        }
    }

    /// <summary>A member on the way to what is wanted.</summary>
    private void Hit(ref JsonInput input, int hits, int depth)
    {
        bool isData = (hits & DataBit) != 0 && depth == _shape.Data.Length;
        bool isCode = (hits & CodeBit) != 0 && depth == _shape.Code.Length;
        int deeper = hits & ~((isData ? DataBit : 0) | (isCode ? CodeBit : 0));
        if (isCode && !input.IsObject && !input.IsArray)
        {
            if (hits == CodeBit)
            {
                CodeIsSuccess = _shape.IsSuccess(ref input);
                return;
            }

            JsonInput code = input;
            CodeIsSuccess = _shape.IsSuccess(ref code);
        }

        if (isData && CodeIsSuccess is not false)
        {
            if (deeper != 0 && input.IsObject)
            {
                JsonInput inside = input;
                Object(ref inside, deeper, depth);
            }

            ReadData(ref input);
        }
        else if (deeper != 0 && input.IsObject)
        {
            Object(ref input, deeper, depth);
        }
        else
        {
            input.Skip();
        }
    }

    private void ReadData(ref JsonInput input)
    {
        int begin = input.Position;
        JsonInput start = input;
        HasData = true;
        try
        {
            Value = _read!(ref input);
            DataRange = begin..input.Position;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            if (start.Null())
            {
                // Nothing is there yet, and that was said in JSON.
                HasData = false;
                input = start;
                return;
            }

            DataError = e;
            DataErrorPosition = input.TokenStart;
            input = start;
            input.Skip();
        }
    }
}
