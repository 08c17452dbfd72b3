using Kling3.Generator.Model;

namespace Kling3.Generator.Tests.Json;

/// <summary>Specs built by hand, of every kind there is.</summary>
internal static class SampleModel
{
    public static TypeRef Text { get; } = new(TypeKind.String);

    public static TypeRef Integer { get; } = new(TypeKind.Int32);

    /// <summary>A task as the spec of this repository has it.</summary>
    public static TypeSpec[] Task { get; } =
    [
        new StringEnumSpec("VideoStatus", null, false, new[] { new EnumMember("InProgress", "IN_PROGRESS"), new EnumMember("Success", "SUCCESS"), new EnumMember("Failed", "FAILED") }.ToEquatableArray()),
        new ObjectSpec("VideoTask", null, false)
        {
            Members = new[]
            {
                Required("task_id", "TaskId", Text),
                Required("status", "Status", new TypeRef(TypeKind.StringEnum, "VideoStatus")),
                Optional("request", "Request", new TypeRef(TypeKind.Raw)),
                Optional("response", "Response", new TypeRef(TypeKind.AddressList, IsNullable: true)),
                Optional("consumed_credits", "ConsumedCredits", Integer with { IsNullable = true }),
                Optional("created_at", "CreatedAt", Text with { IsNullable = true }),
                Optional("error_message", "ErrorMessage", Text with { IsNullable = true }),
            }.ToEquatableArray(),
            ExtensionData = "AdditionalProperties",
        },
    ];

    /// <summary>A union of two requests.</summary>
    public static TypeSpec[] Requests { get; } =
    [
        new UnionSpec("Request", null, false)
        {
            Discriminator = new DiscriminatorSpec("type", "Type", EquatableArray<string>.Empty, null, "INVALID_TYPE"),
            Cases = new[] { new UnionCase("text", "TextRequest"), new UnionCase("image", "ImageRequest"), new UnionCase("picture", "ImageRequest") }.ToEquatableArray(),
            UnknownName = "UnknownRequest",
        },
        new ObjectSpec("TextRequest", null, false)
        {
            Base = "Request",
            Discriminator = new DiscriminatorSpec("type", "Type", new[] { "text" }.ToEquatableArray(), null, null),
            Members = new[] { Required("prompt", "Prompt", Text), Optional("duration", "Duration", Integer) }.ToEquatableArray(),
        },
        new ObjectSpec("ImageRequest", null, false)
        {
            Base = "Request",
            Discriminator = new DiscriminatorSpec("type", "Type", new[] { "image", "picture" }.ToEquatableArray(), null, null),
            Members = new[]
            {
                Required("prompt", "Prompt", Text), Required("images", "Images", List(Text)), Optional("scale", "Scale", new TypeRef(TypeKind.Double)),
            }.ToEquatableArray(),
        },
    ];

    /// <summary>A class that others derive from and that has instances of its own, and one of each other kind.</summary>
    public static TypeSpec[] Animals { get; } =
    [
        new ObjectSpec("Animal", null, false)
        {
            Discriminator = new DiscriminatorSpec("kind", "Kind", EquatableArray<string>.Empty, null, null),
            Cases = new[] { new UnionCase("cat", "Cat"), new UnionCase("dog", "Dog"), new UnionCase("animal", "Animal") }.ToEquatableArray(),
            Members = new[] { Required("name", "Name", Text) }.ToEquatableArray(),
            ExtensionData = "AdditionalProperties",
        },
        new ObjectSpec("Cat", null, false)
        {
            Base = "Animal",
            Discriminator = new DiscriminatorSpec("kind", "Kind", new[] { "cat" }.ToEquatableArray(), null, null),
            Members = new[] { Required("name", "Name", Text) with { IsInherited = true }, Optional("lives", "Lives", Integer) }.ToEquatableArray(),
        },
        new ObjectSpec("Dog", null, false)
        {
            Base = "Animal",
            Discriminator = new DiscriminatorSpec("kind", "Kind", new[] { "dog" }.ToEquatableArray(), null, null),
            Members = new[] { Required("name", "Name", Text) with { IsInherited = true }, Optional("owner", "Owner", new TypeRef(TypeKind.Object, "Everything")) }.ToEquatableArray(),
        },
        new RawUnionSpec("TextOrNumber", null, false)
        {
            Cases = new[] { new RawUnionCase("Text", Text), new RawUnionCase("Number", new TypeRef(TypeKind.Double)) }.ToEquatableArray(),
        },
        new IntegerEnumSpec("Level", null, false, new[] { new EnumMember("Low", "1"), new EnumMember("High", "2") }.ToEquatableArray()),
        Everything,
    ];

    /// <summary>An object with a member of every kind, optional and required.</summary>
    public static ObjectSpec Everything => new("Everything", null, false)
    {
        Members = Kinds().SelectMany((type, index) => new[]
        {
            Optional("o" + index, "O" + index, type),
            Optional("n" + index, "N" + index, type with { IsNullable = true }),
            Optional("l" + index, "L" + index, List(type)),
            Optional("m" + index, "M" + index, new TypeRef(TypeKind.Map, Element: List(type with { IsNullable = true }))),
        }).ToEquatableArray(),
    };

    public static MemberSpec Required(string json, string name, TypeRef type) => new(json, name, type) { IsRequired = true };

    public static MemberSpec Optional(string json, string name, TypeRef type) => new(json, name, type);

    public static TypeRef List(TypeRef element) => new(TypeKind.List, Element: element);

    private static IEnumerable<TypeRef> Kinds() =>
    [
        .. Enum.GetValues<TypeKind>().Where(kind => kind < TypeKind.Object).Select(kind => new TypeRef(kind)),
        new TypeRef(TypeKind.Object, "Everything"),
        new TypeRef(TypeKind.Object, "Animal"),
        new TypeRef(TypeKind.RawUnion, "TextOrNumber"),
        new TypeRef(TypeKind.IntegerEnum, "Level"),
        new TypeRef(TypeKind.AddressList),
        List(Integer),
        new TypeRef(TypeKind.Map, Element: Integer),
    ];
}
