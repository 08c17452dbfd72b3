using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Threading.RateLimiting;
using Kling3.Runtime.Diagnostics;
using Kling3.Runtime.Downloads;
using Kling3.Runtime.Replies;
using Kling3.Runtime.Sending;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kling3.Runtime.Emitted;

/// <summary>Sends an API's calls. Emitted clients are thin shells around it. Safe for use by many threads.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class ApiTransport : IDisposable
{
    private readonly ApiDescription _api;
    private readonly HttpMessageInvoker _invoker;
    private readonly HttpClient? _callersClient;
    private readonly string _baseAddress;
    private readonly string? _keyHeader;
    private readonly string? _keyText;
    private readonly ReplyReader _replies;
    private readonly TimeLimits _limits;
    private readonly Pacer _pacer;
    private readonly Lazy<Downloader> _downloader;
    private readonly TimeProvider _time;
    private readonly TimeProvider _clock;
    private readonly Random _random;
    private readonly ILogger _logger;
    private readonly PollingOptions _polling;
    private readonly CreditBudget? _budget;
    private readonly IOperationJournal? _journal;
    private readonly TimeSpan _submitTimeout;
    private readonly TimeSpan _requestTimeout;
    private readonly int _maxReplyBytes;
    private readonly bool _validate;
    private volatile bool _isDisposed;

    /// <summary>Makes a transport with connections of its own: no redirects, no cookies, DNS looked up again every two minutes.</summary>
    /// <param name="api">The API.</param>
    /// <param name="options">The settings; copied.</param>
    /// <exception cref="ArgumentException">A setting cannot work, or the key is missing or malformed; no message quotes the key.</exception>
    public ApiTransport(ApiDescription api, ApiClientOptions options)
        : this(api, null, options)
    {
    }

    /// <summary>Makes a transport over a caller's client, which stays the caller's and is not disposed.</summary>
    /// <remarks>
    /// The client's handlers see the key and the bodies. They may not follow redirects (a key in a header of its own would travel along), and may not copy a
    /// submit's body in order to send the copy, nor try a submit again above a handler that answers 429 by itself, which would be taken for the server's: these are the ways to submit
    /// twice that cannot be stopped here, unless the last of them is <see cref="CreateHandler"/>'s.
    /// </remarks>
    /// <param name="api">The API.</param>
    /// <param name="client">The caller's client.</param>
    /// <param name="options">The settings; copied.</param>
    /// <exception cref="ArgumentException">A setting cannot work, or the key is missing or malformed; no message quotes the key.</exception>
    public ApiTransport(ApiDescription api, HttpClient? client, ApiClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(api);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _api = api;
        _time = options.TimeProvider;
        _clock = CoarseClock.Of(_time);
        _random = options.Random;
        _logger = options.LoggerFactory is { } logs ? new CalmLogger(logs.CreateLogger("Kling3.Runtime." + api.Name)) : NullLogger.Instance;
        _polling = options.Polling.Copy();
        _budget = options.Budget;
        _journal = options.Journal;
        _submitTimeout = options.SubmitTimeout;
        _requestTimeout = options.RequestTimeout;
        _maxReplyBytes = options.MaxReplyBytes;
        _validate = options.ValidateRequests;

        Uri address = options.BaseAddress ?? client?.BaseAddress ?? api.BaseAddress
            ?? throw new ArgumentException("No base address is set, and the API's document names no server.", nameof(options));
        AddressRules.CheckBase(address);
        _baseAddress = address.AbsoluteUri.TrimEnd('/');
        (_keyHeader, _keyText) = Key(api, options.ApiKey);

        _callersClient = client;
        _invoker = client ?? new HttpMessageInvoker(CreateConnections());
        _replies = new ReplyReader(api, new ErrorText(options.ApiKey));
        _limits = new TimeLimits(_time);
        _pacer = new Pacer(_time, options.RateLimiter, _polling.Jitter, _random, _logger);
        DownloadOptions download = options.Download.Copy();
        _downloader = new Lazy<Downloader>(() => new Downloader(download, address.IsLoopback, _requestTimeout, _time, _random, _logger));
    }

    /// <summary>Calls an operation that has no body.</summary>
    /// <typeparam name="TReply">The reply.</typeparam>
    /// <param name="operation">The operation.</param>
    /// <param name="target">Where to.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="RequestInvalidException">A parameter breaks a documented limit; nothing was sent.</exception>
    /// <exception cref="ApiException">The API refused, could not be reached, or its reply cannot be read; a GET was repeated up to three times where that may help.</exception>
    /// <exception cref="SubmissionUnknownException">Of a method other than GET and HEAD: it may have been accepted. It was not sent again.</exception>
    /// <exception cref="OperationCanceledException">The call was given up.</exception>
    public Task<TReply> SendAsync<TReply>(ApiOperation<TReply> operation, RequestTarget target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(target);
        return IsRepeatable(operation.Method)
            ? RepeatAsync(operation, target, cancellationToken)
            : SendBodylessAsync(operation, target, cancellationToken);
    }

    /// <summary>Calls an operation that has a body. It is sent at most once.</summary>
    /// <typeparam name="TBody">The body.</typeparam>
    /// <typeparam name="TReply">The reply.</typeparam>
    /// <param name="operation">The operation.</param>
    /// <param name="target">Where to.</param>
    /// <param name="body">The body; validated and counted against the budget if it can be.</param>
    /// <param name="write">Writes the body.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="RequestInvalidException">It breaks a documented limit; nothing was sent.</exception>
    /// <exception cref="BudgetExceededException">It would cost more than the budget has left; nothing was sent.</exception>
    /// <exception cref="ApiException">The API refused, or could not be reached. Nothing was started.</exception>
    /// <exception cref="SubmissionUnknownException">It may have been accepted. It was not sent again.</exception>
    /// <exception cref="OperationCanceledException">The call was given up before anything was sent.</exception>
    public async Task<TReply> SendAsync<TBody, TReply>(
        ApiOperation<TReply> operation, RequestTarget target, TBody body, JsonWriteCallback<TBody> write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(write);
        cancellationToken.ThrowIfCancellationRequested();
        Validate(target, body);
        BudgetEntry? cost = Reserve(body, out _);
        PooledBody bytes = Serialize(body, write, cost);
        try
        {
            TReply reply = await SendOnceAsync(operation, target, bytes, hasBody: true, _clock.GetTimestamp(), cancellationToken).ConfigureAwait(false);
            cost?.Settle(null);
            return reply;
        }
        catch (Exception e) when (cost is not null && e is not SubmissionUnknownException)
        {
            cost.GiveBack();
            throw;
        }
    }

    /// <summary>Fetches a result into a file, without the key.</summary>
    /// <param name="address">The result's address.</param>
    /// <param name="path">The file.</param>
    /// <param name="overwrite">Whether a file that exists is replaced.</param>
    /// <param name="progress">Told the bytes stored so far.</param>
    /// <param name="cancellationToken">Gives the transfer up; nothing of the file is left.</param>
    /// <exception cref="ArgumentException">The address is not absolute, or the path is empty.</exception>
    /// <exception cref="DownloadException">The result could not be fetched or stored, or the file exists; it was not touched.</exception>
    /// <exception cref="OperationCanceledException">The transfer was given up.</exception>
    public Task DownloadAsync(Uri address, string path, bool overwrite, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return _downloader.Value.FetchAsync(address, path, overwrite, progress, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDisposed = true;
        if (_callersClient is null)
        {
            _invoker.Dispose();
        }

        if (_downloader.IsValueCreated)
        {
            _downloader.Value.Dispose();
        }
    }

    /// <summary>
    /// The connections that a client of its own makes, for registrations that build the <see cref="HttpClient"/> elsewhere: no redirects, no cookies, renewed every
    /// two minutes so that changes of DNS are seen. As the last handler it lets the body of a submit pass once, copies of it too.
    /// </summary>
    /// <returns>A new handler; the caller disposes of it.</returns>
    public static HttpMessageHandler CreateHandler() => new OneShotHandler(CreateConnections());

    internal static SocketsHttpHandler CreateConnections() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        Proxy = new OwnMachineProxy(HttpClient.DefaultProxy),
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxConnectionsPerServer = 256,

        // The spans of this library take the place of HttpClient's, and no trace ids travel to a third party.
        ActivityHeadersPropagator = null,
    };

    private static (string? Header, string? Text) Key(ApiDescription api, string? key)
    {
        if (api.KeyPlacement is KeyPlacement.None)
        {
            return default;
        }

        if (key is null)
        {
            throw new ArgumentException($"{nameof(ApiClientOptions.ApiKey)} is not set, and {api.Name} needs one.", nameof(ApiClientOptions.ApiKey));
        }

        return api.KeyPlacement is KeyPlacement.Bearer ? ("Authorization", "Bearer " + key) : (api.KeyHeader, key);
    }

    private static bool IsRepeatable(HttpMethod method) => method == HttpMethod.Get || method == HttpMethod.Head;

    private void Validate(RequestTarget target)
    {
        if (_validate && target.Errors.Count > 0)
        {
            throw new RequestInvalidException(target.Errors);
        }
    }

    private void Validate<TBody>(RequestTarget target, TBody body)
    {
        if (_validate && body is IValidatedRequest validated && !validated.TryValidate(out ValidationErrors errors))
        {
            throw new RequestInvalidException(target.Errors.And(errors));
        }

        Validate(target);
    }

    private BudgetEntry? Reserve<TBody>(TBody body, out decimal? estimate)
    {
        estimate = null;
        if ((_budget is null && _journal is null) || body is not IPricedRequest priced)
        {
            return null;
        }

        estimate = priced.EstimateCost();
        return _budget?.Reserve(estimate);
    }

    private static PooledBody Serialize<TBody>(TBody body, JsonWriteCallback<TBody> write, BudgetEntry? cost)
    {
        try
        {
            return PooledBody.Of(body, write);
        }
        catch
        {
            cost?.GiveBack();
            throw;
        }
    }

    private async Task<TReply> SendBodylessAsync<TReply>(ApiOperation<TReply> operation, RequestTarget target, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Validate(target);
        return await SendOnceAsync(operation, target, default, hasBody: false, _clock.GetTimestamp(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A GET by hand: repeated after failures that may pass.</summary>
    private async Task<TReply> RepeatAsync<TReply>(ApiOperation<TReply> operation, RequestTarget target, CancellationToken cancellationToken)
    {
        Validate(target);

        // Made here, where a mistake in it is the caller's and no failure of the network.
        target.Address(_baseAddress);
        for (int repeat = 0; ; repeat++)
        {
            Outcome<TReply> outcome = await AskAsync(operation, target, null, repeat, cancellationToken).ConfigureAwait(false);
            if (outcome.Error is not { } error)
            {
                return outcome.Value;
            }

            if (!error.IsTransient || repeat == Backoff.Repeats || error.RetryAfter > _requestTimeout)
            {
                throw error;
            }

            TimeSpan delay = Longer(Backoff.Delay(repeat, _random), Spread(error.RetryAfter));
            Log.Repeating(_logger, operation.Id, delay, repeat + 1, error.Message);
            await Wait.ForAsync(delay, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// One attempt at a GET: within the deadline of the wait that began then; or by hand, where no pause is waited for that is longer than a reply may take. Every
    /// failure but the caller's cancellation is in the outcome.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<Outcome<TReply>> AskAsync<TReply>(
        ApiOperation<TReply> operation, RequestTarget target, long? waitBegan, int repeat, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        RateLimitLease? lease = null;
        bool hasTurn = false;
        TimeSpan limit = UntilDeadline(waitBegan);
        TimeLimit time = _limits.Start(Timer(limit), cancellationToken);
        try
        {
            TimeSpan longestPause = waitBegan is null ? _requestTimeout * (1 + _polling.Jitter) : TimeSpan.MaxValue;
            lease = _pacer.IsOpen ? null : await _pacer.EnterAsync(longestPause, time.Token).ConfigureAwait(false);
            hasTurn = true;
            limit = UntilDeadline(waitBegan) is var left && left < _requestTimeout ? left : _requestTimeout;
            time.Set(limit);
            Reply reply = await ExchangeAsync(operation.Method, target, null, operation.UsesKey, Accept(operation), repeat, time.Token).ConfigureAwait(false);
            try
            {
                if (reply is { IsSuccess: true, CutBy: OperationCanceledException cut })
                {
                    throw cut;
                }

                Outcome<TReply> outcome = _replies.Read(operation, reply);
                PauseAfter(outcome);
                return outcome with { Fingerprint = Fingerprint.Of(Utf8Body.Of(reply.Body)[outcome.Payload]), RetryAfter = reply.RetryAfter };
            }
            finally
            {
                reply.Release();
            }
        }
        catch (ApiException e)
        {
            return Outcome<TReply>.Failure(Verdict.None, e);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && !IsGone(e))
        {
            return Outcome<TReply>.Failure(Verdict.None, new ApiException(
                e is not OperationCanceledException ? $"{operation.Id}: {Reason(e)}"
                : hasTurn ? FormattableString.Invariant($"{operation.Id}: no complete reply within {limit.TotalSeconds:0.###} s.")
                : $"{operation.Id} was not sent. {NoTurn(limit)}",
                e)
            { IsTransient = true });
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested && !(e is OperationCanceledException { CancellationToken: var token } && token == cancellationToken))
        {
            // However a handler says that it was cancelled.
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        finally
        {
            time.Dispose();
            Discard(lease);
        }
    }

    /// <summary>Whether a failure is that of a client that was disposed of: it will not pass.</summary>
    internal bool IsGone(Exception error) =>
        error is ObjectDisposedException { ObjectName: var name } && (_isDisposed || (_callersClient is not null && name == typeof(HttpClient).FullName));

    /// <summary>What a call was waiting for that never got as far as a connection.</summary>
    private string NoTurn(TimeSpan limit) => FormattableString.Invariant(
        $"{(!_pacer.HasLimiter || _pacer.Remaining > TimeSpan.Zero ? "The server has asked this client to pause, which left it no turn within" : "The rate limiter gave it no turn within")} {limit.TotalSeconds:0.###} s.");

    private static string? Accept<TReply>(ApiOperation<TReply> operation) =>
        operation.Accept ?? (operation.ReadText is null && operation.ReadBinary is null ? "application/json" : null);

    /// <summary>Who was told to come back at one moment comes back in a while after it.</summary>
    private TimeSpan? Spread(TimeSpan? hint) => hint * _pacer.Jitter();

    private static TimeSpan Longer(TimeSpan delay, TimeSpan? hint) => hint > delay ? hint.Value : delay;

    private void PauseAfter<T>(in Outcome<T> outcome)
    {
        if (outcome is { Verdict: Verdict.RateLimited, RetryAfter: { } delay })
        {
            _pacer.Pause(delay);
        }
    }

    /// <summary>What an exception of the network says, and the one below it, which often says more.</summary>
    private string Reason(Exception error) => _replies.Clean(
        error.InnerException is { } inner && !error.Message.Contains(inner.Message, StringComparison.Ordinal) ? $"{error.Message} {inner.Message}" : error.Message);

    /// <summary>
    /// One request and its reply. Throws when there is no reply; a reply whose body breaks off is one, because its status may be all that is needed.
    /// </summary>
    /// <param name="method">The method.</param>
    /// <param name="target">Where to.</param>
    /// <param name="content">The body; null for none.</param>
    /// <param name="usesKey">Whether the key is sent.</param>
    /// <param name="accept">The Accept header; null for none.</param>
    /// <param name="attempt">How often it was sent before.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <param name="until">By when the body has to be there, by <see cref="Environment.TickCount64"/>, where the caller's client limits the time up to the headers; null where the token limits it all.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Reply> ExchangeAsync(
        HttpMethod method, RequestTarget target, OneShotContent? content, bool usesKey, string? accept, int attempt, CancellationToken cancellationToken, long? until = null)
    {
        Uri address = target.Address(_baseAddress);
        bool isObserved = Telemetry.IsObserved || _logger.IsEnabled(LogLevel.Debug);
        long began = isObserved ? _time.GetTimestamp() : 0;
        Activity? activity = Telemetry.Start(method, address, target.Template, attempt, _replies);
        int? status = null;
        string? failure = null;
        var request = new HttpRequestMessage(method, address);
        HttpResponseMessage? response = null;
        CancellationTokenSource? rest = null;
        try
        {
            Prepare(request, target, content, usesKey, accept);
            response = await (_callersClient is null
                ? _invoker.SendAsync(request, cancellationToken)
                : _callersClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)).ConfigureAwait(false);
            status = (int)response.StatusCode;
            var reply = new Reply(response, _time, _maxReplyBytes);
            try
            {
                reply.Begin(Announced(response.Content), until);
                rest = until is null ? null : CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                Task copying = response.Content.CopyToAsync(reply, rest?.Token ?? cancellationToken);
                if (rest is not null && !copying.IsCompleted)
                {
                    rest.CancelAfter(TimeSpan.FromMilliseconds(Math.Max(0, until!.Value - Environment.TickCount64)));
                }

                await copying.ConfigureAwait(false);
                reply.End(null);
            }
            catch (Exception e)
            {
                // Whatever broke the body off, the status stands: a refusal is a refusal however its words end. The copying adds nothing to what the network says.
                reply.End(_replies.Clean(e is HttpRequestException { InnerException: IOException inner } ? inner : e));
            }

            failure = reply.CutBy?.GetType().FullName ?? (status >= 400 ? status.Value.ToString(System.Globalization.CultureInfo.InvariantCulture) : null);
            return reply;
        }
        catch (Exception e)
        {
            failure = e.GetType().FullName;
            Exception clean = _replies.Clean(e);
            if (clean != e)
            {
                throw clean;
            }

            throw;
        }
        finally
        {
            // The request is not disposed: that would dispose its content, which a connection given up may still be writing.
            rest?.Dispose();
            Discard(response);
            if (isObserved)
            {
                Observe(activity, method, address, target.Template, _time.GetElapsedTime(began), status, failure);
            }
        }
    }

    /// <summary>Gives back what a call is done with. What a caller's handler or limiter throws at that may not take the place of a reply that is paid for.</summary>
    private void Discard(IDisposable? used)
    {
        try
        {
            used?.Dispose();
        }
        catch (Exception e)
        {
            Log.NotDisposed(_logger, used!.GetType().Name, _replies.Clean(e));
        }
    }

    private void Observe(Activity? activity, HttpMethod method, Uri address, string template, TimeSpan duration, int? status, string? failure)
    {
        Telemetry.Stop(activity, method, address, template, duration, status, failure);
        if (!_logger.IsEnabled(LogLevel.Debug))
        {
            return;
        }

        if (status is int code)
        {
            Log.Answered(_logger, method.Method, template, code, duration.TotalMilliseconds);
        }
        else
        {
            Log.Failed(_logger, method.Method, template, duration.TotalMilliseconds, failure ?? "");
        }
    }

    private void Prepare(HttpRequestMessage request, RequestTarget target, OneShotContent? content, bool usesKey, string? accept)
    {
        HttpRequestHeaders headers = request.Headers;
        if (usesKey && _keyHeader is not null)
        {
            headers.TryAddWithoutValidation(_keyHeader, _keyText);
        }

        if (accept is not null)
        {
            headers.TryAddWithoutValidation("Accept", accept);
        }

        if (target.Headers is { } own)
        {
            foreach (KeyValuePair<string, string> header in own)
            {
                headers.TryAddWithoutValidation(header.Key, header.Value);
            }
        }

        if (content is not null)
        {
            request.Content = content;
            if (_callersClient is not null)
            {
                content.Request = request;
                OneShotHandler.Mark(request, content);
            }

            // Over HTTP/2 a connection that is going away makes the handler send the request again by itself.
            request.Version = HttpVersion.Version11;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        }
        else if (_callersClient is { } client)
        {
            request.Version = client.DefaultRequestVersion;
            request.VersionPolicy = client.DefaultVersionPolicy;
        }
    }

    /// <summary>The body's length by the reply's headers; 0 when they do not say. Not asked of the content, which would work it out.</summary>
    private static long Announced(HttpContent content) =>
        content.Headers.NonValidated.TryGetValues("Content-Length", out HeaderStringValues values)
        && long.TryParse(values.ToString(), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long length)
            ? length
            : 0;
}
