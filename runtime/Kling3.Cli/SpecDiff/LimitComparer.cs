using Kling3.Generator.Model;

namespace Kling3.Cli.SpecDiff;

/// <summary>Compares what a value must satisfy before it is sent.</summary>
internal static class LimitComparer
{
    public static void Compare(string where, ConstraintSpec before, ConstraintSpec after, List<SpecChange> changes)
    {
        if (before == after)
        {
            return;
        }

        Lower("smallest value", (before.Minimum, before.ExclusiveMinimum), (after.Minimum, after.ExclusiveMinimum));
        Upper("largest value", (before.Maximum, before.ExclusiveMaximum), (after.Maximum, after.ExclusiveMaximum));
        Lower("shortest length", (before.MinLength, false), (after.MinLength, false));
        Upper("longest length", (before.MaxLength, false), (after.MaxLength, false));
        Lower("fewest items", (before.MinItems, false), (after.MinItems, false));
        Upper("most items", (before.MaxItems, false), (after.MaxItems, false));
        Lower("fewest entries", (before.MinProperties, false), (after.MinProperties, false));
        Upper("most entries", (before.MaxProperties, false), (after.MaxProperties, false));
        if (before.UniqueItems != after.UniqueItems)
        {
            Limit(after.UniqueItems, after.UniqueItems ? "equal items are refused now" : "equal items are allowed now");
        }

        if (before.Patterns != after.Patterns)
        {
            Limit(after.Patterns.Count > 0, $"the pattern was {Patterns(before)}, is {Patterns(after)}");
        }

        if (before.MultipleOf != after.MultipleOf)
        {
            // Every multiple of 10 is one of 5.
            bool isNarrower = after.MultipleOf is { } now && (before.MultipleOf is not { } old || now == 0 || old % now != 0);
            Limit(isNarrower, $"a value was a multiple of {Shown.Number(before.MultipleOf, "anything")}, is one of {Shown.Number(after.MultipleOf, "anything")}");
        }

        CompareValues(where, before.AllowedValues, after.AllowedValues, changes);
        Compare($"{where}[]", before.Items ?? ConstraintSpec.None, after.Items ?? ConstraintSpec.None, changes);

        void Lower(string what, (decimal? Value, bool IsExclusive) old, (decimal? Value, bool IsExclusive) now) =>
            Bound(what, old, now, now.Value is { } limit && (old.Value is not { } was || limit > was || (limit == was && now.IsExclusive && !old.IsExclusive)));

        void Upper(string what, (decimal? Value, bool IsExclusive) old, (decimal? Value, bool IsExclusive) now) =>
            Bound(what, old, now, now.Value is { } limit && (old.Value is not { } was || limit < was || (limit == was && now.IsExclusive && !old.IsExclusive)));

        void Bound(string what, (decimal? Value, bool IsExclusive) old, (decimal? Value, bool IsExclusive) now, bool isNarrower)
        {
            if (old != now)
            {
                Limit(isNarrower, $"the {what} was {Edge(old)}, is {Edge(now)}");
            }
        }

        void Limit(bool isNarrower, string message) => changes.Add(new SpecChange(isNarrower ? "limit-narrowed" : "limit-widened", where, isNarrower, message));
    }

    private static string Patterns(ConstraintSpec limits) => limits.Patterns.Count == 0 ? "not there" : string.Join(" and ", limits.Patterns.ToArray());

    private static string Edge((decimal? Value, bool IsExclusive) bound) =>
        Shown.Number(bound.Value, "not limited") + (bound.IsExclusive && bound.Value is not null ? " exclusive" : "");

    private static void CompareValues(string where, EquatableArray<string> before, EquatableArray<string> after, List<SpecChange> changes)
    {
        if (before.Count == 0 || after.Count == 0)
        {
            if (before.Count != after.Count)
            {
                changes.Add(after.Count > 0
                    ? new SpecChange("limit-narrowed", where, true, $"only these values are allowed now: {string.Join(", ", after.ToArray())}")
                    : new SpecChange("limit-widened", where, false, "any value is allowed now"));
            }

            return;
        }

        changes.AddRange(before.ToArray().Except(after.ToArray(), StringComparer.Ordinal).Select(value => new SpecChange("value-removed", where, true, $"the value {value} is gone")));
        changes.AddRange(after.ToArray().Except(before.ToArray(), StringComparer.Ordinal).Select(value => new SpecChange("value-added", where, false, $"new value {value}")));
    }
}
