namespace Kling3.Runtime;

/// <summary>
/// The deadline of a wait has passed. The operation has not failed: it goes on at the server and can be waited for again by its id.
/// </summary>
public sealed class OperationTimeoutException : ApiException
{
    /// <summary>Makes one.</summary>
    /// <param name="operationId">The operation.</param>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The last failure to ask for the state, if the last question failed.</param>
    public OperationTimeoutException(string operationId, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        base.OperationId = operationId;
    }

    /// <summary>The operation's id, as the server wrote it.</summary>
    public new string OperationId => base.OperationId!;

    /// <summary>The state that was last seen, at most 256 characters on one line, without the key; null when none was.</summary>
    public string? LastState { get; init; }
}
