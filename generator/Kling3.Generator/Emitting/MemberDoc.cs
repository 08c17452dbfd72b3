using System.Globalization;
using Kling3.Generator.Model;

namespace Kling3.Generator.Emitting;

/// <summary>Limits, defaults and prices in words: for documentation comments and for the messages of validation.</summary>
internal static class MemberDoc
{
    /// <summary>What a member must satisfy, and what its default is.</summary>
    /// <param name="member">The member.</param>
    /// <param name="isChecked">Whether it is validated before it is sent. What is only read may hold other values of an open set.</param>
    public static string Limits(MemberSpec member, bool isChecked)
    {
        var sentences = new List<string>();
        if (member.IsReadOnly)
        {
            sentences.Add("Set by the server; not sent.");
        }

        Describe(member.Constraints, sentences, "", isChecked);
        if (member.Constraints.Items is { } items)
        {
            Describe(items, sentences, "Each: ", isChecked);
        }

        if (member.Default is { } value)
        {
            sentences.Add($"Default: {value} (the server's; a member that is not set is not sent).");
        }

        if (member.ErrorCode is { } code)
        {
            sentences.Add($"A violation has the code {code}.");
        }

        return string.Join(" ", sentences);
    }

    public static string Range(ConstraintSpec limits) => (limits.Minimum, limits.Maximum) switch
    {
        ({ } low, { } high) => $"from {Number(low)}{(limits.ExclusiveMinimum ? " (exclusive)" : "")} to {Number(high)}{(limits.ExclusiveMaximum ? " (exclusive)" : "")}",
        ({ } low, null) => limits.ExclusiveMinimum ? $"more than {Number(low)}" : $"at least {Number(low)}",
        (null, { } high) => limits.ExclusiveMaximum ? $"less than {Number(high)}" : $"at most {Number(high)}",
        _ => "",
    };

    public static string Count(int? least, int? most, string what) => (least, most) switch
    {
        ({ } low, { } high) => low == high ? $"exactly {Plural(low, what)}" : $"from {Text(low)} to {Plural(high, what)}",
        ({ } low, null) => $"at least {Plural(low, what)}",
        (null, { } high) => $"at most {Plural(high, what)}",
        _ => "",
    };

    public static string AnyOf(IReadOnlyList<string> values)
    {
        int last = values.Count - 1;
        return values.Count is 1 or > ConstraintSpec.MostNamed ? List(values) : List([.. values.Take(last)]) + " or " + values[last];
    }

    private static string List(IReadOnlyList<string> values) => string.Join(", ", values.Take(ConstraintSpec.MostNamed)) + (values.Count > ConstraintSpec.MostNamed ? ", …" : "");

    /// <summary>The price list in words.</summary>
    public static string Prices(CostSpec cost)
    {
        IEnumerable<string> rules = cost.Rules.Select(rule =>
        {
            string price = rule switch
            {
                { Fixed: { } one } => $"{Number(one)} {cost.Unit}",
                { PerUnit: { } each } => $"{Number(each)} {cost.Unit} per unit of {rule.Of}",
                _ => string.Join(", ", rule.Table.Select(entry => $"{Number(entry.Price)} {cost.Unit} for {rule.Of} {entry.Value}")),
            };
            return rule.When.Count == 0 ? price : price + " when " + string.Join(" and ", rule.When.Select(condition => $"{condition.JsonName} is {condition.Value}"));
        });
        return "Price: " + string.Join("; ", rules) + ".";
    }

    /// <summary>A document's text inside one line of a comment.</summary>
    public static string Inline(string text) => new([.. text.Where(c => c is >= ' ' and <= '~' and not '<' and not '>' and not '&')]);

    public static string Number(decimal value) => (value / 1.000000000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Plural(int count, string what) => count == 1 ? $"1 {what}" : $"{Text(count)} {(what == "property" ? "properties" : what + "s")}";

    private static void Describe(ConstraintSpec limits, List<string> sentences, string prefix, bool isChecked)
    {
        void Add(string text)
        {
            if (text.Length > 0)
            {
                sentences.Add(prefix.Length > 0 ? prefix + text + "." : char.ToUpperInvariant(text[0]) + text.Substring(1) + ".");
            }
        }

        Add(limits.AllowedValues.Count == 0 ? "" : isChecked ? "one of " + AnyOf(limits.AllowedValues) : "known values: " + List(limits.AllowedValues));
        Add(Range(limits));
        Add(limits.MultipleOf is { } step ? $"a multiple of {Number(step)}" : "");
        Add(Count(limits.MinLength, limits.MaxLength, "character"));
        Add(Count(limits.MinItems, limits.MaxItems, "item"));
        Add(Count(limits.MinProperties, limits.MaxProperties, "property"));
        Add(limits.UniqueItems ? "no item twice" : "");
        Add(limits.Patterns.Count == 0 ? "" : "matching " + string.Join(" and ", limits.Patterns));
    }
}
