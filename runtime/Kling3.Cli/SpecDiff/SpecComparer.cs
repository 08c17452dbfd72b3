using Kling3.Generator.Model;

namespace Kling3.Cli.SpecDiff;

/// <summary>
/// Compares two documents by the clients that the generator makes of them, so that whatever makes the same client is no difference: where
/// a schema stands, how it is composed, in which order, in which words.
/// </summary>
internal static class SpecComparer
{
    /// <summary>What callers notice, in the order of the documents.</summary>
    public static IReadOnlyList<SpecChange> Compare(SpecDocument older, SpecDocument newer)
    {
        List<SpecChange> changes = [];
        CompareClients(older.Model.Client, newer.Model.Client, changes);
        CompareOperations(older.Model.Client, newer.Model.Client, changes);
        new TypeComparer(older, newer, changes).Compare();
        CompareErrorCodes(older.Model, newer.Model, changes);
        return changes;
    }

    private static void CompareClients(ClientSpec before, ClientSpec after, List<SpecChange> changes)
    {
        if (before.BaseAddress != after.BaseAddress)
        {
            changes.Add(new SpecChange(
                "server-changed",
                "BaseAddress",
                before.BaseAddress is not null && after.BaseAddress is null,
                after.BaseAddress is null ? $"the base address was {before.BaseAddress}, and now there is none: options must name one" : $"the base address was {before.BaseAddress ?? "none"}, is {after.BaseAddress}"));
        }

        if (before.Key != after.Key)
        {
            // A client of an API without a key is made without one.
            bool isOtherConstructor = before.Key.Kind == KeyKind.None || after.Key.Kind == KeyKind.None;
            changes.Add(new SpecChange("key-changed", "ApiKey", isOtherConstructor, $"the key was sent {Key(before.Key)}, is sent {Key(after.Key)}"));
        }

        if (before.Envelope != after.Envelope)
        {
            changes.Add(new SpecChange("envelope-changed", "x-envelope", false, "code, message or data are elsewhere in a reply, or other codes mean success"));
        }
    }

    private static string Key(KeySpec key) => key.Kind switch
    {
        KeyKind.None => "nowhere",
        KeyKind.Bearer => "as a bearer token",
        _ => $"in the header {key.Header}",
    };

    private static void CompareOperations(ClientSpec older, ClientSpec newer, List<SpecChange> changes)
    {
        foreach (OperationSpec before in older.Operations)
        {
            if (newer.Operations.FirstOrDefault(other => other.Name == before.Name) is { } same)
            {
                OperationComparer.Compare(before, same, changes);
            }
            else if (newer.Operations.FirstOrDefault(other => Place(other) == Place(before) && older.Operations.All(known => known.Name != other.Name)) is { } renamed)
            {
                changes.Add(new SpecChange("operation-renamed", before.Name, true, $"renamed to {renamed.Name}: its methods are called otherwise"));
            }
            else
            {
                changes.Add(new SpecChange("operation-removed", before.Name, true, "the operation is gone, and its methods"));
            }
        }

        changes.AddRange(newer.Operations
            .Where(after => older.Operations.All(before => before.Name != after.Name && (Place(before) != Place(after) || newer.Operations.Any(other => other.Name == before.Name))))
            .Select(static after => new SpecChange("operation-added", after.Name, false, "new operation")));
    }

    private static string Place(OperationSpec operation) => $"{operation.Method} {operation.Path}";

    private static void CompareErrorCodes(SpecModel older, SpecModel newer, List<SpecChange> changes)
    {
        foreach (ErrorCodeMember before in older.ErrorCodes)
        {
            if (newer.ErrorCodes.FirstOrDefault(other => other.Value == before.Value) is not { } same)
            {
                changes.Add(new SpecChange("error-code-removed", before.Name, true, $"no error has the code {before.Value} any more"));
            }
            else if (same.Name != before.Name)
            {
                changes.Add(new SpecChange("error-code-renamed", before.Name, true, $"the code {before.Value} is called {same.Name} now"));
            }
        }

        changes.AddRange(newer.ErrorCodes
            .Where(after => older.ErrorCodes.All(before => before.Value != after.Value))
            .Select(static after => new SpecChange("error-code-added", after.Name, false, $"new error code {after.Value}")));
    }
}
