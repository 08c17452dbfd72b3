using System.Net;

namespace Kling3.Runtime.Sending;

/// <summary>
/// A body that can be sent once. Whether it had begun to be is what tells a submit that never left this machine from one whose fate is unknown; that it
/// cannot be sent again is what keeps any layer below from submitting twice.
/// </summary>
/// <remarks>
/// A caller's handler may read the body into memory, to log it. The framework then keeps the copy and would send it as often as anybody likes without coming back here,
/// so the request is given a new content, and the one that was read is not sent any more. A handler may also put a content of its own in place, which draws the body
/// from this one while it is sent, or never: our own last handler lets one such content pass.
/// </remarks>
internal sealed class OneShotContent : HttpContent
{
    private const int Waiting = 0;
    private const int Begun = 1;
    private const int Closed = 2;
    private const int Copied = 3;
    private const int Passing = 4;

    /// <summary>Where a request carries the first content, so that <see cref="OneShotHandler"/> knows copies of it.</summary>
    public static readonly HttpRequestOptionsKey<OneShotContent> Option = new("Kling3.Runtime.Submit");

    private readonly PooledBody _body;
    private readonly TimeProvider _time;
    private readonly string? _type;
    private readonly OneShotContent _first;
    private int _state;
    private long _begunAt;
    private volatile int _answer;
    private volatile bool _isSent;
    private volatile bool _isDone;
    private volatile bool _isWatched;

    /// <param name="body">The bytes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="type">The Content-Type; null for a call that has no body.</param>
    public OneShotContent(PooledBody body, TimeProvider time, string? type)
    {
        _body = body;
        _time = time;
        _type = type;
        _first = this;
        Describe();
    }

    private OneShotContent(OneShotContent copied)
    {
        _body = copied._body;
        _time = copied._time;
        _type = copied._type;
        _first = copied._first;
        Request = copied.Request;
        Describe();
    }

    /// <summary>The request this is the content of, where handlers other than our own see it.</summary>
    public HttpRequestMessage? Request { get; set; }

    /// <summary>When the body began to be sent; means nothing before that.</summary>
    public long BegunAt => Volatile.Read(ref _begunAt);

    /// <summary>Whether all of the body was handed to the connection.</summary>
    public bool IsSent => _isSent;

    /// <summary>Whether the body began to be sent, or may have been by who took a copy of it.</summary>
    public bool HasBegun => Volatile.Read(ref _state) is Begun or Copied or Passing;

    /// <summary>The server has answered the body that passed the last handler.</summary>
    public void SetAnswer(HttpStatusCode status) => _answer = (int)status;

    /// <summary>
    /// Whether a reply can be the one to the body, for all that is seen from here. A handler that tries again above one that answers by itself, such as a rate limiter,
    /// brings that answer, which says nothing of the body.
    /// </summary>
    public bool IsAnsweredBy(HttpStatusCode? status) =>
        !_isWatched || Volatile.Read(ref _state) is not (Begun or Passing) || _answer == (int?)status;

    /// <summary>
    /// Makes sure that the body is never sent; false when it has begun to be, or may have been. Without it an attempt that was given up could still begin in the
    /// background.
    /// </summary>
    public bool TryClose()
    {
        int state = Interlocked.CompareExchange(ref _state, Closed, Waiting);

        // Of a copy it is known only where each of them has to pass the watch.
        return state is Waiting or Closed || (state is Copied && _isWatched && Interlocked.CompareExchange(ref _state, Closed, Copied) is Copied);
    }

    /// <summary>
    /// The call has ended: what has not begun to be sent never will be, and neither will a copy. Says whether nobody can be reading the body any more; a connection that
    /// was given up may.
    /// </summary>
    public bool End()
    {
        if (!_isDone)
        {
            Interlocked.CompareExchange(ref _state, Closed, Waiting);
            Interlocked.CompareExchange(ref _state, Closed, Copied);
        }

        return _isDone;
    }

    /// <summary>What to send instead of a content that arrived at the last handler.</summary>
    public HttpContent? Watch(HttpContent? content)
    {
        _isWatched = true;
        return content is null or WatchedContent ? content : new WatchedContent(content, this);
    }

    /// <summary>A content begins to pass the last handler: this one, a copy of it, or one that may draw from it.</summary>
    public void BeginPass() => Enter(Volatile.Read(ref _state) is Copied ? Copied : Waiting, Passing);

    /// <summary>It has passed.</summary>
    public void EndPass() => _isSent = true;

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        bool isCopy = Begin(stream);
        return WriteAsync(stream, isCopy, cancellationToken);
    }

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        bool isCopy = Begin(stream);
        stream.Write(_body.Written.Span);
        HasWritten(isCopy);
    }

    private static InvalidOperationException SentAgain() =>
        new("The body of a submit is sent once only, so that nothing is submitted and billed twice. A handler below tried to send it again.");

    /// <summary>Memory is where a body is put by who wants to look at it: the framework's own buffer, or a caller's.</summary>
    private static bool IsMemory(Stream stream) => stream is MemoryStream || stream.GetType().DeclaringType == typeof(HttpContent);

    private void Describe()
    {
        if (_type is not null)
        {
            Headers.TryAddWithoutValidation("Content-Type", _type);
        }
    }

    /// <returns>Whether it only goes into memory.</returns>
    private bool Begin(Stream stream)
    {
        // A new content takes over from a copied one; what passes the last handler is sent, whatever it is drawn into first.
        bool passes = Volatile.Read(ref _first._state) is Passing;
        int to = !passes && Request is not null && IsMemory(stream) ? Copied : Begun;
        _first.Enter(passes ? Passing : _first == this ? Waiting : Copied, to);
        if (to == Copied)
        {
            Request!.Content = new OneShotContent(this);
        }

        return to == Copied;
    }

    /// <summary>Goes from one state to another, or refuses.</summary>
    private void Enter(int from, int to)
    {
        // The time first: who sees the state reads it.
        if (Volatile.Read(ref _state) == from && from is not Passing)
        {
            Volatile.Write(ref _begunAt, _time.GetTimestamp());
        }

        if (Interlocked.CompareExchange(ref _state, to, from) != from)
        {
            throw SentAgain();
        }
    }

    private async Task WriteAsync(Stream stream, bool isCopy, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_body.Written, cancellationToken).ConfigureAwait(false);
        HasWritten(isCopy);
    }

    private void HasWritten(bool isCopy)
    {
        _first._isSent = true;

        // While there are two contents of one body, either may be reading it.
        _isDone = !isCopy && _first == this;
    }
}
