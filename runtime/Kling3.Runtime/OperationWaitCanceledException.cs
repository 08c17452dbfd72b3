using Kling3.Runtime.Replies;

namespace Kling3.Runtime;

/// <summary>
/// A wait was cancelled by its caller. The operation goes on at the server and can be waited for again by its id.
/// </summary>
public sealed class OperationWaitCanceledException : OperationCanceledException
{
    /// <summary>Makes one.</summary>
    /// <param name="operationId">The operation.</param>
    /// <param name="token">The token that was cancelled.</param>
    public OperationWaitCanceledException(string operationId, CancellationToken token)
        : this(operationId, new ErrorText(null).Id(operationId), token)
    {
    }

    internal OperationWaitCanceledException(string operationId, string shownId, CancellationToken token)
        : base($"The wait for operation {shownId} was cancelled. The operation goes on; wait for it again by its id.", token)
    {
        OperationId = operationId;
    }

    /// <summary>The operation's id, as the server wrote it.</summary>
    public string OperationId { get; }
}
