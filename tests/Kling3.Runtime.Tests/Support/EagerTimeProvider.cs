using System.Collections.Concurrent;

namespace Kling3.Runtime.Tests.Support;

/// <summary>
/// A clock that is in no hurry to wait: a delay of up to a minute passes at once, and moves the clock by as much. Longer ones are time limits, which never run
/// out. For tests in which the network is real and only the pauses are not.
/// </summary>
internal sealed class EagerTimeProvider : TimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> _delays = new();
    private long _ticks = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero).Ticks;

    public IReadOnlyList<TimeSpan> Delays => [.. _delays];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    public override long GetTimestamp() => Volatile.Read(ref _ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new EagerTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class EagerTimer(EagerTimeProvider time, TimerCallback callback, object? state) : ITimer
    {
        private volatile bool _isDisposed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (state is CancellationTokenSource || dueTime == Timeout.InfiniteTimeSpan)
            {
                return true;
            }

            time._delays.Enqueue(dueTime);
            ThreadPool.QueueUserWorkItem(_ =>
            {
                if (!_isDisposed)
                {
                    Interlocked.Add(ref time._ticks, dueTime.Ticks);
                    callback(state);
                }
            });
            return true;
        }

        public void Dispose() => _isDisposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
