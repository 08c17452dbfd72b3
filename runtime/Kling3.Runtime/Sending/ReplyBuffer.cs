using System.Buffers;

namespace Kling3.Runtime.Sending;

/// <summary>A reply's body while it comes in, in a pooled buffer that grows.</summary>
internal struct ReplyBuffer(int limit)
{
    private const int Least = 1024;

    /// <summary>No more is taken for what a server only announces; the rest when it comes.</summary>
    private const int MostAnnounced = 64 * 1024;

    private byte[] _bytes = [];

    /// <summary>How much has come in.</summary>
    public int Length { get; private set; }

    /// <summary>The buffer; whoever takes it gives it back to the shared pool.</summary>
    public readonly byte[] Bytes => _bytes;

    /// <summary>Where the next piece goes.</summary>
    public readonly Memory<byte> Room => _bytes.AsMemory(Length);

    /// <summary>Makes room for a body.</summary>
    /// <param name="announced">Its length by the reply's headers; 0 when they do not say.</param>
    /// <exception cref="ReplyTooLargeException">That is more than allowed.</exception>
    public void Begin(long announced)
    {
        if (announced > limit)
        {
            throw new ReplyTooLargeException(limit);
        }

        // One byte more than announced, so that the end is seen without growing.
        _bytes = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(announced + 1, Least, MostAnnounced));
    }

    /// <summary>Counts a piece that was read into the room.</summary>
    /// <exception cref="ReplyTooLargeException">More has come than is allowed.</exception>
    public void Add(int read)
    {
        Length += read;
        if (Length > limit)
        {
            throw new ReplyTooLargeException(limit);
        }

        if (Length == _bytes.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Length * 2L, limit + 1L));
            _bytes.AsSpan(0, Length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }
    }
}
