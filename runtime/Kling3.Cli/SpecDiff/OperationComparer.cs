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
        List<ParameterSpec> kept = [];
        foreach (ParameterSpec old in before.Parameters)
        {
            string at = $"{before.Name}.{old.Name}";
            if (after.Parameters.FirstOrDefault(other => other.Name == old.Name) is not { } now)
            {
                string? renamed = after.Parameters.FirstOrDefault(other => other.JsonName == old.JsonName && other.Place == old.Place)?.Name;
                changes.Add(renamed is null
                    ? new SpecChange("parameter-removed", at, true, "the parameter is gone")
                    : new SpecChange("parameter-renamed", at, true, $"renamed to {renamed}"));
                continue;
            }

            kept.Add(now);
            CompareParameter(old, now, at, changes);
        }

        foreach (ParameterSpec added in after.Parameters.Where(parameter => before.Parameters.All(old => old.Name != parameter.Name && (old.JsonName, old.Place) != (parameter.JsonName, parameter.Place))))
        {
            // The cancellation token comes last, and is mostly passed by its place.
            changes.Add(new SpecChange(
                "parameter-added",
                $"{before.Name}.{added.Name}",
                true,
                added.IsRequired ? "new required parameter" : "new optional parameter before the cancellation token: calls that pass the token without its name do not compile"));
        }

        string[] oldOrder = [.. Ordered(before).Where(name => kept.Exists(parameter => parameter.Name == name))];
        string[] newOrder = [.. Ordered(after).Where(name => kept.Exists(parameter => parameter.Name == name))];
        if (!oldOrder.AsSpan().SequenceEqual(newOrder))
        {
            changes.Add(new SpecChange("parameters-reordered", before.Name, true, $"the parameters' order was {string.Join(", ", oldOrder)}, is {string.Join(", ", newOrder)}"));
        }
    }

    private static IEnumerable<string> Ordered(OperationSpec operation) =>
        operation.Parameters.OrderByDescending(static parameter => parameter.IsRequired).Select(static parameter => parameter.Name);

    private static void CompareParameter(ParameterSpec before, ParameterSpec after, string at, List<SpecChange> changes)
    {
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
        switch (before, after)
        {
            case ({ }, null):
                changes.Add(new SpecChange("link-removed", where, true, "its status is not linked any more, and the methods that start and resume are gone"));
                break;
            case (null, { }):
                changes.Add(new SpecChange("link-added", where, false, "new methods that start and resume"));
                break;
            case ({ } old, { } now) when old.StatusType != now.StatusType:
                changes.Add(new SpecChange("type-changed", $"{where} status", true, $"was {old.StatusType}, is {now.StatusType}"));
                break;
            case ({ Results: not null }, { Results: null }):
                changes.Add(new SpecChange("polling-changed", where, true, "an operation has no results any more"));
                break;
            case ({ } old, { } now) when old != now:
                changes.Add(new SpecChange("polling-changed", where, false, "which states are final, or where id, state, results and errors are, has changed"));
                break;
        }
    }
}
