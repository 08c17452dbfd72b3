using System.Net;

namespace Kling3.Runtime.Sending;

/// <summary>
/// A body that can be sent once. Whether it had begun to be is what tells a submit that never left this machine from one whose fate is unknown; that it
/// cannot be sent again is what keeps any layer below from submitting twice.
/// </summary>
internal sealed class OneShotContent : HttpContent
{
    private const int Waiting = 0;
    private const int Begun = 1;
    private const int Closed = 2;

    private readonly PooledBody _body;
    private readonly TimeProvider _time;
    private int _state;

    public OneShotContent(PooledBody body, TimeProvider time, bool json)
    {
        _body = body;
        _time = time;
        BegunAt = time.GetTimestamp();
        if (json)
        {
            Headers.TryAddWithoutValidation("Content-Type", "application/json");
        }
    }

    /// <summary>When the body began to be sent; before that, when it was made.</summary>
    public long BegunAt { get; private set; }

    /// <summary>Whether all of the body was handed to the connection.</summary>
    public bool IsSent { get; private set; }

    /// <summary>Whether the body began to be sent.</summary>
    public bool HasBegun => Volatile.Read(ref _state) == Begun;

    /// <summary>
    /// Makes sure that the body is never sent; false when it has begun to be. Without it an attempt that was given up could still begin in the background.
    /// </summary>
    public bool TryClose() => Interlocked.CompareExchange(ref _state, Closed, Waiting) != Begun;

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Begin();
        return WriteAsync(stream, cancellationToken);
    }

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Begin();
        try
        {
            stream.Write(_body.Written.Span);
            IsSent = true;
        }
        finally
        {
            _body.Release();
        }
    }

    private void Begin()
    {
        if (Interlocked.CompareExchange(ref _state, Begun, Waiting) != Waiting)
        {
            throw new InvalidOperationException("The body of a submit is sent once only, so that nothing is submitted and billed twice. A handler below tried to send it again.");
        }

        BegunAt = _time.GetTimestamp();
        if (!_body.TryHold())
        {
            throw new ObjectDisposedException(nameof(OneShotContent));
        }
    }

    private async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(_body.Written, cancellationToken).ConfigureAwait(false);
            IsSent = true;
        }
        finally
        {
            _body.Release();
        }
    }
}
