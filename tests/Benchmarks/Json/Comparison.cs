using System.Diagnostics;

namespace Benchmarks.Json;

/// <summary>One row of the table: the same work done by System.Text.Json and by us.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Must">The ratio of time that is asked for.</param>
/// <param name="Aim">The ratio that a prototype reached.</param>
/// <param name="Theirs">The work, done once, by System.Text.Json.</param>
/// <param name="Ours">The same by emitted code.</param>
/// <param name="MostBytes">What ours may allocate, by what theirs does; null for anything.</param>
internal sealed record Comparison(string Name, double Must, double Aim, Action Theirs, Action Ours, Func<long, double>? MostBytes = null)
{
    private const int Rounds = 150;
    private const int Batch = 400;

    /// <summary>Has the JIT see the work until it is done with it: its tiers change in the background.</summary>
    public void WarmUp()
    {
        for (int i = 0; i < 15; i++)
        {
            Of(Theirs);
            Of(Ours);
            Thread.Sleep(10);
        }
    }

    /// <summary>The least time of one call of each, in nanoseconds. Rounds alternate, so that whatever else the machine does hits both.</summary>
    public (double Theirs, double Ours) Time()
    {
        double theirs = double.MaxValue;
        double ours = double.MaxValue;
        for (int i = 0; i < Rounds; i++)
        {
            theirs = Math.Min(theirs, Of(Theirs));
            ours = Math.Min(ours, Of(Ours));
        }

        return (theirs, ours);
    }

    /// <summary>The bytes that one call of each allocates; exact.</summary>
    public (long Theirs, long Ours) Allocated() => (BytesOf(Theirs), BytesOf(Ours));

    private static double Of(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Batch; i++)
        {
            action();
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Batch;
    }

    private static long BytesOf(Action action)
    {
        const int Calls = 1000;
        action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Calls; i++)
        {
            action();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
    }
}
