namespace Kling3.Runtime;

/// <summary>
/// A limit on what submits cost in total, exact under concurrency and shared by every client whose options name it. A submit counts with its estimate from before
/// it is sent; then with what the reply says was consumed. A submit that was refused or never sent, and an operation that failed, give theirs
/// back; a submit whose fate is unknown stays counted.
/// </summary>
/// <remarks>
/// A submit without an estimate counts nothing until the reply says what it consumed, and is refused only when nothing is left. The
/// budget lives as long as this object: a new process begins anew. Whoever sees an operation end settles it, a handle that was resumed from its id too, and only
/// once. Of more than 65,536 operations whose end nobody has seen, the oldest stay counted as they are. What a reply says was consumed counts as 10¹⁸ at most, as more
/// is no price, and not at all when it is negative. Safe for use by many threads. The unit is that of the API's prices; APIs that count in different units need a budget each.
/// </remarks>
public sealed class CreditBudget
{
    /// <summary>So many operations are followed: who submits and never looks for the end may not make this grow for ever.</summary>
    private const int MostFollowed = 65_536;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Api, string Id), LinkedListNode<Followed>> _followed = [];
    private readonly LinkedList<Followed> _oldestFirst = [];
    private decimal _settled;
    private decimal _reserved;

    /// <summary>Makes one.</summary>
    /// <param name="limit">What may be spent, in the unit of the API's prices; not negative.</param>
    public CreditBudget(decimal limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        Limit = limit;
    }

    /// <summary>What may be spent.</summary>
    public decimal Limit { get; }

    /// <summary>What is spent or set aside for submits under way. May exceed the limit when the API charged more than was estimated.</summary>
    public decimal Spent
    {
        get
        {
            lock (_lock)
            {
                return _settled + _reserved;
            }
        }
    }

    /// <summary>What a submit may cost at most at this moment; never negative.</summary>
    public decimal Remaining => Math.Max(0, Limit - Spent);

    /// <summary>Sets the estimate aside, or refuses.</summary>
    internal BudgetEntry Reserve(decimal? estimate)
    {
        decimal amount = Math.Clamp(estimate ?? 0, 0, decimal.MaxValue / 2);
        lock (_lock)
        {
            decimal left = Limit - _settled - _reserved;
            if (estimate is null ? left <= 0 : amount > left)
            {
                string cost = estimate is null ? "Its cost is not known" : FormattableString.Invariant($"It would cost {amount}");
                throw new BudgetExceededException(FormattableString.Invariant($"The submit was not sent. {cost}, and the budget of {Limit} has {Math.Max(0, left)} left."))
                {
                    Estimate = estimate,
                    Remaining = Math.Max(0, left),
                };
            }

            _reserved += amount;
        }

        return new BudgetEntry(this, amount);
    }

    /// <summary>Remembers what an operation counts, until it has ended.</summary>
    internal void Follow(string api, string operationId, BudgetEntry entry)
    {
        lock (_lock)
        {
            Forget(api, operationId);
            _followed.Add((api, operationId), _oldestFirst.AddLast(new Followed(api, operationId, entry)));
            if (_followed.Count > MostFollowed)
            {
                Followed oldest = _oldestFirst.First!.Value;
                Forget(oldest.Api, oldest.Id);
            }
        }
    }

    /// <summary>An operation has ended and consumed this much; null for what is counted already. Followed on when that is not its last word.</summary>
    internal void End(string api, string operationId, decimal? consumed, bool isLast)
    {
        BudgetEntry? entry;
        lock (_lock)
        {
            entry = _followed.GetValueOrDefault((api, operationId))?.Value.Entry;
            if (isLast)
            {
                Forget(api, operationId);
            }
        }

        entry?.Settle(consumed);
    }

    /// <summary>Replaces what an entry counts.</summary>
    internal void Change(decimal reserved, decimal settled)
    {
        lock (_lock)
        {
            _reserved += reserved;
            _settled += settled;
        }
    }

    private void Forget(string api, string operationId)
    {
        if (_followed.Remove((api, operationId), out LinkedListNode<Followed>? node))
        {
            _oldestFirst.Remove(node);
        }
    }

    private readonly record struct Followed(string Api, string Id, BudgetEntry Entry);
}
