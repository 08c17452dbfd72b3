namespace Kling3.Cli.Output;

/// <summary>Shows what goes on while a command runs.</summary>
internal interface IProgressDisplay
{
    /// <summary>Says something that stays.</summary>
    void Say(string line);

    /// <summary>Shows that a task is being submitted.</summary>
    Task<T> SubmittingAsync<T>(string what, Func<Task<T>> submit);

    /// <summary>Shows a task's status, how long it has been waited for and its credits.</summary>
    /// <param name="report">What is known; shown anew each time the progress is reported to, after it was taken in.</param>
    /// <param name="wait">The wait, given what to call on each change.</param>
    Task WaitingAsync(TaskReport report, Func<Action, Task> wait);

    /// <summary>Shows how much of a file has arrived.</summary>
    Task DownloadingAsync(string file, Func<IProgress<long>, Task> download);
}
