using System.Globalization;
using Kling3.Generator.Model;

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

    /// <summary>A price list in one line.</summary>
    public static string Price(CostSpec? cost) =>
        cost is null ? "not known" : $"{string.Join("; ", cost.Rules.ToArray().Select(Rule))} {cost.Unit}";

    private static string Rule(PriceRuleSpec rule)
    {
        string price = rule switch
        {
            { Fixed: { } whole } => Commands.Words.Of(whole),
            { PerUnit: { } unit } => $"{Commands.Words.Of(unit)} × {rule.Of}",
            _ => string.Join(", ", rule.Table.ToArray().Select(row => string.Create(CultureInfo.InvariantCulture, $"{Commands.Words.Of(row.Price)} ({rule.Of} {row.Value})"))),
        };
        return rule.When.Count == 0 ? price : $"{price} if {string.Join(" and ", rule.When.ToArray().Select(static when => $"{when.JsonName} is {when.Value}"))}";
    }
}
