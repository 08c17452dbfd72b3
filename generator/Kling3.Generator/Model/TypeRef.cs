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

/// <summary>A use of a type: by a member, a parameter, a body or a reply.</summary>
/// <param name="Kind">How it is held and read.</param>
/// <param name="Name">The emitted type's name for the kinds that have a <see cref="TypeSpec"/>, else null.</param>
/// <param name="Element">What a list or a map holds.</param>
/// <param name="IsNullable">Whether JSON null is a value of it.</param>
internal sealed record TypeRef(TypeKind Kind, string? Name = null, TypeRef? Element = null, bool IsNullable = false)
{
    public bool IsValueType => Kind is not (TypeKind.String or TypeKind.Uri or TypeKind.Bytes or TypeKind.Object or TypeKind.Union
        or TypeKind.RawUnion or TypeKind.List or TypeKind.Map or TypeKind.AddressList);

    /// <summary>The C# type, without the <c>?</c> of its own nullability. Emitted types are in the file's own namespace and go by their simple name.</summary>
    public string CSharp => Kind switch
    {
        TypeKind.Boolean => "bool",
        TypeKind.Int32 => "int",
        TypeKind.Int64 => "long",
        TypeKind.Single => "float",
        TypeKind.Double => "double",
        TypeKind.Decimal => "decimal",
        TypeKind.String => "string",
        TypeKind.DateTimeOffset => "global::System.DateTimeOffset",
        TypeKind.DateOnly => "global::System.DateOnly",
        TypeKind.TimeOnly => "global::System.TimeOnly",
        TypeKind.Guid => "global::System.Guid",
        TypeKind.Uri => "global::System.Uri",
        TypeKind.Bytes => "byte[]",
        TypeKind.Raw => "global::Kling3.Runtime.RawJson",
        TypeKind.List => $"global::System.Collections.Generic.IReadOnlyList<{Element!.CSharpWithNull}>",
        TypeKind.Map => $"global::System.Collections.Generic.Dictionary<string, {Element!.CSharpWithNull}>",
        TypeKind.AddressList => "global::System.Collections.Generic.IReadOnlyList<string>",
        _ => Name!,
    };

    public string CSharpWithNull => IsNullable ? CSharp + "?" : CSharp;
}
