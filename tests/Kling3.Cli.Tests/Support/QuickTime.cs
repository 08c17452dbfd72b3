namespace Kling3.Cli.Tests.Support;

/// <summary>A clock that runs twenty times as fast: waits that are right for a server on the net are short for a test.</summary>
internal sealed class QuickTime : TimeProvider
{
    private const int Speed = 20;

    private readonly DateTimeOffset _began = System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => _began + ((System.GetUtcNow() - _began) * Speed);

    public override long GetTimestamp() => System.GetTimestamp() * Speed;

    public override long TimestampFrequency => System.TimestampFrequency;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new QuickTimer(System.CreateTimer(callback, state, Quick(dueTime), Quick(period)));

    private static TimeSpan Quick(TimeSpan time) => time > TimeSpan.Zero ? time / Speed : time;

    private sealed class QuickTimer(ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(Quick(dueTime), Quick(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
