namespace Kling3.Runtime;

/// <summary>
/// A call that must not be repeated failed after its body had begun to be sent: the server may or may not have accepted it, and may have billed it. It was not
/// sent again. Look at the account before deciding to submit once more; a new submit is a new bill.
/// </summary>
public sealed class SubmissionUnknownException : ApiException
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">What caused it.</param>
    public SubmissionUnknownException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    internal SubmissionUnknownException(string message, ApiException cause)
        : base(message, cause, cause.StatusCode is null && cause.InnerException is { } inner ? inner : cause)
    {
    }

    /// <summary>
    /// Whether the whole body had been handed to the connection; false when only a part was, or when a handler of the application answered and the body was
    /// not seen to be sent.
    /// </summary>
    public bool BodySent { get; init; }

    /// <summary>When the body began to be sent; when the call began, where that was not seen.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>From then to giving up.</summary>
    public TimeSpan Waited { get; init; }
}
