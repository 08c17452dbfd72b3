using System.Text.Json;

namespace Kling3.Sandbox;

/// <summary>A task as the sandbox keeps it. Only <see cref="JobBook"/> changes one, under its lock.</summary>
internal sealed class VideoJob
{
    public required string Id { get; init; }

    public required JsonElement Request { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>Why the task is going to fail; null when it is going to succeed.</summary>
    public required string? Failure { get; init; }

    /// <summary>What has been charged for it; nothing any more after a refund.</summary>
    public required decimal Credits { get; set; }

    public bool IsOver { get; set; }

    public JobState State => !IsOver ? JobState.InProgress : Failure is null ? JobState.Success : JobState.Failed;
}
