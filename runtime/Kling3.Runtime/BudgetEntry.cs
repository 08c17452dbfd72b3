namespace Kling3.Runtime;

/// <summary>What one submit counts in a <see cref="CreditBudget"/>, from its estimate to its end.</summary>
internal sealed class BudgetEntry(CreditBudget budget, decimal estimate)
{
    /// <summary>More than this is no price: a reply that says so may not make the sums overflow.</summary>
    private const decimal Most = 1_000_000_000_000_000_000m;

    private readonly Lock _lock = new();
    private decimal _reserved = estimate;
    private decimal _settled;

    /// <summary>The submit was accepted: what it cost, or what is counted already where the reply says nothing that can be a price.</summary>
    public void Settle(decimal? consumed)
    {
        lock (_lock)
        {
            decimal amount = consumed is >= 0 ? Math.Min(consumed.Value, Most) : _reserved + _settled;
            budget.Change(-_reserved, amount - _settled);
            (_reserved, _settled) = (0, amount);
        }
    }

    /// <summary>The submit cost nothing.</summary>
    public void GiveBack() => Settle(0);
}
