namespace Kling3.Generator.Model;

/// <summary>A chain of members from a reply type to a value.</summary>
/// <param name="Members">The C# members, outermost first.</param>
/// <param name="Type">The type of the last.</param>
internal sealed record MemberPath(EquatableArray<MemberStep> Members, TypeRef Type);
