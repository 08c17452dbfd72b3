namespace Kling3.Generator.Model;

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
