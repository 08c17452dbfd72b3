using System.Collections.Concurrent;

namespace Kling3.Runtime.Sending;

/// <summary>Hands out time limits on one clock.</summary>
internal sealed class TimeLimits(TimeProvider time)
{
    private const int Kept = 64;
    private readonly ConcurrentQueue<CancellationTokenSource> _spare = new();
    private int _count;

    public TimeLimit Start(TimeSpan limit, CancellationToken caller)
    {
        if (_spare.TryDequeue(out CancellationTokenSource? source))
        {
            Interlocked.Decrement(ref _count);
            source.CancelAfter(limit);
        }
        else
        {
            source = new CancellationTokenSource(limit, time);
        }

        return new TimeLimit(this, source, caller);
    }

    public void Return(CancellationTokenSource source)
    {
        if (Volatile.Read(ref _count) < Kept && source.TryReset())
        {
            Interlocked.Increment(ref _count);
            _spare.Enqueue(source);
        }
        else
        {
            source.Dispose();
        }
    }
}
