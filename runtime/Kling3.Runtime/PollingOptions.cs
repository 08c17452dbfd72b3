using System.Runtime.CompilerServices;

namespace Kling3.Runtime;

/// <summary>
/// How an operation's state is asked for while somebody waits for it. Each setting is checked when it is set. The defaults suit work that takes minutes
/// and a server to which each question costs something.
/// </summary>
/// <remarks>
/// The n-th delay is the smaller of <see cref="FirstDelay"/> · <see cref="Growth"/>ⁿ⁻¹ and <see cref="MaxDelay"/>, or the server's Retry-After where that is longer, made
/// longer by up to <see cref="Jitter"/>. A question that fails counts like one that brought nothing new.
/// </remarks>
public sealed class PollingOptions
{
    private TimeSpan _firstDelay = TimeSpan.FromSeconds(5);
    private TimeSpan _maxDelay = TimeSpan.FromSeconds(30);
    private TimeSpan _deadline = TimeSpan.FromHours(1);
    private double _growth = 1.5;
    private double _jitter = 0.1;

    /// <summary>
    /// From the submit's reply to the first question; 5 seconds when not set. A resumed operation is asked about at once, as nobody knows how long
    /// it has been running.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not more than zero, or more than a day.</exception>
    public TimeSpan FirstDelay
    {
        get => _firstDelay;
        set => _firstDelay = Checked(value);
    }

    /// <summary>From one reply to the next question, at most, before jitter; 30 seconds when not set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not more than zero, or more than a day.</exception>
    public TimeSpan MaxDelay
    {
        get => _maxDelay;
        set => _maxDelay = Checked(value);
    }

    /// <summary>
    /// From the beginning of a wait to giving it up with an <see cref="OperationTimeoutException"/>; an hour when not set. The operation goes on
    /// at the server, and can be waited for again. <see cref="Timeout.InfiniteTimeSpan"/> for no deadline.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not more than zero, and not infinite.</exception>
    public TimeSpan Deadline
    {
        get => _deadline;
        set => _deadline = value > TimeSpan.Zero || value == Timeout.InfiniteTimeSpan
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Deadline), value, "A deadline is more than zero, or Timeout.InfiniteTimeSpan for none.");
    }

    /// <summary>By what each delay is longer than the one before, until <see cref="MaxDelay"/>; 1.5 when not set, 1 for equal delays.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1 or more than 10.</exception>
    public double Growth
    {
        get => _growth;
        set => _growth = value is >= 1 and <= 10
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Growth), value, "Growth is from 1 to 10.");
    }

    /// <summary>
    /// The largest part of itself by which each delay is made longer, at random, so that many operations don't ask at the same moment; 0.1 when not set, 0
    /// for none. A delay never gets shorter. It also spreads all that a 429's Retry-After made wait, submits and calls by hand too.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 0 or more than 1.</exception>
    public double Jitter
    {
        get => _jitter;
        set => _jitter = value is >= 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Jitter), value, "Jitter is from 0 to 1.");
    }

    internal PollingOptions Copy() => (PollingOptions)MemberwiseClone();

    internal void Validate()
    {
        if (_maxDelay < _firstDelay)
        {
            throw new ArgumentException($"{nameof(MaxDelay)} ({_maxDelay}) is less than {nameof(FirstDelay)} ({_firstDelay}).");
        }
    }

    private static TimeSpan Checked(TimeSpan value, [CallerMemberName] string? name = null) =>
        value > TimeSpan.Zero && value <= TimeSpan.FromDays(1)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, "A delay is more than zero and at most a day.");
}
