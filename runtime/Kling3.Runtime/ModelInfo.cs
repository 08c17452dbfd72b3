namespace Kling3.Runtime;

/// <summary>A request type as data: its members with their limits, its prices and a factory. No reflection.</summary>
public sealed class ModelInfo
{
    /// <summary>The value of the discriminator that selects this type.</summary>
    public required string Type { get; init; }

    /// <summary>The documentation's words; null where it has none.</summary>
    public string? Description { get; init; }

    /// <summary>The members beside the discriminator, in the documentation's order.</summary>
    public required IReadOnlyList<ModelMember> Members { get; init; }

    /// <summary>What prices are counted in, e.g. <c>credits</c>; null where nothing is known of prices.</summary>
    public string? CostUnit { get; init; }

    /// <summary>The price rules, of which the first that matches counts; empty where nothing is known of prices.</summary>
    public IReadOnlyList<PriceRule> Prices { get; init; } = [];

    /// <summary>
    /// Makes an instance with nothing set, required members included, so that its <c>Validate()</c> can name what is missing.
    /// </summary>
    public required Func<object> Create { get; init; }
}
