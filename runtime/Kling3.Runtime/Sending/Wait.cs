namespace Kling3.Runtime.Sending;

/// <summary>Delays that never end early.</summary>
internal static class Wait
{
    /// <summary>Timers count whole milliseconds and drop the rest, so a loop that waits for a moment would spin through the last one.</summary>
    public static Task ForAsync(TimeSpan delay, TimeProvider time, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds)), time, cancellationToken);
}
