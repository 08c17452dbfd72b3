using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kling3.Runtime.Emitted;

namespace Kling3.Runtime.Sending;

/// <summary>
/// A request's body in a pooled buffer. Held by the call and by each writer to a connection: a connection may still be writing when the call has been given
/// up, so the buffer goes back to the pool with the last of them.
/// </summary>
internal sealed class PooledBody : IBufferWriter<byte>
{
    private static readonly JsonWriterOptions s_options = new()
    {
        // Bodies go to a JSON parser, never into HTML; escaping less keeps texts that are not English short.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    [ThreadStatic]
    private static Utf8JsonWriter? t_writer;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(1024);
    private int _length;
    private int _holders = 1;

    private PooledBody()
    {
    }

    public int Length => _length;

    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    public static PooledBody Empty() => new();

    public static PooledBody Of<T>(T value, JsonWriteCallback<T> write)
    {
        var body = new PooledBody();
        Utf8JsonWriter? writer = t_writer;
        t_writer = null;
        if (writer is null)
        {
            writer = new Utf8JsonWriter(body, s_options);
        }
        else
        {
            writer.Reset(body);
        }

        try
        {
            write(writer, value);
            writer.Flush();
        }
        catch
        {
            body.Release();
            throw;
        }

        writer.Reset(Nowhere.Instance);
        t_writer = writer;
        return body;
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
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _buffer.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _buffer.AsSpan(_length);
    }

    private void Ensure(int sizeHint)
    {
        int needed = Math.Max(sizeHint, 1);
        if (_buffer.Length - _length >= needed)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(_length + needed), _buffer.Length * 2));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    /// <summary>Where a cached writer points between two bodies, so that it keeps none alive.</summary>
    private sealed class Nowhere : IBufferWriter<byte>
    {
        public static readonly Nowhere Instance = new();

        public void Advance(int count) => throw new NotSupportedException();

        public Memory<byte> GetMemory(int sizeHint = 0) => throw new NotSupportedException();

        public Span<byte> GetSpan(int sizeHint = 0) => throw new NotSupportedException();
    }
}
