using Kling3.Generator.Model;

namespace Kling3.Generator.Modeling;

/// <summary>Which objects have no end to their depth: a value of one may hold itself, by mistake, and then its validation would not end either.</summary>
internal static class Depth
{
    public static void Mark(Dictionary<string, TypeSpec> specs)
    {
        var holders = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var open = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (TypeSpec spec in specs.Values)
        {
            HashSet<string> held = [.. Held(spec)];
            open[spec.Name] = held.Count;
            foreach (string name in held)
            {
                if (!holders.TryGetValue(name, out List<string>? list))
                {
                    holders[name] = list = [];
                }

                list.Add(spec.Name);
            }
        }

        // From those that hold nothing upwards. The rest goes round in circles, or leads to one.
        var ended = new Stack<string>(open.Where(static type => type.Value == 0).Select(static type => type.Key));
        while (ended.Count > 0)
        {
            string name = ended.Pop();
            open.Remove(name);
            foreach (string holder in holders.TryGetValue(name, out List<string>? list) ? list : [])
            {
                if (--open[holder] == 0)
                {
                    ended.Push(holder);
                }
            }
        }

        foreach (ObjectSpec spec in open.Keys.Select(name => specs[name]).OfType<ObjectSpec>().ToArray())
        {
            specs[spec.Name] = spec with { IsBottomless = true };
        }
    }

    /// <summary>What validation goes into.</summary>
    private static IEnumerable<string> Held(TypeSpec spec) => spec switch
    {
        ObjectSpec one => one.Members.Where(static member => !member.IsReadOnly).Select(static member => Innermost(member.Type)).OfType<string>().Concat(Derived(one.Cases, one.Name)),
        UnionSpec union => Derived(union.Cases, union.Name),
        _ => [],
    };

    private static IEnumerable<string> Derived(EquatableArray<UnionCase> cases, string name) => cases.Select(static one => one.TypeName).Where(type => type != name);

    private static string? Innermost(TypeRef type)
    {
        while (type.Element is { } element)
        {
            type = element;
        }

        return type.Kind is TypeKind.Object or TypeKind.Union ? type.Name : null;
    }
}
