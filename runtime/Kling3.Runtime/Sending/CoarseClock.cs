namespace Kling3.Runtime.Sending;

/// <summary>The system's clock, its timestamps in milliseconds that it has at hand: good enough for limits of seconds and for reports, at a quarter of what its finest take.</summary>
internal sealed class CoarseClock : TimeProvider
{
    private static readonly CoarseClock s_system = new();

    private CoarseClock()
    {
    }

    public override long TimestampFrequency => 1000;

    /// <summary>The clock to take timestamps of, where a client was given this one.</summary>
    public static TimeProvider Of(TimeProvider time) => time == System ? s_system : time;

    public override long GetTimestamp() => Environment.TickCount64;
}
