using Kling3.Generator.Model;

namespace Kling3.Cli.SpecDiff;

/// <summary>Compares what two documents say that a request costs.</summary>
internal static class PriceComparer
{
    public static void Compare(string where, CostSpec? before, CostSpec? after, List<SpecChange> changes)
    {
        if (before != after)
        {
            changes.Add(new SpecChange("price-changed", where, before is not null && !Keeps(before, after), $"the price was {List(before)}, is {List(after)}"));
        }
    }

    /// <summary>Whether every request that had a price has it still. One that had none may have one now: a value that is allowed now needs a price.</summary>
    private static bool Keeps(CostSpec before, CostSpec? after)
    {
        if (before.Unit != after?.Unit || before.Rules.Count > after.Rules.Count)
        {
            return false;
        }

        PriceRuleSpec[] old = before.Rules.ToArray();
        return old.Select((rule, i) => Keeps(rule, after.Rules[i], old[(i + 1)..])).All(static keeps => keeps);
    }

    private static bool Keeps(PriceRuleSpec before, PriceRuleSpec after, PriceRuleSpec[] later)
    {
        PriceEntry[] added = [.. after.Table.ToArray().Except(before.Table.ToArray())];
        return before with { Table = after.Table } == after
            && after.Table.Count == before.Table.Count + added.Length
            && (added.Length == 0 || later.All(HasNoneOf));

        // A new row comes before the price that a later rule had for its value.
        bool HasNoneOf(PriceRuleSpec rule) =>
            rule.Of == after.Of && rule.Table.Count > 0 && rule.Table.ToArray().All(row => added.All(entry => entry.Value != row.Value));
    }

    /// <summary>A price list in one line.</summary>
    private static string List(CostSpec? cost) =>
        cost is null ? "not known" : $"{string.Join("; ", cost.Rules.ToArray().Select(Rule))} {cost.Unit}";

    private static string Rule(PriceRuleSpec rule)
    {
        string price = rule switch
        {
            { Fixed: { } whole } => Commands.Words.Of(whole),
            { PerUnit: { } unit } => $"{Commands.Words.Of(unit)} × {rule.Of}",
            _ => string.Join(", ", rule.Table.ToArray().Select(row => $"{Commands.Words.Of(row.Price)} ({rule.Of} {row.Value})")),
        };
        return rule.When.Count == 0 ? price : $"{price} if {string.Join(" and ", rule.When.ToArray().Select(static when => $"{when.JsonName} is {when.Value}"))}";
    }
}
