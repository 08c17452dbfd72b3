using System.Buffers;
using System.Text.Encodings.Web;
using Kling3.Runtime.Emitted;

namespace Kling3.Runtime.Sending;

/// <summary>
/// A request's body in a pooled buffer. A connection may still be writing it when the call has been given up: then nobody gives the buffer back, and the
/// collector takes it.
/// </summary>
internal readonly struct PooledBody
{
    private readonly byte[]? _buffer;

    private PooledBody(byte[] buffer, int length)
    {
        _buffer = buffer;
        Length = length;
    }

    public int Length { get; }

    public ReadOnlyMemory<byte> Written => new(_buffer, 0, Length);

    public static PooledBody Of<T>(T value, JsonWriteCallback<T> write)
    {
        // Bodies go to a JSON parser, never into HTML; escaping less keeps texts that are not English short.
        var output = new JsonOutput(JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        try
        {
            write(ref output, value);
            byte[] buffer = output.Detach(out int length);
            return new PooledBody(buffer, length);
        }
        finally
        {
            output.Dispose();
        }
    }

    /// <summary>Gives the buffer back. Once, and not before all who were given the body are done with it.</summary>
    public void Release()
    {
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }
    }
}
