namespace Kling3.Generator.Model;

/// <summary>How a value of a schema is held in C# and read and written as JSON.</summary>
internal enum TypeKind
{
    Boolean,
    Int32,
    Int64,
    Single,
    Double,
    Decimal,
    String,
    DateTimeOffset,
    DateOnly,
    TimeOnly,
    Guid,
    Uri,

    /// <summary><c>byte[]</c>, base64 in the JSON.</summary>
    Bytes,

    /// <summary>Free-form JSON: the runtime's <c>RawJson</c>.</summary>
    Raw,

    /// <summary>An <see cref="ObjectSpec"/>.</summary>
    Object,

    /// <summary>A <see cref="UnionSpec"/>.</summary>
    Union,

    /// <summary>A <see cref="RawUnionSpec"/>.</summary>
    RawUnion,

    /// <summary>A <see cref="StringEnumSpec"/>.</summary>
    StringEnum,

    /// <summary>An <see cref="IntegerEnumSpec"/>.</summary>
    IntegerEnum,

    /// <summary><c>IReadOnlyList&lt;Element&gt;</c>.</summary>
    List,

    /// <summary><c>Dictionary&lt;string, Element&gt;</c>.</summary>
    Map,

    /// <summary>
    /// <c>IReadOnlyList&lt;string&gt;</c> of result addresses, which servers send as an array, one text, a JSON text that holds an array,
    /// or an object that holds one: all read as a list.
    /// </summary>
    AddressList,
}
