namespace Kling3.Generator.Model;

/// <summary>A property of an object.</summary>
/// <param name="JsonName">Its name in the JSON: untrusted text.</param>
/// <param name="Name">Its C# name, unique in the type and its bases.</param>
/// <param name="Type">Its type; <see cref="TypeRef.IsNullable"/> says whether the schema allows null.</param>
internal sealed record MemberSpec(string JsonName, string Name, TypeRef Type)
{
    /// <summary>Whether the schema requires it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether this class requires it of who sends it, where the base declares it as one that may be missing.</summary>
    public bool IsRequiredByCase { get; init; }

    /// <summary>Whether who sends it must set it.</summary>
    public bool MustBeSet => IsRequired || IsRequiredByCase;

    /// <summary>Read, never written; not asked of who sends it.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Written, and not missed in a reply.</summary>
    public bool IsWriteOnly { get; init; }

    /// <summary>Declared by the base class: not declared again, but read and written like the others.</summary>
    public bool IsInherited { get; init; }

    public bool IsDeprecated { get; init; }

    public string? Description { get; init; }

    /// <summary>The default as JSON text: documented, not sent.</summary>
    public string? Default { get; init; }

    /// <summary>The code that a violation has: <c>x-error-code</c>.</summary>
    public string? ErrorCode { get; init; }

    public ConstraintSpec Constraints { get; init; } = ConstraintSpec.None;

    /// <summary>Whether the C# member has the <c>required</c> modifier.</summary>
    public bool HasRequiredModifier => IsRequired && !IsReadOnly;

    /// <summary>Whether the C# member's type has a <c>?</c>.</summary>
    public bool AllowsNull => Type.IsNullable || !HasRequiredModifier;

    /// <summary>Whether a JSON text without it, or with null for it, is refused by direct code.</summary>
    public bool IsRequiredWhenRead => IsRequired && !IsWriteOnly;

    public string CSharpType => AllowsNull ? Type.CSharp + "?" : Type.CSharp;
}

/// <summary>What a value must satisfy before it is sent.</summary>
internal sealed record ConstraintSpec
{
    /// <summary>How many allowed values a message names.</summary>
    public const int MostNamed = 20;

    public static ConstraintSpec None { get; } = new();

    public decimal? Minimum { get; init; }

    public bool ExclusiveMinimum { get; init; }

    public decimal? Maximum { get; init; }

    public bool ExclusiveMaximum { get; init; }

    public decimal? MultipleOf { get; init; }

    public int? MinLength { get; init; }

    public int? MaxLength { get; init; }

    public EquatableArray<string> Patterns { get; init; }

    public int? MinItems { get; init; }

    public int? MaxItems { get; init; }

    public bool UniqueItems { get; init; }

    public int? MinProperties { get; init; }

    public int? MaxProperties { get; init; }

    /// <summary>The only values allowed: texts as they are, numbers in invariant text, booleans as <c>true</c> or <c>false</c>. Empty: any.</summary>
    public EquatableArray<string> AllowedValues { get; init; }

    /// <summary>Whether <see cref="AllowedValues"/> are those that the enumeration's type names, which tells by itself.</summary>
    public bool AreKnownToType { get; init; }

    /// <summary>What each item of a list or value of a map must satisfy.</summary>
    public ConstraintSpec? Items { get; init; }
}

/// <summary>What a request costs: <c>x-cost</c>.</summary>
internal sealed record CostSpec(string Unit, EquatableArray<PriceRuleSpec> Rules);

/// <summary>One rule of a price list; the first that matches counts.</summary>
internal sealed record PriceRuleSpec
{
    public EquatableArray<PriceCondition> When { get; init; }

    /// <summary>The JSON name of the member that the table or the price per unit goes by.</summary>
    public string? Of { get; init; }

    public decimal? Fixed { get; init; }

    public decimal? PerUnit { get; init; }

    public EquatableArray<PriceEntry> Table { get; init; }
}

/// <param name="JsonName">The member.</param>
/// <param name="Value">The value it must have, as JSON text.</param>
internal sealed record PriceCondition(string JsonName, string Value);

internal sealed record PriceEntry(string Value, decimal Price);
