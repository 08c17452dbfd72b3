namespace Kling3.Generator.Model;

/// <summary>How a submitted operation is followed: the link and <c>x-polling</c>, resolved to member paths on the reply types.</summary>
internal sealed record SubmitSpec
{
    /// <summary>The name of the operation that is polled.</summary>
    public required string PollOperation { get; init; }

    /// <summary>What the method that starts it is called, without <c>Async</c>.</summary>
    public required string StartName { get; init; }

    /// <summary>What the method that starts and awaits it is called, without <c>Async</c>.</summary>
    public required string AndWaitName { get; init; }

    /// <summary>The C# type of the submit's reply.</summary>
    public required string ReplyType { get; init; }

    /// <summary>The C# type of the poll's reply.</summary>
    public required string StatusType { get; init; }

    /// <summary>Where the submit reply has the id, e.g. <c>TaskId</c>. Where several ways are given, here and below, the first that leads to a value counts.</summary>
    public required EquatableArray<MemberPath> Id { get; init; }

    /// <summary>The segments of the id's pointer into the whole reply, for replies that cannot be read.</summary>
    public EquatableArray<string> IdPath { get; init; }

    public required EquatableArray<MemberPath> State { get; init; }

    public EquatableArray<string> Succeeded { get; init; }

    public EquatableArray<string> Failed { get; init; }

    public EquatableArray<MemberPath> Results { get; init; }

    public EquatableArray<MemberPath> Error { get; init; }

    public EquatableArray<MemberPath> SubmitCost { get; init; }

    public EquatableArray<MemberPath> StatusCost { get; init; }
}
