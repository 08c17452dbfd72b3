namespace Kling3.Runtime;

/// <summary>One rule of a price list: a fixed price, a price per unit of a member, or a price per value of a member.</summary>
public sealed class PriceRule
{
    /// <summary>Members and the values, as JSON, that they must all have for the rule to match; empty when it always does.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> When { get; init; } = [];

    /// <summary>The member whose value counts for <see cref="PerUnit"/> and <see cref="Table"/>; null for a fixed price.</summary>
    public string? Of { get; init; }

    /// <summary>The price, whatever the request holds.</summary>
    public decimal? Fixed { get; init; }

    /// <summary>The price of one unit of <see cref="Of"/>.</summary>
    public decimal? PerUnit { get; init; }

    /// <summary>Values of <see cref="Of"/>, texts as they are and numbers in invariant text, and their prices; a value that is not listed has none.</summary>
    public IReadOnlyList<KeyValuePair<string, decimal>> Table { get; init; } = [];
}
