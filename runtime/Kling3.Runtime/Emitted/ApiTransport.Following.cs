using Kling3.Runtime.Replies;
using Kling3.Runtime.Sending;
using Microsoft.Extensions.Logging;

namespace Kling3.Runtime.Emitted;

/// <content>What an <see cref="Operation{T}"/> needs of its transport.</content>
public sealed partial class ApiTransport
{
    internal TimeProvider Time => _time;

    internal ILogger Logger => _logger;

    internal long Now => _time.GetTimestamp();

    /// <summary>The turn of an operation that is to be asked about at a moment: later where the server asked all requests to wait.</summary>
    internal long TurnAt(long planned) => _pacer.TurnAt(planned);

    internal long After(TimeSpan delay) => _time.GetTimestamp() + (long)(delay.TotalSeconds * _time.TimestampFrequency);

    internal TimeSpan Until(long timestamp)
    {
        long now = _time.GetTimestamp();
        return timestamp <= now ? TimeSpan.Zero : _time.GetElapsedTime(now, timestamp);
    }

    /// <summary>What is left of the wait that began then: nothing when the deadline has passed, without an end when there is none, or no wait.</summary>
    internal TimeSpan UntilDeadline(long? began)
    {
        if (began is not { } start || _polling.Deadline == Timeout.InfiniteTimeSpan)
        {
            return TimeSpan.MaxValue;
        }

        TimeSpan left = _polling.Deadline - _time.GetElapsedTime(start);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>No timer goes beyond some weeks, and what is limited by it ends long before.</summary>
    internal static TimeSpan Timer(TimeSpan limit) => limit > TimeSpan.FromDays(40) ? Timeout.InfiniteTimeSpan : limit;

    /// <summary>The delay after the n-th question.</summary>
    internal TimeSpan NextDelay(int asked, TimeSpan? retryAfter)
    {
        // The exponent is bounded, as what grows without an end overflows; the cap is reached long before.
        double seconds = _polling.FirstDelay.TotalSeconds * Math.Pow(_polling.Growth, Math.Min(asked, 1000));
        seconds = Math.Min(seconds, _polling.MaxDelay.TotalSeconds);
        return Longer(TimeSpan.FromSeconds(seconds), retryAfter) * _pacer.Jitter();
    }

    /// <summary>The addresses in a reply that can be fetched at all; one without scheme and host is meant relative to the API.</summary>
    internal IReadOnlyList<Uri> Addresses(IReadOnlyList<string>? texts)
    {
        var addresses = new List<Uri>(texts?.Count ?? 0);
        foreach (string text in texts ?? [])
        {
            if (!string.IsNullOrWhiteSpace(text)
                && Uri.TryCreate(new Uri(_baseAddress + "/"), text.Trim(), out Uri? address)
                && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp))
            {
                addresses.Add(address);
            }
        }

        return addresses;
    }

    internal OperationFailedException Failed(string id, string state, string? words)
    {
        string? message = string.IsNullOrWhiteSpace(words) ? null : _replies.Clean(words);
        return new OperationFailedException(id, $"Operation {ShownId(id)} failed ({state}){(message is null ? "." : $": {message}")}") { State = state, ApiMessage = message };
    }

    internal OperationFailedException WithoutResults(string id, string state) =>
        new(id, $"The server says {state} of operation {ShownId(id)}, but gives no address of a result. It may have been billed; ask for its status again, or ask the provider, naming the id.")
        {
            State = state,
            SucceededWithoutResults = true,
        };

    /// <summary>An operation's id as logs and messages may show it.</summary>
    internal string ShownId(string id) => _replies.Id(id);

    /// <summary>A state as logs and messages may show it: what no document lists may be anything.</summary>
    internal string? Shown(string? state) => state is null ? null : _replies.Clean(state);

    internal OperationTimeoutException TimedOut(string id, string? state, ApiException? failure) =>
        new(
            id,
            $"Operation {ShownId(id)} has not ended within {_polling.Deadline} (last state: {state ?? "none"}). It goes on at the server; wait for it again by its id.{(failure is null ? "" : $" The last question failed: {failure.Message}")}",
            failure)
        {
            LastState = state,
            StatusCode = failure?.StatusCode,
            ErrorCode = failure?.ErrorCode,
        };

    /// <summary>The same failure, naming the operation that was asked about.</summary>
    internal ApiException About(ApiException error, string id) => new($"{error.Message} (Operation {ShownId(id)} goes on at the server.)", error, error.InnerException)
    {
        IsTransient = error.IsTransient,
        OperationId = id,
    };
}
