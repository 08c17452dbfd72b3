namespace Kling3.Generator.Model;

/// <summary>All that is emitted for one document.</summary>
internal sealed record SpecModel(NamesSpec Names, EquatableArray<TypeSpec> Types, ClientSpec Client, EquatableArray<ErrorCodeMember> ErrorCodes);

/// <summary>The names that come from the file, or from its metadata.</summary>
/// <param name="Namespace">The namespace of everything emitted for the document.</param>
/// <param name="Client">The client class.</param>
/// <param name="Context">The JSON context.</param>
/// <param name="ErrorCode">The type of the error codes.</param>
/// <param name="IsInternal">Whether the emitted types are internal.</param>
internal sealed record NamesSpec(string Namespace, string Client, string Context, string ErrorCode, bool IsInternal)
{
    public string Visibility => IsInternal ? "internal" : "public";
}

/// <summary>A code that the document lists, and the HTTP statuses it comes with.</summary>
internal sealed record ErrorCodeMember(string Name, string Value, EquatableArray<string> Statuses);

internal sealed record ClientSpec
{
    public required string ApiName { get; init; }

    public string? Title { get; init; }

    public string? Description { get; init; }

    /// <summary>The first server's absolute address; null where the document has none.</summary>
    public string? BaseAddress { get; init; }

    public KeySpec Key { get; init; } = new(KeyKind.None, null);

    public EnvelopeSpec? Envelope { get; init; }

    public EquatableArray<OperationSpec> Operations { get; init; }
}

internal enum KeyKind
{
    None,
    Bearer,
    Header,
}

internal sealed record KeySpec(KeyKind Kind, string? Header);

/// <summary>Where code, message and data are in a reply: pointers as their unescaped segments.</summary>
internal sealed record EnvelopeSpec(EquatableArray<string> Code, EquatableArray<string> Message, EquatableArray<string>? Data, EquatableArray<string> Success);

internal sealed record OperationSpec(string Id, string Name, string Method, string Path)
{
    public string? Description { get; init; }

    public bool IsDeprecated { get; init; }

    public EquatableArray<ParameterSpec> Parameters { get; init; }

    public BodySpec? Body { get; init; }

    public ReplySpec Reply { get; init; } = new(ReplyKind.None, null, false);

    public bool UsesKey { get; init; }

    /// <summary>Set where a link leads to an operation that is polled.</summary>
    public SubmitSpec? Submit { get; init; }
}

/// <param name="Type">Never nullable: nothing to send is another call.</param>
/// <param name="IsRequired">Whether the operation cannot be called without.</param>
/// <param name="MediaType">As it is sent; null for <c>application/json</c>.</param>
/// <param name="Constraints">The limits of a body that is no object: an object knows its own.</param>
internal sealed record BodySpec(TypeRef Type, bool IsRequired, string? MediaType, ConstraintSpec Constraints)
{
    /// <summary>The code of such a body that breaks them.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Whether it is sent as it is: a text, or bytes, and no JSON.</summary>
    public bool IsPlain { get; init; }
}

internal enum ParameterPlace
{
    Path,
    Query,
    Header,
}

/// <summary>How a parameter that is a list or an object is written.</summary>
internal enum ParameterStyle
{
    /// <summary>In one text, with commas between: items, or names and values in turn.</summary>
    Joined,

    /// <summary>Each item, or each property under its own name, is a parameter of its own.</summary>
    Exploded,

    /// <summary>Each property is a parameter of its own, with the object's name before it: <c>name[property]</c>.</summary>
    Deep,
}

/// <param name="JsonName">The name in the path, query or header: untrusted text.</param>
/// <param name="Name">The C# parameter's name, without the <c>@</c> that a keyword needs.</param>
internal sealed record ParameterSpec(string JsonName, string Name, ParameterPlace Place, TypeRef Type, bool IsRequired, string? Description)
{
    public bool IsDeprecated { get; init; }

    public string? Default { get; init; }

    public string? ErrorCode { get; init; }

    public ConstraintSpec Constraints { get; init; } = ConstraintSpec.None;

    public ParameterStyle Style { get; init; }

    /// <summary>What is written of an object: the members that are sent.</summary>
    public EquatableArray<MemberSpec> Members { get; init; }

    /// <summary>The parameter as a value with limits.</summary>
    public MemberSpec ToMember() => new(JsonName, Name, Type) { IsRequired = IsRequired, ErrorCode = ErrorCode, Constraints = Constraints };
}

internal enum ReplyKind
{
    None,
    Json,
    Text,
    Binary,
}

/// <param name="Kind">What the reply's body is.</param>
/// <param name="Type">The type of a JSON reply; inside the envelope's data when <paramref name="Unwrap"/>.</param>
internal sealed record ReplySpec(ReplyKind Kind, TypeRef? Type, bool Unwrap)
{
    /// <summary>The media types asked for; null for the runtime's default.</summary>
    public string? Accept { get; init; }

    /// <summary>Whether a reply without a body is null rather than a failure.</summary>
    public bool MayBeEmpty { get; init; }
}

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

/// <summary>A chain of members from a reply type to a value.</summary>
/// <param name="Members">The C# members, outermost first.</param>
/// <param name="Type">The type of the last.</param>
internal sealed record MemberPath(EquatableArray<MemberStep> Members, TypeRef Type);

internal sealed record MemberStep(string Name, bool AllowsNull)
{
    /// <summary>What a value that is a choice must be to have the member; null where it is none.</summary>
    public MemberChoice? Choice { get; init; }
}

/// <param name="Type">The C# type of the case.</param>
/// <param name="Case">What the case is called in <c>TryGetX</c>; null where it is a class that derives from the choice.</param>
internal sealed record MemberChoice(string Type, string? Case);
