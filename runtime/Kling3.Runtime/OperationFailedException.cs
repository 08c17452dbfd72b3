namespace Kling3.Runtime;

/// <summary>The operation has ended at the server, and not well.</summary>
public sealed class OperationFailedException : ApiException
{
    /// <summary>Makes one.</summary>
    /// <param name="operationId">The operation.</param>
    /// <param name="message">What happened.</param>
    public OperationFailedException(string operationId, string message)
        : base(message)
    {
        base.OperationId = operationId;
    }

    private OperationFailedException(OperationFailedException other)
        : base(other.Message, other, null)
    {
        base.OperationId = other.OperationId;
        State = other.State;
        SucceededWithoutResults = other.SucceededWithoutResults;
    }

    /// <summary>The operation's id, as the server wrote it.</summary>
    public new string OperationId => base.OperationId!;

    /// <summary>The state that the server reported: one of those that its document calls final.</summary>
    public string? State { get; init; }

    /// <summary>
    /// Whether the server called it a success but gave no address of a result. It may have been billed; asking for its status again later may help.
    /// </summary>
    public bool SucceededWithoutResults { get; init; }

    /// <summary>The same to throw once more: an exception that several throw at once mixes up their stacks.</summary>
    internal OperationFailedException Again() => new(this);
}
