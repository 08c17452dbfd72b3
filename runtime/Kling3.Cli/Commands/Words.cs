using System.Globalization;
using Kling3.Runtime;

namespace Kling3.Cli.Commands;

/// <summary>What a model's data says, in words for help texts and tables.</summary>
internal static class Words
{
    /// <summary>A member's description, limits, default and whether it is required.</summary>
    public static string OfMember(ModelMember member)
    {
        List<string> parts = [];
        if (member.Description is { Length: > 0 } description)
        {
            parts.Add(Sentence(description));
        }

        if (Limits(member) is { Length: > 0 } limits)
        {
            // Values are not to be capitalized.
            parts.Add(Sentence(member.AllowedValues.Count > 0 ? limits : char.ToUpperInvariant(limits[0]) + limits[1..]));
        }

        if (member.Kind is ModelMemberKind.TextList)
        {
            parts.Add("One or more, one after the other.");
        }

        if (member.Default is { } standard)
        {
            parts.Add($"Default: {Unquoted(standard)}.");
        }

        if (member.Required)
        {
            parts.Add("Required.");
        }

        return string.Join(' ', parts);
    }

    /// <summary>What a member's value may be, e.g. <c>3 to 15</c> or <c>5 or 10</c>; empty when anything may be.</summary>
    public static string Limits(ModelMember member)
    {
        List<string> parts = [];
        if (member.AllowedValues.Count > 0)
        {
            parts.Add(Listed(member.AllowedValues));
        }

        if (Range(member) is { } range)
        {
            parts.Add(range);
        }

        if (Counted(member.MinLength, member.MaxLength, "character") is { } lengths)
        {
            parts.Add(lengths);
        }

        if (Counted(member.MinItems, member.MaxItems, "item") is { } items)
        {
            parts.Add(items);
        }

        if (member.Pattern is { } pattern)
        {
            parts.Add($"matching {pattern}");
        }

        return string.Join(", ", parts);
    }

    /// <summary>A price list in one line, e.g. <c>240 (duration 5), 480 (duration 10)</c>; <c>-</c> where nothing is known.</summary>
    public static string Prices(ModelInfo model) =>
        model.Prices.Count == 0 ? "-" : string.Join("; ", model.Prices.Select(Price));

    public static string AfterComma(string words) => words.Length == 0 ? "" : ", " + words;

    public static string Of(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    private static string Price(PriceRule rule)
    {
        string price = rule switch
        {
            { Fixed: { } price1 } => Of(price1),
            { PerUnit: { } price2 } => $"{Of(price2)} × {rule.Of}",
            _ => string.Join(", ", rule.Table.Select(row => $"{Of(row.Value)} ({rule.Of} {row.Key})")),
        };
        return rule.When.Count == 0 ? price : $"{price} if {string.Join(" and ", rule.When.Select(static when => $"{when.Key} is {Unquoted(when.Value)}"))}";
    }

    private static string? Range(ModelMember member) => (member.Minimum, member.Maximum) switch
    {
        ({ } minimum, { } maximum) when !member.ExclusiveMinimum && !member.ExclusiveMaximum => $"{Of(minimum)} to {Of(maximum)}",
        ({ } minimum, { } maximum) => $"{Lower(member, minimum)} and {Upper(member, maximum)}",
        ({ } minimum, null) => Lower(member, minimum),
        (null, { } maximum) => Upper(member, maximum),
        _ => null,
    };

    private static string Lower(ModelMember member, decimal minimum) => $"{(member.ExclusiveMinimum ? "more than" : "at least")} {Of(minimum)}";

    private static string Upper(ModelMember member, decimal maximum) => $"{(member.ExclusiveMaximum ? "less than" : "at most")} {Of(maximum)}";

    private static string? Counted(int? least, int? most, string what) => (least, most) switch
    {
        ({ } from, { } to) => $"{from} to {to} {what}{(to == 1 ? "" : "s")}",
        ({ } from, null) => $"at least {from} {what}{(from == 1 ? "" : "s")}",
        (null, { } to) => $"at most {to} {what}{(to == 1 ? "" : "s")}",
        _ => null,
    };

    private static string Listed(IReadOnlyList<string> values) =>
        values.Count == 1 ? values[0] : $"{string.Join(", ", values.Take(values.Count - 1))} or {values[^1]}";

    private static string Sentence(string words) => words.EndsWith('.') ? words : words + ".";

    private static string Unquoted(string json) => json.Length >= 2 && json[0] == '"' && json[^1] == '"' ? json[1..^1] : json;
}
