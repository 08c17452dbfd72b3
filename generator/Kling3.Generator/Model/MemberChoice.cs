namespace Kling3.Generator.Model;

/// <param name="Type">The C# type of the case.</param>
/// <param name="Case">What the case is called in <c>TryGetX</c>; null where it is a class that derives from the choice.</param>
internal sealed record MemberChoice(string Type, string? Case);
