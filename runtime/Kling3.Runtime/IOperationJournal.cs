namespace Kling3.Runtime;

/// <summary>
/// A record of submits that outlives the process. Each method returns when its line is safe. It is told no more than
/// <see cref="JournalEntry"/> holds: neither request nor key.
/// </summary>
public interface IOperationJournal
{
    /// <summary>A submit is about to be sent. When this fails, nothing is sent, and what it threw reaches the caller as it is.</summary>
    /// <param name="entry">The submit, in state <see cref="JournalState.Unknown"/>.</param>
    /// <param name="cancellationToken">The submit's token.</param>
    ValueTask BeginAsync(JournalEntry entry, CancellationToken cancellationToken);

    /// <summary>The server has accepted it. When this fails the operation is handed out all the same, and the failure logged.</summary>
    /// <param name="entryId">The submit's name in the journal.</param>
    /// <param name="operationId">The id that the server gave it.</param>
    ValueTask SubmittedAsync(string entryId, string operationId);

    /// <summary>It was never sent, or the server has refused it. When this fails, that is logged, and the entry stays one of unknown fate.</summary>
    /// <param name="entryId">The submit's name in the journal.</param>
    ValueTask NotSubmittedAsync(string entryId);

    /// <summary>The operation has ended at the server, well or not. When this fails, that is logged, and the entry stays listed.</summary>
    /// <param name="operationId">The id that the server gave it.</param>
    ValueTask EndedAsync(string operationId);

    /// <summary>Lists every submit that is not known to have ended, oldest first.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(CancellationToken cancellationToken = default);
}
