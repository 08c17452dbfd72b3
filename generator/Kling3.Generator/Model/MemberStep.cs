namespace Kling3.Generator.Model;

internal sealed record MemberStep(string Name, bool AllowsNull)
{
    /// <summary>What a value that is a choice must be to have the member; null where it is none.</summary>
    public MemberChoice? Choice { get; init; }
}
