namespace Kling3.Generator.Model;

/// <summary>
/// A type to emit. Everything under it is immutable and compares by value: the incremental pipeline emits a type again only when its
/// spec differs, so anything here that compares by reference (a symbol, a node, a position) would cost every cached step its cache.
/// </summary>
/// <param name="Name">The C# name, unique in the namespace.</param>
/// <param name="Description">The schema's description as it stands in the document: untrusted text.</param>
/// <param name="IsDeprecated">Whether the schema is deprecated.</param>
internal abstract record TypeSpec(string Name, string? Description, bool IsDeprecated);

/// <summary>An object schema: a class with a property per member.</summary>
internal sealed record ObjectSpec(string Name, string? Description, bool IsDeprecated) : TypeSpec(Name, Description, IsDeprecated)
{
    /// <summary>The class it derives from: a union or a polymorphic object.</summary>
    public string? Base { get; init; }

    /// <summary>Own and inherited members, in the order they are written. The discriminator is not among them.</summary>
    public EquatableArray<MemberSpec> Members { get; init; }

    /// <summary>The property that tells which case this is, with this type's value of it; null where there is none.</summary>
    public DiscriminatorSpec? Discriminator { get; init; }

    /// <summary>The types that derive from this one, when it is itself the base of a discriminated hierarchy; empty otherwise.</summary>
    public EquatableArray<UnionCase> Cases { get; init; }

    /// <summary>The member that keeps properties the schema does not name (<c>Dictionary&lt;string, JsonElement&gt;?</c>); null where they are dropped.</summary>
    public string? ExtensionData { get; init; }

    /// <summary>Whether <see cref="ExtensionData"/> is declared by the base class.</summary>
    public bool InheritsExtensionData { get; init; }

    /// <summary>Whether the type, or one that holds it, is sent: such a type has <c>Validate</c>.</summary>
    public bool IsRequest { get; init; }

    /// <summary>Whether the type itself is the body of an operation.</summary>
    public bool IsBody { get; init; }

    /// <summary>Whether there is no end to how deep what it holds may be: it may hold its own kind, or something that does.</summary>
    public bool IsBottomless { get; init; }

    public CostSpec? Cost { get; init; }

    /// <summary>Whether the base class declares the estimate: it does where all its cases are priced in one unit.</summary>
    public bool OverridesEstimate { get; init; }
}

/// <summary>A property that tells which type an object is.</summary>
/// <param name="JsonName">The property's name in the JSON.</param>
/// <param name="MemberName">The C# property that shows it: declared abstract or virtual by the base.</param>
/// <param name="Values">The values that mean this type; empty where it is the base.</param>
/// <param name="Description">The property's description.</param>
/// <param name="ErrorCode">The code of a violation: an unknown value in a request.</param>
internal sealed record DiscriminatorSpec(string JsonName, string MemberName, EquatableArray<string> Values, string? Description, string? ErrorCode)
{
    /// <summary>What an object of this type has as long as it was given no other; empty where it is the base.</summary>
    public string Value => Values.Count == 0 ? "" : Values[0];

    /// <summary>Whether an object holds the value that it was read with, or was given: there is not just one.</summary>
    public bool IsSettable => Values.Count != 1;
}

/// <summary>A discriminated <c>oneOf</c> or <c>anyOf</c> of objects: an abstract class that its cases derive from.</summary>
internal sealed record UnionSpec(string Name, string? Description, bool IsDeprecated) : TypeSpec(Name, Description, IsDeprecated)
{
    public required DiscriminatorSpec Discriminator { get; init; }

    public EquatableArray<UnionCase> Cases { get; init; }

    /// <summary>Whether several values mean one case, which is then to hold its own.</summary>
    public bool HasSettableCase => Cases.Select(one => one.TypeName).Distinct(StringComparer.Ordinal).Count() < Cases.Count;

    /// <summary>The sealed class that keeps an object with an unknown discriminator: its value and the raw JSON.</summary>
    public required string UnknownName { get; init; }

    public bool IsRequest { get; init; }

    public bool IsBody { get; init; }

    /// <summary>The name of the cost's unit where all priced cases share one, for the estimate that the base declares.</summary>
    public string? CostUnit { get; init; }
}

/// <summary>One value of a discriminator, and the type it stands for. Several values may name one type.</summary>
internal sealed record UnionCase(string Value, string TypeName);

/// <summary>
/// A <c>oneOf</c> or <c>anyOf</c> that no discriminator tells apart: a sealed class around the raw JSON, with a way to and from each case.
/// </summary>
internal sealed record RawUnionSpec(string Name, string? Description, bool IsDeprecated) : TypeSpec(Name, Description, IsDeprecated)
{
    public EquatableArray<RawUnionCase> Cases { get; init; }
}

/// <param name="Name">What the case is called in <c>FromX</c> and <c>TryGetX</c>.</param>
/// <param name="Type">The case's type, never nullable.</param>
internal sealed record RawUnionCase(string Name, TypeRef Type);

/// <summary>An enumeration of texts that the server may extend: a struct around a string.</summary>
internal sealed record StringEnumSpec(string Name, string? Description, bool IsDeprecated, EquatableArray<EnumMember> Members)
    : EnumSpec(Name, Description, IsDeprecated, Members);

/// <summary>An enumeration of named integers that the server may extend: a struct around a long.</summary>
internal sealed record IntegerEnumSpec(string Name, string? Description, bool IsDeprecated, EquatableArray<EnumMember> Members)
    : EnumSpec(Name, Description, IsDeprecated, Members);

/// <summary>What enumerations of texts and of integers have in common.</summary>
internal abstract record EnumSpec(string Name, string? Description, bool IsDeprecated, EquatableArray<EnumMember> Members)
    : TypeSpec(Name, Description, IsDeprecated)
{
    /// <summary>Whether <c>Models</c> of a union lists the values for a member.</summary>
    public bool IsListed { get; init; }
}

/// <param name="Name">The C# name.</param>
/// <param name="Value">The value as in the JSON; for integers, its invariant text.</param>
internal sealed record EnumMember(string Name, string Value);
