using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Kling3.Runtime.Emitted;

/// <summary>
/// What emitted contexts describe their types with. A converter in the options comes before any description of ours, as it does before a
/// type's own attributes.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class JsonMetadata
{
    /// <summary>The class that <see cref="Self{T}"/> asks a resolver for, which has no other way to hear which of its two descriptions is meant.</summary>
    [ThreadStatic]
    private static Type? s_self;

    /// <summary>An object.</summary>
    /// <param name="options">The options that ask.</param>
    /// <param name="create">An instance with nothing set.</param>
    /// <param name="properties">Its properties in the order they are written.</param>
    /// <param name="write">The direct code; System.Text.Json uses it where the options ask for nothing else.</param>
    public static JsonTypeInfo<T> Object<T>(JsonSerializerOptions options, Func<T> create, Func<JsonSerializerOptions, JsonPropertyInfo[]> properties, JsonWriteCallback<T> write)
        where T : class
    {
        if (Custom<T>(options) is { } custom)
        {
            return custom;
        }

        JsonTypeInfo<T>? withoutHandler = null;
        JsonTypeInfo<T> info = JsonMetadataServices.CreateObjectInfo(options, new JsonObjectInfoValues<T>
        {
            ObjectCreator = create,
            PropertyMetadataInitializer = _ => properties(options),
            SerializeHandler = options.WriteIndented ? null : (writer, value) =>
            {
                if (value is null)
                {
                    writer.WriteNullValue();
                }
                else if (JsonWrite.IsPlain(writer, options))
                {
                    JsonWrite.Value(writer, value, write, options);
                }
                else
                {
                    JsonSerializer.Serialize(writer, value, withoutHandler ??= (JsonTypeInfo<T>)new JsonSerializerOptions(options) { WriteIndented = true }.GetTypeInfo(typeof(T)));
                }
            },
        });

        // Set by CreateObjectInfo, and it would come before what the options say.
        info.NumberHandling = null;
        return info;
    }

    /// <summary>A class that others derive from, and that has instances of its own.</summary>
    /// <param name="options">The options that ask.</param>
    /// <param name="discriminator">The name of the property that tells which class it is.</param>
    /// <param name="caseOf">The class that a value of the property stands for; null for the class itself.</param>
    /// <param name="self">Describes the class without those that derive from it.</param>
    public static JsonTypeInfo<T> Base<T>(JsonSerializerOptions options, string discriminator, JsonTextCallback<Type?> caseOf, Func<JsonSerializerOptions, JsonTypeInfo<T>> self)
        where T : class =>
        s_self == typeof(T) ? self(options) : Value(options, new JsonUnionConverter<T>(discriminator, caseOf, unknown: null, () => Self<T>(options)));

    /// <summary>A property of an object.</summary>
    /// <param name="options">The options that ask.</param>
    /// <param name="owner">The class.</param>
    /// <param name="jsonName">The name in the JSON.</param>
    /// <param name="name">The C# property.</param>
    /// <param name="get">Reads it; null where it is never written.</param>
    /// <param name="set">Sets it; null where it is never read.</param>
    /// <param name="isRequired">Whether JSON without it is refused.</param>
    /// <param name="allowsNull">Whether null is a value of it, for options that respect nullable annotations.</param>
    /// <param name="omitsNull">Whether it is left out while null.</param>
    /// <param name="isExtensionData">Whether it takes the properties that have no member.</param>
    /// <param name="converter">A converter of its own.</param>
    /// <param name="collection">A description of its own, of a list or map.</param>
    public static JsonPropertyInfo Property<T>(
        JsonSerializerOptions options,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] Type owner,
        string jsonName,
        string name,
        Func<object, T?>? get,
        Action<object, T?>? set,
        bool isRequired = false,
        bool allowsNull = true,
        bool omitsNull = false,
        bool isExtensionData = false,
        JsonConverter<T>? converter = null,
        JsonCollection<T>? collection = null)
    {
        JsonPropertyInfo property = JsonMetadataServices.CreatePropertyInfo(options, new JsonPropertyInfoValues<T>
        {
            IsProperty = true,
            IsPublic = true,
            DeclaringType = owner,
            PropertyName = name,
            AttributeProviderFactory = () => owner.GetProperty(name, typeof(T))!,
            JsonPropertyName = jsonName,
            Getter = get,
            Setter = set,
            Converter = converter,
            PropertyTypeInfo = converter switch
            {
                JsonIntegerConverter<int> or JsonNullableIntegerConverter<int> => SchemaOf<int>(options),
                JsonIntegerConverter<long> or JsonNullableIntegerConverter<long> => SchemaOf<long>(options),
                _ => collection?.Info!,
            },
            IsExtensionData = isExtensionData,
            // A discriminator that cannot be set is no such property as options leave out for being read-only.
            IgnoreCondition = omitsNull ? JsonIgnoreCondition.WhenWritingNull : set is null ? JsonIgnoreCondition.Never : null,
        });
        property.IsRequired = isRequired;
        ((converter as IJsonWholeNumbers)?.Place ?? collection?.Numbers)?.Set(property, owner);
        if (!allowsNull)
        {
            if (get is not null)
            {
                property.IsGetNullable = false;
            }

            if (set is not null)
            {
                property.IsSetNullable = false;
            }
        }

        return property;
    }

    /// <summary>A value with a converter.</summary>
    public static JsonTypeInfo<T> Value<T>(JsonSerializerOptions options, JsonConverter<T> converter) =>
        Custom<T>(options) ?? JsonMetadataServices.CreateValueInfo<T>(options, converter);

    /// <summary>A value type that may be null.</summary>
    public static JsonTypeInfo<T?> Nullable<T>(JsonSerializerOptions options)
        where T : struct =>
        Custom<T?>(options) ?? JsonMetadataServices.CreateValueInfo<T?>(options, JsonMetadataServices.GetNullableConverter<T>(options));

    /// <summary>A list.</summary>
    public static JsonTypeInfo<IReadOnlyList<T>> List<T>(JsonSerializerOptions options) => Custom<IReadOnlyList<T>>(options) ?? CreateList<T>(options, element: null);

    /// <summary>A map from names to values.</summary>
    public static JsonTypeInfo<Dictionary<string, T>> Map<T>(JsonSerializerOptions options) => Custom<Dictionary<string, T>>(options) ?? CreateMap<T>(options, value: null);

    /// <summary>The converter of an integer property: <c>240.0</c> is 240. Null when the options have a converter of their own.</summary>
    public static JsonConverter<int>? Int32(JsonSerializerOptions options) => Find(typeof(int), options) is null ? new JsonIntegerConverter<int>() : null;

    /// <inheritdoc cref="Int32"/>
    public static JsonConverter<long>? Int64(JsonSerializerOptions options) => Find(typeof(long), options) is null ? new JsonIntegerConverter<long>() : null;

    /// <inheritdoc cref="Int32"/>
    public static JsonConverter<int?>? NullableInt32(JsonSerializerOptions options) =>
        Find(typeof(int), options) is null && Find(typeof(int?), options) is null ? new JsonNullableIntegerConverter<int>() : null;

    /// <inheritdoc cref="Int32"/>
    public static JsonConverter<long?>? NullableInt64(JsonSerializerOptions options) =>
        Find(typeof(long), options) is null && Find(typeof(long?), options) is null ? new JsonNullableIntegerConverter<long>() : null;

    /// <summary>The list of a property, whose elements are read by a converter that they have there only. Null when the options have a converter of their own.</summary>
    /// <param name="options">The options that ask.</param>
    /// <param name="element">The converter of an element; null when the options have their own.</param>
    public static JsonCollection<IReadOnlyList<T>>? ListOf<T>(JsonSerializerOptions options, JsonConverter<T>? element) => ListOf(options, Of(options, element), element);

    /// <inheritdoc cref="ListOf{T}(JsonSerializerOptions, JsonConverter{T})"/>
    public static JsonCollection<IReadOnlyList<T>>? ListOf<T>(JsonSerializerOptions options, JsonCollection<T>? element) => ListOf(options, element?.Info, converter: null);

    /// <summary>The map of a property, whose values are read by a converter that they have there only. Null when the options have a converter of their own.</summary>
    /// <param name="options">The options that ask.</param>
    /// <param name="value">The converter of a value; null when the options have their own.</param>
    public static JsonCollection<Dictionary<string, T>>? MapOf<T>(JsonSerializerOptions options, JsonConverter<T>? value) => MapOf(options, Of(options, value), value);

    /// <inheritdoc cref="MapOf{T}(JsonSerializerOptions, JsonConverter{T})"/>
    public static JsonCollection<Dictionary<string, T>>? MapOf<T>(JsonSerializerOptions options, JsonCollection<T>? value) => MapOf(options, value?.Info, converter: null);

    /// <summary>The converter of a property that holds result addresses. Null when the options have a converter of their own.</summary>
    public static JsonConverter<IReadOnlyList<string>>? Addresses(JsonSerializerOptions options) =>
        Find(typeof(IReadOnlyList<string>), options) is null ? JsonAddressesConverter.Instance : null;

    /// <summary>
    /// What the schema of a property says whose converter is ours. The exporter takes a converter of anybody else's to mean anything, unless the property's
    /// type has cases: then it says what they say. One case, and the schema is that of the case. Nothing but the exporter looks here, as there is a converter.
    /// </summary>
    private static JsonTypeInfo<IComparable> SchemaOf<T>(JsonSerializerOptions options)
        where T : IComparable
    {
        JsonTypeInfo<IComparable> info = JsonMetadataServices.CreateObjectInfo(options, new JsonObjectInfoValues<IComparable> { PropertyMetadataInitializer = static _ => [] });
        info.PolymorphismOptions = new JsonPolymorphismOptions { DerivedTypes = { new JsonDerivedType(typeof(T)) } };
        return JsonOwnContext.Describes(info);
    }

    /// <summary>As <see cref="SchemaOf"/>: the schema of the type as the options describe it, whose elements have no converter of ours.</summary>
    private static JsonTypeInfo<T> WithDeclaredSchema<T>(JsonTypeInfo<T> info)
    {
        info.PolymorphismOptions = new JsonPolymorphismOptions
        {
            DerivedTypes = { new JsonDerivedType(typeof(T)) },
            UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FallBackToNearestAncestor,
        };
        return JsonOwnContext.Describes(info);
    }

    private static JsonCollection<IReadOnlyList<T>>? ListOf<T>(JsonSerializerOptions options, JsonTypeInfo<T>? element, JsonConverter<T>? converter) =>
        element is null || Find(typeof(IReadOnlyList<T>), options) is not null ? null : new(WithDeclaredSchema(CreateList(options, element)), converter);

    private static JsonCollection<Dictionary<string, T>>? MapOf<T>(JsonSerializerOptions options, JsonTypeInfo<T>? value, JsonConverter<T>? converter) =>
        value is null || Find(typeof(Dictionary<string, T>), options) is not null ? null : new(WithDeclaredSchema(CreateMap(options, value)), converter);

    private static JsonTypeInfo<IReadOnlyList<T>> CreateList<T>(JsonSerializerOptions options, JsonTypeInfo<T>? element)
    {
        JsonTypeInfo<IReadOnlyList<T>> info = JsonMetadataServices.CreateIEnumerableInfo<IReadOnlyList<T>, T>(options, new JsonCollectionInfoValues<IReadOnlyList<T>> { ElementInfo = element! });
        info.NumberHandling = null;
        return info;
    }

    private static JsonTypeInfo<Dictionary<string, T>> CreateMap<T>(JsonSerializerOptions options, JsonTypeInfo<T>? value)
    {
        JsonTypeInfo<Dictionary<string, T>> info = JsonMetadataServices.CreateDictionaryInfo<Dictionary<string, T>, string, T>(
            options,
            new JsonCollectionInfoValues<Dictionary<string, T>> { ObjectCreator = static () => [], ElementInfo = value! });
        info.NumberHandling = null;
        return info;
    }

    private static JsonTypeInfo<T>? Of<T>(JsonSerializerOptions options, JsonConverter<T>? converter) =>
        converter is null ? null : JsonOwnContext.Describes(JsonMetadataServices.CreateValueInfo<T>(options, converter));

    /// <summary>What the options say of the class itself. Their resolver is asked, and not we, as it may hold modifiers.</summary>
    private static JsonTypeInfo<T> Self<T>(JsonSerializerOptions options)
    {
        s_self = typeof(T);
        try
        {
            return (JsonTypeInfo<T>)options.TypeInfoResolver!.GetTypeInfo(typeof(T), options)!;
        }
        finally
        {
            s_self = null;
        }
    }

    private static JsonTypeInfo<T>? Custom<T>(JsonSerializerOptions options) =>
        Find(typeof(T), options) is { } converter ? JsonMetadataServices.CreateValueInfo<T>(options, converter) : null;

    private static JsonConverter? Find(Type type, JsonSerializerOptions options)
    {
        foreach (JsonConverter converter in options.Converters)
        {
            if (converter.CanConvert(type))
            {
                return converter is JsonConverterFactory factory
                    ? factory.CreateConverter(type, options) ?? throw new InvalidOperationException($"{factory.GetType()} made no converter for {type}.")
                    : converter;
            }
        }

        return null;
    }
}
