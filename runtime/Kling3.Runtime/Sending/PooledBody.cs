using System.Buffers;
using System.Text.Encodings.Web;
using Kling3.Runtime.Emitted;

namespace Kling3.Runtime.Sending;

/// <summary>
/// A request's body in a pooled buffer. Held by the call and by each writer to a connection: a connection may still be writing when the call has been given
/// up, so the buffer goes back to the pool with the last of them.
/// </summary>
internal sealed class PooledBody
{
    private byte[] _buffer;
    private int _holders = 1;

    private PooledBody(byte[] buffer, int length)
    {
        _buffer = buffer;
        Length = length;
    }

    public int Length { get; }

    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, Length);

    public static PooledBody Empty() => new([], 0);

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

    /// <summary>Holds the buffer; false when it has gone back already.</summary>
    public bool TryHold()
    {
        int holders = Volatile.Read(ref _holders);
        while (holders > 0)
        {
            int seen = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (seen == holders)
            {
                return true;
            }

            holders = seen;
        }

        return false;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            byte[] buffer = _buffer;
            _buffer = [];
            if (buffer.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }
}
