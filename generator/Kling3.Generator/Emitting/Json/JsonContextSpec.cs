using System.Globalization;
using Kling3.Generator.Model;

namespace Kling3.Generator.Emitting.Json;

/// <summary>
/// What a context holds: every type of the document and every list, map, nullable and primitive that one of them reaches. It names types
/// and nothing else, so the context is emitted again only when a type comes, goes or is used anew.
/// </summary>
/// <param name="Types">In ordinal order of their C# type.</param>
internal sealed record JsonContextSpec(EquatableArray<JsonContextType> Types)
{
    /// <summary>Members that every context has: a type's property must not be called like one.</summary>
    private static readonly string[] s_reserved =
    [
        "Default", "Options", "GetTypeInfo", "GeneratedSerializerOptions", "Equals", "GetHashCode", "GetType", "ToString",
        "MemberwiseClone", "Finalize", "ReferenceEquals", "Create",
    ];

    /// <summary>Collects the types of a document.</summary>
    public static JsonContextSpec From(SpecModel model)
    {
        var found = new SortedDictionary<string, (string Name, string Create)>(StringComparer.Ordinal);
        foreach (TypeSpec type in model.Types)
        {
            found[type.Name] = (type.Name, CompanionNames.Json(type.Name) + ".CreateInfo(options)");
            AddReached(found, type);
        }

        foreach (OperationSpec operation in model.Client.Operations)
        {
            Add(found, operation.Body is { IsPlain: false } body ? body.Type : null, false);
            Add(found, operation.Reply.Type, false);
        }

        return new JsonContextSpec(WithDistinctNames(found).ToEquatableArray());
    }

    private static void AddReached(SortedDictionary<string, (string Name, string Create)> found, TypeSpec type)
    {
        switch (type)
        {
            case ObjectSpec spec:
                foreach (MemberSpec member in spec.Members)
                {
                    Add(found, member.Type, member.AllowsNull);
                }

                if (spec.Discriminator is not null)
                {
                    Add(found, new TypeRef(TypeKind.String), false);
                }

                if (spec.ExtensionData is not null)
                {
                    // With the type of its keys.
                    Add(found, new TypeRef(TypeKind.String), false);
                    found[JsonNames.ExtensionData] = ("MapOfJsonElement", $"{JsonNames.Metadata}.Map<{JsonNames.Element}>(options)");
                    found[JsonNames.Element] = (
                        "JsonElement",
                        $"{JsonNames.Metadata}.Value(options, global::System.Text.Json.Serialization.Metadata.JsonMetadataServices.JsonElementConverter)");
                }

                break;
            case UnionSpec spec:
                found[spec.UnknownName] = (spec.UnknownName, CompanionNames.Json(spec.Name) + ".CreateUnknownInfo(options)");
                break;
            case RawUnionSpec spec:
                foreach (RawUnionCase item in spec.Cases)
                {
                    Add(found, item.Type, false);
                }

                break;
        }
    }

    private static void Add(SortedDictionary<string, (string Name, string Create)> found, TypeRef? type, bool allowsNull)
    {
        if (type is null)
        {
            return;
        }

        if ((allowsNull || type.IsNullable) && type.IsValueType)
        {
            found[type.CSharp + "?"] = ("Nullable" + NameOf(type), $"{JsonNames.Metadata}.Nullable<{type.CSharp}>(options)");
        }

        if (!found.ContainsKey(type.CSharp))
        {
            found[type.CSharp] = (NameOf(type), JsonValues.Describe(type));
        }

        if (type.Kind == TypeKind.Map)
        {
            // The type of its keys.
            Add(found, new TypeRef(TypeKind.String), false);
        }

        Add(found, type.Kind == TypeKind.AddressList ? new TypeRef(TypeKind.String) : type.Element, false);
    }

    private static string NameOf(TypeRef type) => type.Kind switch
    {
        TypeKind.List => "ListOf" + ElementName(type),
        TypeKind.AddressList => "ListOfString",
        TypeKind.Map => "MapOf" + ElementName(type),
        TypeKind.Bytes => "ByteArray",
        TypeKind.Raw => "RawJson",
        _ => type.Name ?? type.Kind.ToString(),
    };

    private static string ElementName(TypeRef type) =>
        (type.Element is { IsNullable: true, IsValueType: true } ? "Nullable" : "") + NameOf(type.Element!);

    /// <summary>
    /// The document's own types keep their names; what clashes with one of them, or with a member of the context, is called
    /// <c>…Info</c>, <c>…Info2</c> and so on, in the order of the C# types.
    /// </summary>
    private static IEnumerable<JsonContextType> WithDistinctNames(SortedDictionary<string, (string Name, string Create)> found)
    {
        var taken = new HashSet<string>(s_reserved, StringComparer.Ordinal);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (KeyValuePair<string, (string Name, string Create)> item in found.OrderBy(item => item.Key == item.Value.Name ? 0 : 1))
        {
            string name = item.Value.Name;
            for (int i = 1; !taken.Add(name); i++)
            {
                name = item.Value.Name + "Info" + (i == 1 ? "" : i.ToString(CultureInfo.InvariantCulture));
            }

            names[item.Key] = name;
        }

        return found.Select(item => new JsonContextType(names[item.Key], item.Key, item.Value.Create));
    }
}
