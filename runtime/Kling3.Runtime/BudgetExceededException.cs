namespace Kling3.Runtime;

/// <summary>A submit would have cost more than the budget has left. Nothing was sent.</summary>
public sealed class BudgetExceededException : ApiException
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What was asked for and what was left.</param>
    public BudgetExceededException(string message)
        : base(message)
    {
    }

    /// <summary>What the submit was estimated to cost; null when there was no estimate.</summary>
    public decimal? Estimate { get; init; }

    /// <summary>What the budget had left.</summary>
    public decimal Remaining { get; init; }
}
