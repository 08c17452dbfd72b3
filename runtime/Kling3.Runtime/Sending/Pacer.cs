using System.Threading.RateLimiting;
using Kling3.Runtime.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Kling3.Runtime.Sending;

/// <summary>What every request of a client waits for: the caller's rate limiter, and a server that asked for a pause.</summary>
internal sealed class Pacer(TimeProvider time, RateLimiter? limiter, double jitter, Random random, ILogger logger)
{
    private long _pausedUntil = long.MinValue;

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

    /// <summary>Whether there is anything to wait for but a server.</summary>
    public bool HasLimiter => limiter is not null;

    /// <summary>By what a delay is made longer, so that those who wait for the same moment do not all come at it: from 1 to 1 and the jitter.</summary>
    public double Jitter() => jitter > 0 ? 1 + (jitter * random.NextDouble()) : 1;

    /// <summary>When a request may be sent that is planned for a moment: then, or somewhat after the pause that it falls into.</summary>
    public long TurnAt(long planned)
    {
        long until = Volatile.Read(ref _pausedUntil);
        long now = time.GetTimestamp();
        return until <= planned || until <= now ? planned : now + (long)((until - now) * Jitter());
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

    /// <summary>Whether there is nothing to wait for.</summary>
    public bool IsOpen => limiter is null && Remaining <= TimeSpan.Zero;

    /// <summary>Waits for the turn. The lease, if any, is held until the request has ended.</summary>
    /// <param name="longest">What a pause, spread as it is, must be shorter than; a longer one is not waited for, and one that grows so not any more.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="ApiException">The pause is too long, or the rate limiter refuses or was disposed of.</exception>
    public async ValueTask<RateLimitLease?> EnterAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        for (TimeSpan left = Remaining; left > TimeSpan.Zero; left = Remaining)
        {
            if (left * (1 + jitter) >= longest)
            {
                throw new ApiException($"The server has asked this client to wait for another {left}; nothing was sent.") { RetryAfter = left };
            }

            await Wait.ForAsync(left * Jitter(), time, cancellationToken).ConfigureAwait(false);
        }

        if (limiter is null)
        {
            return null;
        }

        RateLimitLease lease;
        try
        {
            lease = await limiter.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectDisposedException e)
        {
            throw new ApiException("The rate limiter of this client was disposed of; nothing was sent. Dispose of it after the clients that share it.", e);
        }

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
