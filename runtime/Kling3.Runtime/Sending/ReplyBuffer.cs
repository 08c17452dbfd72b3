using System.Buffers;

namespace Kling3.Runtime.Sending;

/// <summary>A reply's body while it comes in, in a pooled buffer that grows. A content writes itself here, which takes less than to read from a stream of its own.</summary>
internal sealed class ReplyBuffer(int limit) : Stream
{
    private const int Least = 1024;

    /// <summary>No more is taken for what a server only announces; the rest when it comes.</summary>
    private const int MostAnnounced = 64 * 1024;

    private byte[] _bytes = [];
    private int _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    /// <summary>How much has come in.</summary>
    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    /// <summary>Makes room for a body.</summary>
    /// <param name="announced">Its length by the reply's headers; 0 when they do not say.</param>
    /// <exception cref="ReplyTooLargeException">That is more than allowed.</exception>
    public void Begin(long announced)
    {
        if (announced > limit)
        {
            throw new ReplyTooLargeException(limit);
        }

        _bytes = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(announced, Least, MostAnnounced));
    }

    /// <summary>Takes a piece in.</summary>
    /// <exception cref="ReplyTooLargeException">More has come than is allowed. What is allowed of it was taken in.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        int taken = Math.Min(buffer.Length, limit - _length);
        if (taken > 0)
        {
            if (taken > _bytes.Length - _length)
            {
                Grow(_length + taken);
            }

            buffer[..taken].CopyTo(_bytes.AsSpan(_length));
            _length += taken;
        }

        if (taken < buffer.Length)
        {
            throw new ReplyTooLargeException(limit);
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

    /// <summary>Hands over what has come in, in a buffer that is now the caller's to give back to the shared pool. Nothing is taken in any more.</summary>
    /// <param name="length">How much of it that is.</param>
    public byte[] Detach(out int length)
    {
        byte[] bytes = _bytes;
        length = _length;
        _bytes = [];
        _length = limit;
        return bytes;
    }

    private void Grow(int needed)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(needed, _length * 2L), limit));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
