namespace Kling3.Runtime;

/// <summary>The request breaks documented limits. Nothing was sent.</summary>
public sealed class RequestInvalidException : ApiException
{
    /// <summary>Makes one.</summary>
    /// <param name="errors">What is wrong; at least one.</param>
    public RequestInvalidException(ValidationErrors errors)
        : base($"The request is invalid, and was not sent. {errors}")
    {
        ArgumentNullException.ThrowIfNull(errors);
        Errors = errors;
        ErrorCode = errors.Count > 0 ? errors[0].Code : null;
    }

    /// <summary>All that is wrong with the request.</summary>
    public ValidationErrors Errors { get; }
}
