using Kling3.Generator.Model;

namespace Kling3.Cli.SpecDiff;

/// <summary>Compares the types that two documents make, by their names in C#.</summary>
internal sealed class TypeComparer(SpecDocument older, SpecDocument newer, List<SpecChange> changes)
{
    public void Compare()
    {
        List<TypeSpec> added = [.. newer.Model.Types.Where(type => !older.Types.ContainsKey(type.Name))];
        foreach (TypeSpec before in older.Model.Types)
        {
            if (newer.Types.TryGetValue(before.Name, out TypeSpec? after))
            {
                CompareType(before, after);
            }
            else if (added.Find(other => Bare(other) == Bare(before)) is { } renamed)
            {
                added.Remove(renamed);
                Add("type-renamed", before.Name, true, $"renamed to {renamed.Name}");
            }
            else
            {
                Add("type-removed", before.Name, true, "the type is gone");
            }
        }

        foreach (TypeSpec type in added)
        {
            Add("type-added", type.Name, false, "new type");
        }
    }

    private void CompareType(TypeSpec before, TypeSpec after)
    {
        if (!before.IsDeprecated && after.IsDeprecated)
        {
            Add("deprecated", before.Name, false, "is deprecated: uses are warnings of the compiler");
        }

        switch (before, after)
        {
            case (ObjectSpec old, ObjectSpec now):
                CompareObjects(old, now);
                break;
            case (UnionSpec old, UnionSpec now):
                CompareDiscriminators(old.Name, old.Discriminator, now.Discriminator);
                CompareCases(old.Name, old.Cases, now.Cases);
                if (old.UnknownName != now.UnknownName)
                {
                    Add("type-renamed", old.UnknownName, true, $"renamed to {now.UnknownName}");
                }

                CompareMember($"{old.Name}.Validate", old.IsRequest, now.IsRequest);
                break;
            case (RawUnionSpec old, RawUnionSpec now):
                CompareRawCases(old, now);
                break;
            case (StringEnumSpec old, StringEnumSpec now):
                CompareValues(old.Name, old.Members, now.Members);
                break;
            case (IntegerEnumSpec old, IntegerEnumSpec now):
                CompareValues(old.Name, old.Members, now.Members);
                break;
            default:
                Add("type-changed", before.Name, true, $"was {Kind(before)}, is {Kind(after)}");
                break;
        }
    }

    private static string Kind(TypeSpec type) => type switch
    {
        ObjectSpec => "a class with members",
        UnionSpec => "a base class of cases",
        RawUnionSpec => "one of several types",
        StringEnumSpec => "a set of texts",
        _ => "a set of numbers",
    };

    private void CompareObjects(ObjectSpec before, ObjectSpec after)
    {
        string where = before.Name;
        CompareDiscriminators(where, before.Discriminator, after.Discriminator ?? Settable(before.Discriminator, after));
        CompareCases(where, before.Cases, after.Cases);
        CompareMember($"{where}.Validate", before.IsRequest, after.IsRequest);
        CompareMember($"{where}.{before.ExtensionData ?? after.ExtensionData}", before.ExtensionData is not null, after.ExtensionData is not null);
        CompareMembers(where, before, after);
        PriceComparer.Compare(where, before.Cost, after.Cost, changes);
    }

    private void CompareDiscriminators(string where, DiscriminatorSpec? before, DiscriminatorSpec? after)
    {
        if (before is null)
        {
            return;
        }

        if (before.MemberName != after?.MemberName)
        {
            Add(after is null ? "member-removed" : "member-renamed", $"{where}.{before.MemberName}", true, after is null ? "the member is gone" : $"renamed to {after.MemberName}");
        }
        else if (before.Values.Count > 0 && after.Values.Count > 0)
        {
            string[] added = [.. after.Values.Except(before.Values, StringComparer.Ordinal)];
            if (before.Values.Except(after.Values, StringComparer.Ordinal).Any())
            {
                Add("value-changed", $"{where}.{before.MemberName}", true, $"was {string.Join(" or ", before.Values)}, is {string.Join(" or ", after.Values)}: stored JSON is not read as before");
            }
            else if (before.Value != after.Value)
            {
                Add("value-changed", $"{where}.{before.MemberName}", true, $"was {before.Value}, is {after.Value} where it is not set");
            }
            else if (added.Length > 0)
            {
                Add("value-added", $"{where}.{before.MemberName}", false, $"new value {string.Join(", ", added)}");
            }
        }
    }

    // What told the type is a member like others in a type that is no case any more.
    private static DiscriminatorSpec? Settable(DiscriminatorSpec? before, ObjectSpec after) =>
        after.Members.Any(member => member.Name == before?.MemberName) ? before! with { Values = EquatableArray<string>.Empty } : null;

    private void CompareCases(string where, EquatableArray<UnionCase> before, EquatableArray<UnionCase> after)
    {
        foreach (UnionCase old in before)
        {
            // A type that is gone is told of under its own name.
            if (after.All(now => now.TypeName != old.TypeName) && newer.Types.ContainsKey(old.TypeName))
            {
                Add("case-removed", where, true, $"{old.TypeName} is no {where} any more");
            }
        }

        foreach (UnionCase now in after.Where(now => before.All(old => old.TypeName != now.TypeName) && older.Types.ContainsKey(now.TypeName)))
        {
            Add("case-added", where, false, $"{now.TypeName} is one more {where}");
        }
    }

    private void CompareRawCases(RawUnionSpec before, RawUnionSpec after)
    {
        foreach (RawUnionCase old in before.Cases)
        {
            if (after.Cases.FirstOrDefault(now => now.Name == old.Name) is not { } same)
            {
                Add("case-removed", $"{before.Name}.{old.Name}", true, $"From{old.Name} and TryGet{old.Name} are gone");
            }
            else if (same.Type.CSharp != old.Type.CSharp)
            {
                Add("type-changed", $"{before.Name}.{old.Name}", true, $"was {Shown.Type(old.Type.CSharp)}, is {Shown.Type(same.Type.CSharp)}");
            }
        }

        foreach (RawUnionCase now in after.Cases.Where(now => before.Cases.All(old => old.Name != now.Name)))
        {
            Add("case-added", $"{before.Name}.{now.Name}", false, "one more case");
        }
    }

    private void CompareValues(string where, EquatableArray<EnumMember> before, EquatableArray<EnumMember> after)
    {
        foreach (EnumMember old in before)
        {
            if (after.FirstOrDefault(now => now.Value == old.Value) is { } same)
            {
                if (same.Name != old.Name)
                {
                    Add("value-renamed", where, true, $"the value {old.Value} was called {old.Name}, is called {same.Name}");
                }
            }
            else if (after.FirstOrDefault(now => now.Name == old.Name) is { } other)
            {
                Add("value-changed", where, true, $"{old.Name} was {old.Value}, is {other.Value}");
            }
            else
            {
                Add("value-removed", where, true, $"the value {old.Value} is gone");
            }
        }

        foreach (EnumMember now in after.Where(now => before.All(old => old.Value != now.Value && old.Name != now.Name)))
        {
            Add("value-added", where, false, $"new value {now.Value}");
        }
    }

    private void CompareMembers(string where, ObjectSpec before, ObjectSpec after)
    {
        List<MemberSpec> added = [.. after.Members.Where(now => before.Members.All(old => old.Name != now.Name))];
        List<MemberSpec> removed = [.. before.Members.Where(old => after.Members.All(now => now.Name != old.Name))];
        foreach (MemberSpec old in removed)
        {
            // The only one that went and the only one that came, of one type, are one that got a new name.
            MemberSpec? renamed = added.Find(now => now.JsonName == old.JsonName || Bare(now) == Bare(old))
                ?? (removed.Count == 1 && added.Count == 1 && added[0].Type == old.Type ? added[0] : null);
            if (renamed is null)
            {
                Add("member-removed", $"{where}.{old.Name}", true, "the member is gone");
            }
            else
            {
                added.Remove(renamed);
                Add("member-renamed", $"{where}.{old.Name}", true, $"renamed to {renamed.Name}");
            }
        }

        foreach (MemberSpec now in added)
        {
            Add(
                now.IsRequired ? "member-required" : "member-added",
                $"{where}.{now.Name}",
                now.IsRequired,
                !now.IsRequired ? "new optional member" : IsSent(where) ? "new required member" : "new member that every reply must have: one without it is an error");
        }

        foreach (MemberSpec old in before.Members)
        {
            if (after.Members.FirstOrDefault(now => now.Name == old.Name) is { } same)
            {
                CompareMember(where, old, same);
            }
        }
    }

    private void CompareMember(string type, MemberSpec before, MemberSpec after)
    {
        string where = $"{type}.{before.Name}";
        if (before.JsonName != after.JsonName)
        {
            Add("json-name-changed", where, true, $"was '{before.JsonName}' in the JSON, is '{after.JsonName}': stored JSON is not read as before");
        }

        if (before.Type.CSharp != after.Type.CSharp)
        {
            Add("type-changed", where, true, $"was {Shown.Type(before.Type.CSharp)}, is {Shown.Type(after.Type.CSharp)}");
        }

        if (before.IsRequired != after.IsRequired)
        {
            CompareRequired(type, where, before, after);
        }
        else if (before.MustBeSet != after.MustBeSet && IsSent(type))
        {
            Add(after.MustBeSet ? "member-required" : "member-optional", where, after.MustBeSet, after.MustBeSet ? "is required now" : "is optional now");
        }
        else if (before.AllowsNull != after.AllowsNull || before.Type.IsNullable != after.Type.IsNullable)
        {
            CompareNullable(type, where, before, after);
        }

        if (before.IsReadOnly != after.IsReadOnly)
        {
            Add("read-only", where, after.IsReadOnly && IsSent(type), after.IsReadOnly ? "is not sent any more" : "is sent now");
        }

        if (!before.IsDeprecated && after.IsDeprecated)
        {
            Add("deprecated", where, false, "is deprecated: uses are warnings of the compiler");
        }

        if (!IsSent(type))
        {
            return;
        }

        if (before.Default != after.Default)
        {
            changes.Add(Shown.Default(where, before.Default, after.Default));
        }

        if (before.ErrorCode != after.ErrorCode)
        {
            changes.Add(Shown.ErrorCode(where, before.ErrorCode, after.ErrorCode));
        }

        LimitComparer.Compare(where, before.Constraints, after.Constraints, changes);
    }

    private void CompareRequired(string type, string where, MemberSpec before, MemberSpec after)
    {
        if (after.IsRequired)
        {
            Add("member-required", where, true, IsSent(type) ? "is required now" : "every reply must have it now: one without it is an error");
            return;
        }

        // A class or a text stays what it is; `int` becomes `int?`, which code that reads it does not compile with.
        bool isOtherType = before.Type.IsValueType && before.CSharpType != after.CSharpType;
        Add(
            "member-optional",
            where,
            IsReceived(type) || isOtherType,
            isOtherType ? $"was {Shown.Type(before.CSharpType)}, is {Shown.Type(after.CSharpType)}" : IsReceived(type) ? "may be missing now" : "is optional now");
    }

    private void CompareNullable(string type, string where, MemberSpec before, MemberSpec after)
    {
        bool isOtherType = before.Type.IsValueType && before.CSharpType != after.CSharpType;
        bool mayBeNull = after.AllowsNull && after.Type.IsNullable;
        Add(
            mayBeNull ? "nullable" : "not-nullable",
            where,
            isOtherType || (mayBeNull ? IsReceived(type) && !before.AllowsNull : IsSent(type)),
            mayBeNull ? "may be null now" : "may not be null any more");
    }

    private void CompareMember(string where, bool wasThere, bool isThere)
    {
        if (wasThere && !isThere)
        {
            Add("member-removed", where, true, "the member is gone");
        }
        else if (!wasThere && isThere)
        {
            Add("member-added", where, false, "new member");
        }
    }

    // What no operation uses may be sent and received by callers in ways of their own.
    private bool IsSent(string type) => older.Sent.Contains(type) || !older.Received.Contains(type);

    private bool IsReceived(string type) => older.Received.Contains(type) || !older.Sent.Contains(type);

    /// <summary>A type without its name and words: two that are one so differ by name only.</summary>
    private static TypeSpec Bare(TypeSpec type) => type switch
    {
        ObjectSpec spec => spec with { Name = "", Description = null, Members = spec.Members.Select(static member => member with { Description = null }).ToEquatableArray() },
        RawUnionSpec spec => spec with { Name = "", Description = null },
        UnionSpec spec => spec with { Name = "", Description = null, UnknownName = "" },
        EnumSpec spec => spec with { Name = "", Description = null, IsListed = false },
        _ => type,
    };

    private static MemberSpec Bare(MemberSpec member) => member with { Name = "", JsonName = "", Description = null };

    private void Add(string kind, string where, bool isBreaking, string message) => changes.Add(new SpecChange(kind, where, isBreaking, message));
}
