namespace Kling3.Runtime.Sending;

/// <summary>Hands out time limits on one clock.</summary>
internal sealed class TimeLimits(TimeProvider time)
{
    private readonly CancellationTokenSource?[] _spare = new CancellationTokenSource?[64];

    public TimeLimit Start(TimeSpan limit, CancellationToken caller)
    {
        foreach (ref CancellationTokenSource? slot in _spare.AsSpan())
        {
            if (slot is not null && Interlocked.Exchange(ref slot, null) is { } spare)
            {
                spare.CancelAfter(limit);
                return new TimeLimit(this, spare, caller);
            }
        }

        return new TimeLimit(this, new CancellationTokenSource(limit, time), caller);
    }

    public void Return(CancellationTokenSource source)
    {
        if (source.TryReset())
        {
            foreach (ref CancellationTokenSource? slot in _spare.AsSpan())
            {
                if (slot is null && Interlocked.CompareExchange(ref slot, source, null) is null)
                {
                    return;
                }
            }
        }

        source.Dispose();
    }
}
