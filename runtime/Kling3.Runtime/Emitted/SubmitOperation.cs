using System.ComponentModel;

namespace Kling3.Runtime.Emitted;

/// <summary>A submit and how to follow what it started.</summary>
/// <typeparam name="TReply">The submit's reply.</typeparam>
/// <typeparam name="TStatus">The status reply.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SubmitOperation<TReply, TStatus> : StatusOperation<TStatus>
{
    /// <summary>The operation that submits.</summary>
    public required ApiOperation<TReply> Submit { get; init; }

    /// <summary>The id in the submit's reply.</summary>
    public required Func<TReply, string?> Id { get; init; }

    /// <summary>What the submit has cost, in its reply.</summary>
    public Func<TReply, decimal?>? SubmitCost { get; init; }
}
