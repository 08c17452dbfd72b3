using Kling3.Generator.Model;

namespace Kling3.Cli.SpecDiff;

/// <summary>Compares what two documents make of one operation: the signatures of its methods, and what they take.</summary>
internal static class OperationComparer
{
    public static void Compare(OperationSpec before, OperationSpec after, List<SpecChange> changes)
    {
        string where = before.Name;
        if ((before.Method, before.Path) != (after.Method, after.Path))
        {
            Add("operation-moved", where, false, $"was {before.Method} {before.Path}, is {after.Method} {after.Path}");
        }

        if (!before.IsDeprecated && after.IsDeprecated)
        {
            Add("deprecated", where, false, "is deprecated: calls are warnings of the compiler");
        }

        CompareParameters(before, after, changes);
        CompareBodies(before, after, changes);
        CompareReplies(before.Reply, after.Reply, where, changes);
        CompareSubmits(before.Submit, after.Submit, where, changes);

        void Add(string kind, string at, bool isBreaking, string message) => changes.Add(new SpecChange(kind, at, isBreaking, message));
    }

    private static void CompareParameters(OperationSpec before, OperationSpec after, List<SpecChange> changes)
    {
        List<ParameterSpec> added = [.. after.Parameters.Where(now => before.Parameters.All(old => old.Name != now.Name))];
        List<string> kept = [];
        foreach (ParameterSpec old in before.Parameters)
        {
            string at = $"{before.Name}.{old.Name}";
            if (after.Parameters.FirstOrDefault(now => now.Name == old.Name) is { } same)
            {
                kept.Add(old.Name);
                CompareParameter(old, same, at, changes);
            }
            else if (added.Find(now => (now.JsonName, now.Place) == (old.JsonName, old.Place) || Bare(now) == Bare(old)) is { } renamed)
            {
                added.Remove(renamed);
                changes.Add(new SpecChange("parameter-renamed", at, true, $"renamed to {renamed.Name}"));
            }
            else
            {
                changes.Add(new SpecChange("parameter-removed", at, true, "the parameter is gone"));
            }
        }

        foreach (ParameterSpec now in added)
        {
            // The cancellation token comes last, and is mostly passed by its place.
            changes.Add(new SpecChange(
                "parameter-added",
                $"{before.Name}.{now.Name}",
                true,
                now.IsRequired ? "new required parameter" : "new optional parameter before the cancellation token: calls that pass the token without its name do not compile"));
        }

        string[] oldOrder = [.. Ordered(before).Where(kept.Contains)];
        string[] newOrder = [.. Ordered(after).Where(kept.Contains)];
        if (!oldOrder.AsSpan().SequenceEqual(newOrder))
        {
            changes.Add(new SpecChange("parameters-reordered", before.Name, true, $"the parameters' order was {string.Join(", ", oldOrder)}, is {string.Join(", ", newOrder)}"));
        }
    }

    private static IEnumerable<string> Ordered(OperationSpec operation) =>
        operation.Parameters.OrderByDescending(static parameter => parameter.IsRequired).Select(static parameter => parameter.Name);

    private static void CompareParameter(ParameterSpec before, ParameterSpec after, string at, List<SpecChange> changes)
    {
        if ((before.JsonName, before.Place, before.Style) != (after.JsonName, after.Place, after.Style))
        {
            changes.Add(new SpecChange("parameter-moved", at, false, $"was sent as {Sent(before)}, is sent as {Sent(after)}"));
        }

        if (before.Type.CSharp != after.Type.CSharp)
        {
            changes.Add(new SpecChange("type-changed", at, true, $"was {Shown.Type(before.Type.CSharp)}, is {Shown.Type(after.Type.CSharp)}"));
        }

        if (before.IsRequired != after.IsRequired)
        {
            changes.Add(after.IsRequired
                ? new SpecChange("parameter-required", at, true, "the parameter is required now")
                : new SpecChange("parameter-optional", at, false, "the parameter is optional now"));
        }

        if (before.Default != after.Default)
        {
            changes.Add(Shown.Default(at, before.Default, after.Default));
        }

        if (before.ErrorCode != after.ErrorCode)
        {
            changes.Add(Shown.ErrorCode(at, before.ErrorCode, after.ErrorCode));
        }

        LimitComparer.Compare(at, before.Constraints, after.Constraints, changes);
    }

    private static string Sent(ParameterSpec parameter) =>
        $"'{parameter.JsonName}' in the {parameter.Place.ToString().ToLowerInvariant()}{Style(parameter)}";

    private static string Style(ParameterSpec parameter) => (parameter.Style, parameter.Type.Kind) switch
    {
        (ParameterStyle.Exploded, TypeKind.Object) => ", once for each property",
        (ParameterStyle.Exploded, _) => ", once for each item",
        (ParameterStyle.Deep, _) => ", once for each property in brackets",
        _ => "",
    };

    /// <summary>A parameter without its names and words.</summary>
    private static ParameterSpec Bare(ParameterSpec parameter) => parameter with { JsonName = "", Name = "", Description = null };

    private static void CompareBodies(OperationSpec before, OperationSpec after, List<SpecChange> changes)
    {
        string at = $"{before.Name}.request";
        if (before.Body?.Type.CSharp != after.Body?.Type.CSharp)
        {
            changes.Add(new SpecChange("type-changed", at, true, $"was {Shown.Type(before.Body?.Type.CSharp)}, is {Shown.Type(after.Body?.Type.CSharp)}"));
        }
        else if (before.Body?.IsRequired != after.Body?.IsRequired)
        {
            changes.Add(after.Body!.IsRequired
                ? new SpecChange("parameter-required", at, true, "the request is required now")
                : new SpecChange("parameter-optional", at, false, "the request is optional now"));
        }

        LimitComparer.Compare(at, before.Body?.Constraints ?? ConstraintSpec.None, after.Body?.Constraints ?? ConstraintSpec.None, changes);
    }

    private static void CompareReplies(ReplySpec before, ReplySpec after, string where, List<SpecChange> changes)
    {
        string old = Reply(before);
        string now = Reply(after);
        if (old != now)
        {
            changes.Add(new SpecChange("type-changed", $"{where} reply", true, $"was {old}, is {now}"));
        }
    }

    private static string Reply(ReplySpec reply) => reply.Type is { } type ? Shown.Type(type.CSharpWithNull) : reply.Kind.ToString().ToLowerInvariant();

    private static void CompareSubmits(SubmitSpec? before, SubmitSpec? after, string where, List<SpecChange> changes)
    {
        if (before is null || after is null)
        {
            if (before is not null)
            {
                Add("link-removed", true, "its status is not linked any more, and the methods that start and resume are gone");
            }
            else if (after is not null)
            {
                Add("link-added", false, "new methods that start and resume");
            }

            return;
        }

        if ((before.StartName, before.AndWaitName) != (after.StartName, after.AndWaitName))
        {
            Add("operation-renamed", true, $"{before.StartName}Async and {before.AndWaitName}Async are called {after.StartName}Async and {after.AndWaitName}Async");
        }

        if (before.StatusType != after.StatusType)
        {
            changes.Add(new SpecChange("type-changed", $"{where} status", true, $"was {before.StatusType}, is {after.StatusType}"));
        }

        if (before.Results.Count == 0 != (after.Results.Count == 0))
        {
            Add("polling-changed", after.Results.Count == 0, after.Results.Count == 0 ? "an operation has no results any more" : "an operation has results now");
        }

        CompareStates("success", before.Succeeded, after.Succeeded);
        CompareStates("failure", before.Failed, after.Failed);
        if (!Places(before).SequenceEqual(Places(after)))
        {
            Add("polling-changed", false, "id, state, results, errors or costs are elsewhere in a reply");
        }

        void CompareStates(string meaning, EquatableArray<string> old, EquatableArray<string> now)
        {
            foreach (string state in old.Except(now, StringComparer.Ordinal))
            {
                Add("polling-changed", true, $"{state} does not mean {meaning} any more");
            }

            foreach (string state in now.Except(old, StringComparer.Ordinal))
            {
                Add("polling-changed", false, $"{state} means {meaning} now");
            }
        }

        void Add(string kind, bool isBreaking, string message) => changes.Add(new SpecChange(kind, where, isBreaking, message));
    }

    private static IEnumerable<string> Places(SubmitSpec submit) =>
        ((EquatableArray<MemberPath>[])[submit.Id, submit.State, submit.Results, submit.SubmitCost, submit.StatusCost, submit.Error]).Select(Place);

    private static string Place(EquatableArray<MemberPath> paths) => string.Join(' ', paths.Select(static path => string.Join('.', path.Members.Select(static step => step.Name))));
}
