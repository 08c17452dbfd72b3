namespace Kling3.Runtime.Tests.Support;

/// <summary>Numbers that are spread evenly, the same in each run; unlike those of a seeded <see cref="Random"/>, many threads may draw them.</summary>
internal sealed class EvenRandom : Random
{
    private int _drawn;

    public override double NextDouble() => Interlocked.Increment(ref _drawn) * 0.618033988749895 % 1;
}
