namespace Kling3.Cli.SpecDiff;

/// <summary>What the generator's model says, in words.</summary>
internal static class Shown
{
    /// <summary>A C# type as one would write it.</summary>
    public static string Type(string? csharp) => csharp is null
        ? "nothing"
        : csharp
            .Replace("global::System.Collections.Generic.", "", StringComparison.Ordinal)
            .Replace("global::Kling3.Runtime.", "", StringComparison.Ordinal)
            .Replace("global::System.", "", StringComparison.Ordinal);

    public static string Number(decimal? number, string none) => number is { } known ? Commands.Words.Of(known) : none;

    public static SpecChange Default(string where, string? before, string? after) =>
        new("default-changed", where, before is not null, $"what leaving it out means was {before ?? "not given"}, is {after ?? "not given"}");

    public static SpecChange ErrorCode(string where, string? before, string? after) =>
        new("error-code-changed", where, before is not null, $"the code of a violation was {before ?? "none"}, is {after ?? "none"}");
}
