namespace Kling3.Generator.Reading;

[Flags]
internal enum JsonTypes
{
    None = 0,
    Text = 1,
    Number = 2,
    Integer = 4,
    Boolean = 8,
    Array = 16,
    Object = 32,
}

/// <summary>
/// A schema object as it is written, with the differences of OpenAPI 3.0 and 3.1 levelled: <c>nullable</c> and type arrays with null,
/// <c>const</c> and <c>enum</c>, boolean and numeric exclusive limits.
/// </summary>
internal sealed class Schema(Node node)
{
    public Node Node { get; } = node;

    public Place Place => Node.Place;

    public string Pointer => Node.Pointer;

    /// <summary>The text of <c>$ref</c>, and where it stands.</summary>
    public string? Reference { get; set; }

    public Place ReferencePlace { get; set; }

    public JsonTypes Types { get; set; }

    public bool IsNullable { get; set; }

    public string? Format { get; set; }

    public Place FormatPlace { get; set; }

    public string? Description { get; set; }

    public SchemaProperty[] Properties { get; set; } = [];

    /// <summary>Whether <c>properties</c> stands there at all.</summary>
    public bool HasProperties { get; set; }

    public IReadOnlyCollection<string> Required { get; set; } = [];

    public Schema? Items { get; set; }

    public Schema? AdditionalProperties { get; set; }

    /// <summary>The value of a boolean <c>additionalProperties</c>; null when there is none.</summary>
    public bool? AllowsAdditional { get; set; }

    public Schema[] AllOf { get; set; } = [];

    public Schema[] AnyOf { get; set; } = [];

    public Schema[] OneOf { get; set; } = [];

    /// <summary>The values of <c>enum</c> or <c>const</c>, null left out (it is in <see cref="IsNullable"/>).</summary>
    public List<ScalarNode>? Values { get; set; }

    public IReadOnlyList<string>? ValueNames { get; set; }

    public Discriminator? Discriminator { get; set; }

    public decimal? Minimum { get; set; }

    public bool ExclusiveMinimum { get; set; }

    public decimal? Maximum { get; set; }

    public bool ExclusiveMaximum { get; set; }

    public decimal? MultipleOf { get; set; }

    public int? MinLength { get; set; }

    public int? MaxLength { get; set; }

    /// <summary>The pattern, and of what is merged those of all parts.</summary>
    public string[] Patterns { get; set; } = [];

    public int? MinItems { get; set; }

    public int? MaxItems { get; set; }

    public bool UniqueItems { get; set; }

    public int? MinProperties { get; set; }

    public int? MaxProperties { get; set; }

    public bool IsReadOnly { get; set; }

    public bool IsWriteOnly { get; set; }

    public bool IsDeprecated { get; set; }

    public Node? Default { get; set; }

    public Node[] Examples { get; set; } = [];

    public string? ErrorCode { get; set; }

    public MapNode? Cost { get; set; }

    /// <summary>Whether it limits what a value of its type may be.</summary>
    public bool HasLimits => Minimum is not null || Maximum is not null || MultipleOf is not null || MinLength is not null || MaxLength is not null || Patterns.Length > 0
        || MinItems is not null || MaxItems is not null || UniqueItems || MinProperties is not null || MaxProperties is not null || Values is not null;

    /// <summary>The property of that name; null when there is none.</summary>
    public SchemaProperty? Property(string name) => Array.Find(Properties, property => property.Name == name);

    /// <summary>Whether it says anything about the shape of a value, beside annotations.</summary>
    public bool HasShape => Types != JsonTypes.None || HasParts;

    /// <summary>Whether it says more of the shape than a type: what the value holds, its values, or other schemas that it is of.</summary>
    public bool HasParts => HasProperties || Items is not null || AdditionalProperties is not null || Values is not null
        || AllOf.Length > 0 || AnyOf.Length > 0 || OneOf.Length > 0 || Reference is not null;
}

internal sealed record SchemaProperty(string Name, Place NamePlace, Schema Schema);

/// <param name="PropertyName">The property that tells the schemas apart.</param>
/// <param name="Mapping">Its values and the references, or bare schema names, they stand for.</param>
internal sealed record Discriminator(MapNode Node, string PropertyName, IReadOnlyList<MapEntry> Mapping);
