using Kling3.Generator.Model;

namespace Kling3.Generator.Modeling;

/// <summary>
/// Which types are sent and which are received: those that are sent validate themselves, those that are received keep the properties that
/// the schema does not name.
/// </summary>
internal static class Reachability
{
    public static void Mark(Dictionary<string, TypeSpec> specs, IReadOnlyList<OperationSpec> operations, IEnumerable<TypeRef> wireReplies, TypeModeler types)
    {
        HashSet<string> bodies = [.. operations.Select(operation => operation.Body?.Type.Name).OfType<string>()];
        HashSet<string> sent = Reach(operations.SelectMany(operation => operation.Parameters.Select(parameter => parameter.Type).Append(operation.Body?.Type)), specs);
        HashSet<string> received = Reach(operations.Select(operation => operation.Reply.Type).Concat(wireReplies), specs);

        // What no operation uses is still the user's to send or to read, and so is what it holds.
        TypeRef[] unused = [.. specs.Keys.Where(name => !sent.Contains(name) && !received.Contains(name)).Select(name => new TypeRef(TypeKind.Object, name))];
        HashSet<string> alsoUsed = Reach(unused, specs);
        foreach (string name in specs.Keys.ToArray())
        {
            bool isRequest = sent.Contains(name) || alsoUsed.Contains(name);
            bool isReply = received.Contains(name) || alsoUsed.Contains(name);
            specs[name] = specs[name] switch
            {
                ObjectSpec spec => spec with
                {
                    IsRequest = isRequest,
                    IsBody = bodies.Contains(name),
                    ExtensionData = spec.ExtensionData ?? (isReply && types.KeepsUnknown(name) ? "AdditionalProperties" : null),
                },
                UnionSpec spec => spec with { IsRequest = isRequest, IsBody = bodies.Contains(name), CostUnit = CostUnit(spec, specs) },
                { } other => other,
            };
        }

        MarkListed(specs);
        foreach (ObjectSpec spec in specs.Values.OfType<ObjectSpec>().ToArray())
        {
            // A class hierarchy has one dictionary for what is unknown, and it validates as a whole.
            if (spec.Base is { } name && specs[name] is ObjectSpec parent)
            {
                specs[spec.Name] = spec with
                {
                    ExtensionData = parent.ExtensionData ?? spec.ExtensionData,
                    InheritsExtensionData = parent.ExtensionData is not null,
                    IsRequest = parent.IsRequest,
                    OverridesEstimate = IsSameEstimate(spec.Cost, parent.Cost?.Unit),
                };
            }
            else if (spec.Base is { } unionName && specs[unionName] is UnionSpec union)
            {
                specs[spec.Name] = spec with { IsRequest = union.IsRequest, OverridesEstimate = IsSameEstimate(spec.Cost, union.CostUnit) };
            }
        }
    }

    // What Models of a union says of its cases' members.
    private static void MarkListed(Dictionary<string, TypeSpec> specs)
    {
        IEnumerable<string> cases = specs.Values.OfType<UnionSpec>().Where(static union => union.IsRequest).SelectMany(static union => union.Cases).Select(static one => one.TypeName);
        IEnumerable<MemberSpec> members = cases.Distinct(StringComparer.Ordinal).SelectMany(name => ((ObjectSpec)specs[name]).Members);
        foreach (string name in members.Where(static member => member.Constraints.AreKnownToType).Select(static member => member.Type.Name!).Distinct(StringComparer.Ordinal).ToArray())
        {
            specs[name] = (EnumSpec)specs[name] with { IsListed = true };
        }
    }

    private static bool IsSameEstimate(CostSpec? cost, string? baseUnit) =>
        cost is not null && baseUnit is not null && CostReader.EstimateMethod(cost.Unit) == CostReader.EstimateMethod(baseUnit);

    private static string? CostUnit(UnionSpec union, Dictionary<string, TypeSpec> specs)
    {
        string[] units = [.. union.Cases.Select(one => (specs[one.TypeName] as ObjectSpec)?.Cost?.Unit).OfType<string>().Distinct(StringComparer.Ordinal)];
        return units.Length == 1 ? units[0] : null;
    }

    /// <summary>The types that values of these types may hold, and those themselves.</summary>
    public static HashSet<string> Reach(IEnumerable<TypeRef?> roots, Dictionary<string, TypeSpec> specs)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>();
        foreach (TypeRef? root in roots)
        {
            Push(root);
        }

        while (open.Count > 0)
        {
            switch (specs[open.Pop()])
            {
                case ObjectSpec spec:
                    foreach (MemberSpec member in spec.Members)
                    {
                        Push(member.Type);
                    }

                    foreach (UnionCase one in spec.Cases)
                    {
                        PushName(one.TypeName);
                    }

                    PushName(spec.Base);
                    break;
                case UnionSpec spec:
                    foreach (UnionCase one in spec.Cases)
                    {
                        PushName(one.TypeName);
                    }

                    break;
                case RawUnionSpec spec:
                    foreach (RawUnionCase one in spec.Cases)
                    {
                        Push(one.Type);
                    }

                    break;
            }
        }

        return reached;

        void Push(TypeRef? type)
        {
            for (TypeRef? current = type; current is not null; current = current.Element)
            {
                PushName(current.Name);
            }
        }

        void PushName(string? name)
        {
            if (name is not null && reached.Add(name))
            {
                open.Push(name);
            }
        }
    }
}
