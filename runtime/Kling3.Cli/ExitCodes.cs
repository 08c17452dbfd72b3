namespace Kling3.Cli;

/// <summary>What the tool tells scripts. Part of its interface: a number never changes its meaning.</summary>
internal static class ExitCodes
{
    /// <summary>All that was asked for was done.</summary>
    public const int Done = 0;

    /// <summary>Something on this side of the API failed: it was not reached, a file could not be written. For <c>spec diff</c>: something breaks.</summary>
    public const int Failed = 1;

    /// <summary>The request or the command line is invalid; nothing was sent.</summary>
    public const int Invalid = 2;

    /// <summary>The API refused the request.</summary>
    public const int Refused = 3;

    /// <summary>The task failed.</summary>
    public const int TaskFailed = 4;

    /// <summary>It is not known whether the task was submitted.</summary>
    public const int Unknown = 5;

    /// <summary>The task did not end in time; it goes on.</summary>
    public const int TimedOut = 6;

    /// <summary>The user interrupted; a task that was submitted goes on.</summary>
    public const int Interrupted = 130;
}
