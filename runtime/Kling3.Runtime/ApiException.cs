using System.Net;

namespace Kling3.Runtime;

/// <summary>
/// A call failed: the API refused it, its reply cannot be read, or it could not be reached. Holds a short excerpt of the reply at most, never the request and
/// never the key.
/// </summary>
public class ApiException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What happened and, where there is something, what to do.</param>
    /// <param name="innerException">What caused it.</param>
    public ApiException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Makes one that says of the reply what another says.</summary>
    internal ApiException(string message, ApiException other, Exception? innerException)
        : this(message, innerException)
    {
        StatusCode = other.StatusCode;
        ErrorCode = other.ErrorCode;
        ApiMessage = other.ApiMessage;
        Excerpt = other.Excerpt;
        RetryAfter = other.RetryAfter;
    }

    /// <summary>The HTTP status of the reply; null when there was none.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>The API's own code for the error, at most 256 characters on one line, without the key; null when the reply names none.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The API's own words, at most 256 characters on one line, without the key and without the queries of addresses; null when the reply has none.</summary>
    public string? ApiMessage { get; init; }

    /// <summary>
    /// The beginning of the reply's body, at most 256 characters on one line, without the key and without the queries of addresses, for a reply that was an error or
    /// could not be recognized; null otherwise. A server that quotes the request in its error is quoted here.
    /// </summary>
    public string? Excerpt { get; init; }

    /// <summary>How long the server asked to wait before trying again, at most an hour; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// The operation that was being followed or that the reply to a submit names; null for a failure that is about none. As the server wrote it, whatever that is: escape
    /// it where it is shown.
    /// </summary>
    public string? OperationId { get; init; }

    /// <summary>Whether asking again may help. Means nothing for what must not be sent twice.</summary>
    internal bool IsTransient { get; init; }
}
