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

    /// <summary>The members to go through from a value of a type; null when there are none of these names.</summary>
    public static MemberPath? Path(TypeRef type, IEnumerable<string> segments, IReadOnlyDictionary<string, TypeSpec> specs)
    {
        var steps = new List<MemberStep>();
        TypeRef current = type;
        foreach (string segment in segments)
        {
            if (current.Kind != TypeKind.Object || specs[current.Name!] is not ObjectSpec owner)
            {
                return null;
            }

            if (owner.Discriminator?.JsonName == segment)
            {
                steps.Add(new MemberStep(owner.Discriminator.MemberName, AllowsNull: false, IsValueType: false));
                current = new TypeRef(TypeKind.String);
            }
            else if (owner.Members.FirstOrDefault(member => member.JsonName == segment) is { } member)
            {
                steps.Add(new MemberStep(member.Name, member.AllowsNull, member.Type.IsValueType));
                current = member.Type;
            }
            else
            {
                return null;
            }
        }

        return steps.Count == 0 ? null : new MemberPath(steps.ToEquatableArray(), current);
    }
}
