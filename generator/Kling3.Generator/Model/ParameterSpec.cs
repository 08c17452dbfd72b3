namespace Kling3.Generator.Model;

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
