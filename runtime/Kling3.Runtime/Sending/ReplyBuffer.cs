using System.Buffers;

namespace Kling3.Runtime.Sending;

/// <summary>A reply's body while it comes in, in a pooled buffer that grows.</summary>
/// <param name="limit">How much may come in.</param>
/// <param name="salvages">Whether <see cref="Salvage"/> is called when a read fails; then the room is empty before each.</param>
internal struct ReplyBuffer(int limit, bool salvages = false)
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
        _bytes = Rent(Math.Clamp(announced + 1, Least, MostAnnounced));
    }

    /// <summary>
    /// Counts what a read that failed had put into the room all the same: the platform fills it with what came, and drops that when the frame behind it is broken.
    /// </summary>
    public void Salvage() => Length += Room.Span.LastIndexOfAnyExcept((byte)0) + 1;

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
            byte[] larger = Rent(Math.Min(Length * 2L, limit + 1L));
            _bytes.AsSpan(0, Length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }
    }

    private readonly byte[] Rent(long length)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent((int)length);
        if (salvages)
        {
            // Or an earlier reply's bytes, another task's id among them, would be taken for this one's.
            bytes.AsSpan().Clear();
        }

        return bytes;
    }
}
