namespace Kling3.Runtime;

/// <summary>How far a submit has come, as its journal knows.</summary>
public enum JournalState
{
    /// <summary>It was about to be sent, and nothing was recorded since: its fate is unknown.</summary>
    Unknown,

    /// <summary>The server has accepted it, and it has an id: resume it.</summary>
    Submitted,
}
