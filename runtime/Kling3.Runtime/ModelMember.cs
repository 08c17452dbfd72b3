namespace Kling3.Runtime;

/// <summary>One member of a request type with its limits, for tools that build requests without knowing the type.</summary>
public sealed class ModelMember
{
    /// <summary>The member as in the JSON.</summary>
    public required string Name { get; init; }

    /// <summary>What the member holds.</summary>
    public required ModelMemberKind Kind { get; init; }

    /// <summary>Whether a request without it is invalid.</summary>
    public bool Required { get; init; }

    /// <summary>What the API takes when the member is absent, as JSON; null where there is no default.</summary>
    public string? Default { get; init; }

    /// <summary>The documentation's words; null where it has none.</summary>
    public string? Description { get; init; }

    /// <summary>The API's code for a violation of this member; null where none is named.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The smallest number allowed.</summary>
    public decimal? Minimum { get; init; }

    /// <summary>The largest number allowed.</summary>
    public decimal? Maximum { get; init; }

    /// <summary>Whether <see cref="Minimum"/> itself is refused.</summary>
    public bool ExclusiveMinimum { get; init; }

    /// <summary>Whether <see cref="Maximum"/> itself is refused.</summary>
    public bool ExclusiveMaximum { get; init; }

    /// <summary>The shortest text allowed, in Unicode characters.</summary>
    public int? MinLength { get; init; }

    /// <summary>The longest text allowed, in Unicode characters.</summary>
    public int? MaxLength { get; init; }

    /// <summary>The fewest items allowed.</summary>
    public int? MinItems { get; init; }

    /// <summary>The most items allowed.</summary>
    public int? MaxItems { get; init; }

    /// <summary>The regular expression a text must match.</summary>
    public string? Pattern { get; init; }

    /// <summary>The values allowed, numbers in invariant text; empty when any is.</summary>
    public IReadOnlyList<string> AllowedValues { get; init; } = [];

    /// <summary>
    /// Sets the member on an instance that <see cref="ModelInfo.Create"/> made. The value's type follows <see cref="Kind"/>; null unsets.
    /// </summary>
    public required Action<object, object?> Set { get; init; }
}
