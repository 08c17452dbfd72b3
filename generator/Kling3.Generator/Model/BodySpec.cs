namespace Kling3.Generator.Model;

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
