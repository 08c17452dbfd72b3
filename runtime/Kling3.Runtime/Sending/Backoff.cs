namespace Kling3.Runtime.Sending;

/// <summary>How long to wait before repeating what may be repeated, where the server did not say.</summary>
internal static class Backoff
{
    /// <summary>Repeats after the first attempt.</summary>
    public const int Repeats = 3;

    /// <summary>0.5, 1, 2 seconds, each made longer by up to a half.</summary>
    public static TimeSpan Delay(int repeat, Random random) => TimeSpan.FromSeconds(0.5 * (1 << repeat) * (1 + (random.NextDouble() / 2)));
}
