using System.ComponentModel;

namespace Kling3.Runtime.Emitted;

/// <summary>A request that knows its documented limits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IValidatedRequest
{
    /// <summary>Whether the request is valid; allocates nothing when it is.</summary>
    /// <param name="errors">What is wrong; <see cref="ValidationErrors.None"/> when nothing is.</param>
    bool TryValidate(out ValidationErrors errors);
}
