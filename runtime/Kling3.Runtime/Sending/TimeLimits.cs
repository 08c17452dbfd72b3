namespace Kling3.Runtime.Sending;

/// <summary>Hands out time limits on one clock.</summary>
internal sealed class TimeLimits(TimeProvider time)
{
    private readonly Slot[] _spare = new Slot[64];

    public TimeLimit Start(TimeSpan limit, CancellationToken caller)
    {
        foreach (ref Slot slot in _spare.AsSpan())
        {
            if (slot.Source is not null && Interlocked.Exchange(ref slot.Source, null) is { } spare)
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
            foreach (ref Slot slot in _spare.AsSpan())
            {
                if (slot.Source is null && Interlocked.CompareExchange(ref slot.Source, source, null) is null)
                {
                    return;
                }
            }
        }

        source.Dispose();
    }

    private struct Slot
    {
        public CancellationTokenSource? Source;
    }
}
