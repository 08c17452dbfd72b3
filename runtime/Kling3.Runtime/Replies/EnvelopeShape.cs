using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Kling3.Runtime.Emitted;

namespace Kling3.Runtime.Replies;

/// <summary>An <see cref="Envelope"/> made ready for comparing with UTF-8.</summary>
internal sealed class EnvelopeShape
{
    private readonly byte[][] _success;
    private readonly decimal[] _successNumbers;

    public EnvelopeShape(Envelope envelope)
    {
        Source = envelope;
        Code = Encode(envelope.Code);
        Data = Encode(envelope.Data ?? []);
        _success = Encode(envelope.Success);
        _successNumbers =
        [
            .. from text in envelope.Success
               where decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out _)
               select decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture),
        ];
    }

    public Envelope Source { get; }

    public byte[][] Code { get; }

    public byte[][] Data { get; }

    /// <summary>Whether the scalar that is next is a code that means success.</summary>
    public bool IsSuccess(ref JsonInput input)
    {
        bool isText = input.IsText;
        ReadOnlySpan<byte> value = isText ? input.TextBytes() : input.Value();
        foreach (byte[] code in _success)
        {
            if (value.SequenceEqual(code))
            {
                return true;
            }
        }

        // 200.0 is 200.
        return !isText && Utf8Parser.TryParse(value, out decimal number, out int consumed) && consumed == value.Length && _successNumbers.Contains(number);
    }

    private static byte[][] Encode(string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}
