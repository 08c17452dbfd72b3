using Kling3.Generator.Model;
using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>Pointers of the extensions (<c>/data/task_id</c>): first to schemas, and, when types have members, to chains of members.</summary>
internal static class PointerResolver
{
    /// <summary>The property's schema that the pointer leads to in values of a schema; null when it leads to none.</summary>
    public static Schema? Find(Schema schema, IEnumerable<string> segments, SchemaFlattener flattener)
    {
        Schema? current = schema;
        foreach (string segment in segments)
        {
            // `anyOf: [X, null]` has X's properties.
            current = flattener.Layers(current)
                .Select(layer => flattener.Flatten(layer)?.Property(segment)?.Schema)
                .FirstOrDefault(found => found is not null);
            if (current is null)
            {
                return null;
            }
        }

        return current;
    }

    /// <summary>The same through choices: the property's schema in each of the schemas that a value may have, where it has it.</summary>
    public static List<Schema> FindAll(Schema schema, IEnumerable<string> segments, SchemaFlattener flattener)
    {
        List<Schema> current = [schema];
        foreach (string segment in segments)
        {
            current = [.. current.SelectMany(at => Choices(at, flattener)).Select(choice => flattener.Flatten(choice)?.Property(segment)?.Schema).OfType<Schema>().Distinct()];
        }

        return current;
    }

    private static List<Schema> Choices(Schema schema, SchemaFlattener flattener)
    {
        List<Schema> found = [schema];
        HashSet<Node> seen = [schema.Node];
        for (int i = 0; i < found.Count; i++)
        {
            if (flattener.Flatten(found[i]) is { } flat)
            {
                found.AddRange(flat.OneOf.Concat(flat.AnyOf).Where(variant => seen.Add(variant.Node)));
            }
        }

        return found;
    }

    /// <summary>The members to go through from a value of a type: one way, and where choices lie between, one for each case that has them.</summary>
    /// <param name="type">The type.</param>
    /// <param name="segments">The pointer.</param>
    /// <param name="specs">All types, with their members.</param>
    /// <param name="lacking">The first type on the way that has no such member; null when each has it.</param>
    public static List<MemberPath> Paths(TypeRef type, IReadOnlyList<string> segments, IReadOnlyDictionary<string, TypeSpec> specs, out string? lacking)
    {
        lacking = null;
        List<MemberPath> open = segments.Count == 0 ? [] : [new MemberPath(EquatableArray<MemberStep>.Empty, type)];
        foreach (string segment in segments)
        {
            var next = new List<MemberPath>();
            foreach (MemberPath path in open)
            {
                foreach ((MemberChoice? choice, TypeRef owner) in Step(path.Type, segment, specs) is null ? Cases(path.Type, specs) : [(null, path.Type)])
                {
                    if (Step(owner, segment, specs) is { } found)
                    {
                        next.Add(new MemberPath(path.Members.Append(found.Step with { Choice = choice }).ToEquatableArray(), found.Type));
                    }
                    else
                    {
                        lacking ??= owner.Name ?? owner.CSharp;
                    }
                }
            }

            open = next;
        }

        return open;
    }

    // What a choice may be; a type that is none is itself.
    private static IEnumerable<(MemberChoice? Choice, TypeRef Type)> Cases(TypeRef type, IReadOnlyDictionary<string, TypeSpec> specs) => type.Name is null ? [(null, type)] : specs[type.Name] switch
    {
        UnionSpec union => union.Cases.Select(one => one.TypeName).Distinct(StringComparer.Ordinal).Select(name => ((MemberChoice?)new MemberChoice(name, null), new TypeRef(TypeKind.Object, name))),
        RawUnionSpec union => union.Cases.Select(one => ((MemberChoice?)new MemberChoice(one.Type.CSharp, one.Name), one.Type)),
        _ => [(null, type)],
    };

    private static (MemberStep Step, TypeRef Type)? Step(TypeRef type, string segment, IReadOnlyDictionary<string, TypeSpec> specs)
    {
        TypeSpec? owner = type.Name is null ? null : specs[type.Name];
        DiscriminatorSpec? discriminator = (owner as ObjectSpec)?.Discriminator ?? (owner as UnionSpec)?.Discriminator;
        if (discriminator?.JsonName == segment)
        {
            return (new MemberStep(discriminator.MemberName, AllowsNull: false), new TypeRef(TypeKind.String));
        }

        return (owner as ObjectSpec)?.Members.FirstOrDefault(member => member.JsonName == segment) is { } found
            ? (new MemberStep(found.Name, found.AllowsNull), found.Type)
            : null;
    }
}
