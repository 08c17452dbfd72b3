using System.Threading.RateLimiting;
using Kling3.Runtime.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Kling3.Runtime.Sending;

/// <summary>What every request of a client waits for: the caller's rate limiter, and a server that asked for a pause.</summary>
internal sealed class Pacer(TimeProvider time, RateLimiter? limiter, ILogger logger)
{
    private long _pausedUntil = long.MinValue;

    /// <summary>Until when requests have to wait.</summary>
    public long PausedUntil => Volatile.Read(ref _pausedUntil);

    /// <summary>How long requests still have to wait.</summary>
    public TimeSpan Remaining
    {
        get
        {
            long until = Volatile.Read(ref _pausedUntil);
            if (until == long.MinValue)
            {
                return TimeSpan.Zero;
            }

            long now = time.GetTimestamp();
            return until <= now ? TimeSpan.Zero : time.GetElapsedTime(now, until);
        }
    }

    /// <summary>Makes all requests wait, from now on, for as long as the server asks.</summary>
    public void Pause(TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            return;
        }

        long until = time.GetTimestamp() + (long)(delay.TotalSeconds * time.TimestampFrequency);
        long seen = Volatile.Read(ref _pausedUntil);
        while (until > seen)
        {
            long current = Interlocked.CompareExchange(ref _pausedUntil, until, seen);
            if (current == seen)
            {
                Log.Paused(logger, delay);
                return;
            }

            seen = current;
        }
    }

    /// <summary>Waits for the turn. The lease, if any, is held until the request has ended.</summary>
    /// <exception cref="ApiException">The rate limiter refuses.</exception>
    public ValueTask<RateLimitLease?> EnterAsync(CancellationToken cancellationToken) =>
        limiter is null && Remaining <= TimeSpan.Zero ? default : WaitAsync(cancellationToken);

    private async ValueTask<RateLimitLease?> WaitAsync(CancellationToken cancellationToken)
    {
        for (TimeSpan left = Remaining; left > TimeSpan.Zero; left = Remaining)
        {
            await Wait.ForAsync(left, time, cancellationToken).ConfigureAwait(false);
        }

        if (limiter is null)
        {
            return null;
        }

        RateLimitLease lease = await limiter.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
        if (lease.IsAcquired)
        {
            return lease;
        }

        lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan retryAfter);
        lease.Dispose();
        throw new ApiException("The rate limiter of this client refused the request; nothing was sent.")
        {
            RetryAfter = retryAfter > TimeSpan.Zero ? retryAfter : null,
            IsTransient = true,
        };
    }
}
