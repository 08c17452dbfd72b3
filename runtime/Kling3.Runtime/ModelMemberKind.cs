namespace Kling3.Runtime;

/// <summary>What a <see cref="ModelMember"/> holds, and so what its <see cref="ModelMember.Set"/> takes.</summary>
public enum ModelMemberKind
{
    /// <summary>A <see cref="string"/>, an enumeration's values included.</summary>
    Text,

    /// <summary>A <see cref="long"/>, or an <see cref="int"/>.</summary>
    Integer,

    /// <summary>A <see cref="double"/> or a <see cref="decimal"/>, or any that converts to one of them by itself.</summary>
    Number,

    /// <summary>A <see cref="bool"/>.</summary>
    Boolean,

    /// <summary>An <see cref="IReadOnlyList{T}"/> of <see cref="string"/>.</summary>
    TextList,

    /// <summary>Anything else, as <see cref="RawJson"/>.</summary>
    Json,
}
