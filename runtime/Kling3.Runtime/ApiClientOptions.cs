using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;

namespace Kling3.Runtime;

/// <summary>
/// Settings of a client. A client reads them when it is made: changing them afterwards changes nothing for it.
/// </summary>
/// <remarks>
/// Nothing has to be set to be observed: spans come from the <c>ActivitySource</c>, measurements from the <c>Meter</c>, both named <c>Kling3.Runtime</c>. A span per
/// attempt, of kind client, named by method and path template, has OpenTelemetry's tags for HTTP clients (<c>http.request.method</c>, <c>server.address</c>,
/// <c>server.port</c>, <c>url.template</c>, <c>url.full</c> without its query, <c>http.response.status_code</c>, <c>http.request.resend_count</c>, <c>error.type</c>). The meter
/// has <c>http.client.request.duration</c> (seconds, the same tags but <c>url.full</c>) and <c>kling3.runtime.submits.unknown</c> (how many submits are of unknown fate). Neither
/// holds the key. Connections of a client's own add no spans of HttpClient's and send no trace ids to the API.
/// </remarks>
public sealed class ApiClientOptions
{
    /// <summary>The most that <see cref="MaxReplyBytes"/> may be: a reply is held in one array, and beyond this a buffer could not grow.</summary>
    internal const int LargestReplyBytes = 1024 * 1024 * 1024;

    /// <summary>
    /// The key, without any prefix such as <c>Bearer</c>. Checked when the client is made; no message ever quotes it.
    /// It is sent to the origin of <see cref="BaseAddress"/> and nowhere else, and never logged.
    /// </summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// Where the API is: https, or http on this machine only, which no proxy of the environment is asked for. Null for the server that the API's document names.
    /// </summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>How an operation's state is asked for.</summary>
    public PollingOptions Polling { get; set; } = new();

    /// <summary>How results are fetched.</summary>
    public DownloadOptions Download { get; set; } = new();

    /// <summary>
    /// The time for a call that is sent once only (every method but GET and HEAD), its permitted repeats included: from the call to its complete
    /// reply. 100 seconds when not set, as submits are slow; more than zero and at most a day. Waiting for a turn or a pause counts. Running out after the body has begun to be sent is a <see cref="SubmissionUnknownException"/>.
    /// </summary>
    public TimeSpan SubmitTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>
    /// The time for one attempt of a GET, from sending to its complete reply; 30 seconds when not set, more than zero and at most a day. An attempt that runs out of it is repeated like any
    /// other failed GET: by hand-made calls up to three times, by a wait until its deadline. In a download it is the longest silence.
    /// </summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The largest reply that is read, in bytes after decompression; 4 MiB when not set, at most 1 GiB, as a reply is held in memory.</summary>
    public int MaxReplyBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Whether a request is checked against the documented limits before it is sent; true when not set.</summary>
    public bool ValidateRequests { get; set; } = true;

    /// <summary>A limit on what submits may cost, shared by every client that is given it; null for none.</summary>
    public CreditBudget? Budget { get; set; }

    /// <summary>Where submits are recorded before they are sent, so that a crash loses none; null for nowhere.</summary>
    public IOperationJournal? Journal { get; set; }

    /// <summary>
    /// Asked for one permit before every request, which is held until its reply is there; null for no limit. A request that it refuses is not sent: a submit and a call by
    /// hand ask up to three times more, a wait at its next turn. Not disposed with the client, so that several may share it; once it is disposed of, every call is an
    /// <see cref="ApiException"/>.
    /// </summary>
    public RateLimiter? RateLimiter { get; set; }

    /// <summary>The clock for delays, time limits and timestamps; the system's when not set.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>
    /// Where logs go; null for nowhere. The category is <c>Kling3.Runtime.</c> followed by the API's name. Logs hold methods, paths, statuses, codes and
    /// operation ids; never the key, a body, or the query of a result's address.
    /// </summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Where jitter comes from.</summary>
    internal Random Random { get; set; } = Random.Shared;

    /// <summary>
    /// Checks everything that can be checked without a call. Making a client does the same.
    /// </summary>
    /// <exception cref="ArgumentException">A setting cannot work. The message says which and why, and quotes no key.</exception>
    public void Validate()
    {
        if (ApiKey is not null)
        {
            Sending.KeyRules.Check(ApiKey);
        }

        if (BaseAddress is not null)
        {
            Sending.AddressRules.CheckBase(BaseAddress);
        }

        Positive(SubmitTimeout, nameof(SubmitTimeout));
        Positive(RequestTimeout, nameof(RequestTimeout));
        if (MaxReplyBytes is <= 0 or > LargestReplyBytes)
        {
            throw new ArgumentOutOfRangeException(nameof(MaxReplyBytes), MaxReplyBytes, "The largest reply has from 1 byte to 1 GiB.");
        }

        ArgumentNullException.ThrowIfNull(Polling);
        ArgumentNullException.ThrowIfNull(Download);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        Polling.Validate();
    }

    private static void Positive(TimeSpan time, string name)
    {
        if (time <= TimeSpan.Zero || time > TimeSpan.FromDays(1))
        {
            throw new ArgumentOutOfRangeException(name, time, "A time limit is more than zero and at most a day.");
        }
    }
}
