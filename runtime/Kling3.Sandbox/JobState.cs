namespace Kling3.Sandbox;

/// <summary>Where a task stands.</summary>
internal enum JobState
{
    InProgress,
    Success,
    Failed,
}
