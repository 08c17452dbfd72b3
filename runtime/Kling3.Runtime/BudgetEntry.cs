namespace Kling3.Runtime;

/// <summary>What one submit counts in a <see cref="CreditBudget"/>, from its estimate to its end.</summary>
internal sealed class BudgetEntry(CreditBudget budget, decimal estimate)
{
    private readonly Lock _lock = new();
    private decimal _reserved = estimate;
    private decimal _settled;

    /// <summary>The submit was accepted, or its fate is unknown: what it cost, or the estimate where nobody says.</summary>
    public void Settle(decimal? consumed)
    {
        lock (_lock)
        {
            decimal amount = consumed ?? (_reserved + _settled);
            budget.Change(-_reserved, amount - _settled);
            (_reserved, _settled) = (0, amount);
        }
    }

    /// <summary>The submit cost nothing.</summary>
    public void GiveBack() => Settle(0);
}
