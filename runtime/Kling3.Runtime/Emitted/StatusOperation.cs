using System.ComponentModel;

namespace Kling3.Runtime.Emitted;

/// <summary>How an operation's state is asked for and read.</summary>
/// <typeparam name="TStatus">The status reply.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class StatusOperation<TStatus>
{
    private protected StatusOperation()
    {
    }

    /// <summary>The operation that asks.</summary>
    public required ApiOperation<TStatus> Status { get; init; }

    /// <summary>Its target for an operation's id.</summary>
    public required Func<string, RequestTarget> StatusTarget { get; init; }

    /// <summary>The state in a reply.</summary>
    public required Func<TStatus, string?> State { get; init; }

    /// <summary>The states that mean success.</summary>
    public required IReadOnlyList<string> Succeeded { get; init; }

    /// <summary>The states that mean failure.</summary>
    public required IReadOnlyList<string> Failed { get; init; }

    /// <summary>The addresses of the results in a reply; null for an API that has none.</summary>
    public Func<TStatus, IReadOnlyList<string>?>? Results { get; init; }

    /// <summary>The words for a failure in a reply.</summary>
    public Func<TStatus, string?>? Error { get; init; }

    /// <summary>What the operation has cost, in a reply.</summary>
    public Func<TStatus, decimal?>? StatusCost { get; init; }
}
