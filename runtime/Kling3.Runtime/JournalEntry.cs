namespace Kling3.Runtime;

/// <summary>A submit that is not known to have ended.</summary>
public sealed record JournalEntry
{
    /// <summary>The submit's name in the journal.</summary>
    public required string EntryId { get; init; }

    /// <summary>The API's name, e.g. <c>Kling3</c>.</summary>
    public required string Api { get; init; }

    /// <summary>The operation's name in the API's document, e.g. <c>generate</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>When it was about to be sent.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What it was estimated to cost; null where that is not known.</summary>
    public decimal? Estimate { get; init; }

    /// <summary>How far it came.</summary>
    public JournalState State { get; init; }

    /// <summary>The id that the server gave it; null while its fate is unknown.</summary>
    public string? OperationId { get; init; }
}
