namespace Kling3.Cli.Output;

/// <summary>What is known of a task when a command ends, however it ends. Nothing that was learnt is taken back by a failure.</summary>
internal sealed class TaskReport
{
    /// <summary>The model; null for a task that was not submitted by this command.</summary>
    public string? Model { get; init; }

    /// <summary>The id; null until there is one.</summary>
    public string? TaskId { get; set; }

    /// <summary>The last status seen.</summary>
    public string? Status { get; set; }

    /// <summary>What the task was charged, as far as replies have said.</summary>
    public decimal? Credits { get; set; }

    /// <summary>When the task was created, in the server's words.</summary>
    public string? CreatedAt { get; set; }

    /// <summary>Why the task failed, in the server's words.</summary>
    public string? TaskError { get; set; }

    /// <summary>The addresses of the results, whole: whoever has them can fetch the results.</summary>
    public IReadOnlyList<string> Results { get; set; } = [];

    /// <summary>The files that were written.</summary>
    public List<string> Files { get; } = [];

    /// <summary>Takes in what a status reply says.</summary>
    public void TakeIn(VideoTask task)
    {
        Status = task.Status.Value;
        Credits = task.ConsumedCredits ?? Credits;
        CreatedAt = task.CreatedAt ?? CreatedAt;
        TaskError = task.ErrorMessage ?? task.FailedReason ?? TaskError;
        if (task.Response is { Count: > 0 } results)
        {
            Results = [.. results];
        }
    }
}
