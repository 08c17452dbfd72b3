using System.Buffers;
using System.Net;

namespace Kling3.Runtime.Sending;

/// <summary>
/// A reply, its body in a pooled buffer that grows while it comes in. A content writes itself here, which takes less than to read from a stream of its own.
/// </summary>
internal sealed class Reply(HttpResponseMessage response, TimeProvider time, int limit) : Stream
{
    /// <summary>Another size than that of a request's first buffer, as the pool keeps one of each size at hand for a thread.</summary>
    private const int Least = 2048;

    /// <summary>No more is taken for what a server only announces; the rest when it comes.</summary>
    private const int MostAnnounced = 64 * 1024;

    private byte[] _bytes = [];
    private int _length;
    private int _limit = limit;
    private long _until = long.MaxValue;

    public HttpStatusCode Status => response.StatusCode;

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public TimeSpan? RetryAfter => Sending.RetryAfter.Of(response.Headers, time);

    /// <summary>The charset that the reply's Content-Type names; null for none.</summary>
    public string? Charset => response.Content.Headers.ContentType?.CharSet;

    /// <summary>Why the body is not complete; null when it is.</summary>
    public Exception? CutBy { get; private set; }

    /// <summary>What has come in.</summary>
    public ReadOnlySpan<byte> Body => _bytes.AsSpan(0, _length);

    /// <summary>How much fits in without growing.</summary>
    public int Capacity => _bytes.Length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    /// <summary>Makes room for a body.</summary>
    /// <param name="announced">Its length by the reply's headers; 0 when they do not say.</param>
    /// <param name="until">When no further piece is taken in, by <see cref="Environment.TickCount64"/>; null for no such time.</param>
    /// <exception cref="ReplyTooLargeException">That is more than allowed.</exception>
    public void Begin(long announced, long? until = null)
    {
        _until = until ?? long.MaxValue;
        if (announced > _limit)
        {
            throw new ReplyTooLargeException(_limit);
        }

        _bytes = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(announced, Least, MostAnnounced));
    }

    /// <summary>Takes a piece in.</summary>
    /// <exception cref="ReplyTooLargeException">More has come than is allowed. What is allowed of it was taken in.</exception>
    /// <exception cref="TimeoutException">It comes too late.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        // A content that goes on writing without ever waiting leaves its caller no moment to start a timer. What comes in one piece is taken, even late.
        if (_length > 0 && Environment.TickCount64 > _until)
        {
            throw new TimeoutException("The rest of it did not come within the time limit.");
        }

        int taken = Math.Min(buffer.Length, _limit - _length);
        if (taken > 0)
        {
            if (taken > Capacity - _length)
            {
                Grow(_length + taken);
            }

            buffer[..taken].CopyTo(_bytes.AsSpan(_length));
            _length += taken;
        }

        if (taken < buffer.Length)
        {
            throw new ReplyTooLargeException(_limit);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return default;
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Takes nothing in any more: who was given up may still write.</summary>
    /// <param name="cutBy">Why the body is not complete; null when it is.</param>
    public void End(Exception? cutBy)
    {
        _limit = _length;
        CutBy = cutBy;
    }

    /// <summary>Gives the buffer back; the body must not be looked at any more.</summary>
    public void Release()
    {
        byte[] bytes = _bytes;
        _bytes = [];
        _length = 0;
        _limit = 0;
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private void Grow(int needed)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(needed, _length * 2L), _limit));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
