using System.Text.Json;

namespace Kling3.Cli.SpecDiff;

/// <summary>Compares two documents by what the client generated from them offers: operations, types, error codes.</summary>
internal static class SpecComparer
{
    private static readonly string[] s_methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

    /// <summary>What callers notice, in the order of the documents.</summary>
    public static IReadOnlyList<SpecChange> Compare(SpecDocument older, SpecDocument newer)
    {
        List<SpecChange> changes = [];
        SchemaComparer schemas = new(older, newer, Usage(older), changes);
        CompareServers(older, newer, changes);
        CompareOperations(older, newer, schemas, changes);
        schemas.CompareTypes();
        CompareErrorCodes(older, newer, changes);
        return changes;
    }

    private static void CompareServers(SpecDocument older, SpecDocument newer, List<SpecChange> changes)
    {
        string? before = Server(older);
        string? after = Server(newer);
        if (before != after)
        {
            changes.Add(new SpecChange("server-changed", "servers", false, $"the base address was {before ?? "none"}, is {after ?? "none"}"));
        }
    }

    private static string? Server(SpecDocument document) =>
        SpecDocument.Items(document.Root.Find("servers")).Select(static server => server.FindText("url")).FirstOrDefault();

    private static void CompareOperations(SpecDocument older, SpecDocument newer, SchemaComparer schemas, List<SpecChange> changes)
    {
        List<Operation> after = [.. Operations(newer)];
        List<Operation> before = [.. Operations(older)];
        foreach (Operation operation in before)
        {
            if (after.Find(other => other.Id == operation.Id) is { } same)
            {
                CompareOperation(operation, same, older, newer, schemas, changes);
            }
            else if (after.Find(other => other.Place == operation.Place) is { } renamed)
            {
                changes.Add(new SpecChange("operation-renamed", operation.Id, true, $"renamed to {renamed.Id}: the methods are called otherwise"));
            }
            else
            {
                changes.Add(new SpecChange("operation-removed", operation.Id, true, "the operation is gone, and its methods"));
            }
        }

        changes.AddRange(after
            .Where(operation => !before.Exists(other => other.Id == operation.Id || other.Place == operation.Place))
            .Select(static operation => new SpecChange("operation-added", operation.Id, false, "new operation")));
    }

    private static void CompareOperation(
        Operation before, Operation after, SpecDocument older, SpecDocument newer, SchemaComparer schemas, List<SpecChange> changes)
    {
        string where = before.Id;
        if (before.Place != after.Place)
        {
            changes.Add(new SpecChange("operation-moved", where, false, $"was {before.Place}, is {after.Place}"));
        }

        List<JsonElement> newParameters = Parameters(newer, after);
        List<JsonElement> oldParameters = Parameters(older, before);
        foreach (JsonElement parameter in oldParameters)
        {
            string at = $"{where}.{parameter.FindText("name")}";
            int found = newParameters.FindIndex(other => SameParameter(parameter, other));
            if (found < 0)
            {
                changes.Add(new SpecChange("parameter-removed", at, true, "the parameter is gone"));
                continue;
            }

            if (!parameter.IsTrue("required") && newParameters[found].IsTrue("required"))
            {
                changes.Add(new SpecChange("parameter-required", at, true, "the parameter is required now"));
            }

            schemas.Compare(at, parameter.Find("schema"), newParameters[found].Find("schema"), new SchemaUse(IsSent: true, IsReceived: false));
        }

        foreach (JsonElement parameter in newParameters.Where(parameter => !oldParameters.Exists(other => SameParameter(parameter, other))))
        {
            bool required = parameter.IsTrue("required");
            changes.Add(new SpecChange("parameter-added", $"{where}.{parameter.FindText("name")}", required, required ? "new required parameter" : "new optional parameter"));
        }

        schemas.Compare($"{where} body", Body(older, before), Body(newer, after), new SchemaUse(IsSent: true, IsReceived: false));
        schemas.Compare($"{where} reply", Reply(older, before), Reply(newer, after), new SchemaUse(IsSent: false, IsReceived: true));
        if (HasLinks(older, before) && !HasLinks(newer, after))
        {
            changes.Add(new SpecChange("link-removed", where, true, "the links to its status are gone, and with them the methods that start and resume"));
        }
    }

    private static bool SameParameter(JsonElement one, JsonElement other) =>
        one.FindText("name") == other.FindText("name") && one.FindText("in") == other.FindText("in");

    private static void CompareErrorCodes(SpecDocument older, SpecDocument newer, List<SpecChange> changes)
    {
        HashSet<string> after = [.. ErrorCodes(newer.Root)];
        HashSet<string> before = [.. ErrorCodes(older.Root)];
        changes.AddRange(before.Except(after).Select(static code => new SpecChange("error-code-removed", code, true, "no error has this code any more")));
        changes.AddRange(after.Except(before).Select(static code => new SpecChange("error-code-added", code, false, "new error code")));
    }

    private static IEnumerable<string> ErrorCodes(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            return element.EnumerateArray().SelectMany(ErrorCodes);
        }

        return SpecDocument.Properties(element).SelectMany(static property => property switch
        {
            { Name: "x-error-code", Value.ValueKind: JsonValueKind.String } => [property.Value.GetString()!],
            { Name: "x-error-codes", Value.ValueKind: JsonValueKind.Array } => property.Value.EnumerateArray().Select(static code => code.ToText()),
            _ => ErrorCodes(property.Value),
        });
    }

    /// <summary>What each named schema is used for: only what is sent has limits that can narrow, only what is received can lack something.</summary>
    private static Dictionary<string, SchemaUse> Usage(SpecDocument document)
    {
        Dictionary<string, SchemaUse> usage = [];
        foreach (Operation operation in Operations(document))
        {
            foreach (JsonElement parameter in Parameters(document, operation))
            {
                Mark(parameter, new SchemaUse(IsSent: true, IsReceived: false));
            }

            if (operation.Element.Find("requestBody") is { } body)
            {
                Mark(body, new SchemaUse(IsSent: true, IsReceived: false));
            }

            if (operation.Element.Find("responses") is { } responses)
            {
                Mark(responses, new SchemaUse(IsSent: false, IsReceived: true));
            }
        }

        return usage;

        void Mark(JsonElement element, SchemaUse use)
        {
            if (element.FindText("$ref") is not null)
            {
                (JsonElement target, string? name) = document.Resolve(element);
                SchemaUse known = usage.GetValueOrDefault(name!);
                SchemaUse all = new(known.IsSent || use.IsSent, known.IsReceived || use.IsReceived);
                if (all != known)
                {
                    usage[name!] = all;
                    Mark(target, use);
                }

                return;
            }

            foreach (JsonProperty property in SpecDocument.Properties(element))
            {
                Mark(property.Value, use);
            }

            foreach (JsonElement item in SpecDocument.Items(element))
            {
                Mark(item, use);
            }
        }
    }

    private static IEnumerable<Operation> Operations(SpecDocument document) =>
        from path in SpecDocument.Properties(document.Root.Find("paths"))
        from method in SpecDocument.Properties(path.Value)
        where s_methods.Contains(method.Name, StringComparer.Ordinal)
        let place = $"{method.Name.ToUpperInvariant()} {path.Name}"
        select new Operation(method.Value.FindText("operationId") ?? place, place, method.Value, path.Value);

    private static List<JsonElement> Parameters(SpecDocument document, Operation operation) =>
        [.. SpecDocument.Items(operation.Path.Find("parameters")).Concat(SpecDocument.Items(operation.Element.Find("parameters"))).Select(parameter => document.Resolve(parameter).Element)];

    private static JsonElement? Body(SpecDocument document, Operation operation) =>
        operation.Element.Find("requestBody") is { } body ? Schema(document.Resolve(body).Element) : null;

    private static JsonElement? Reply(SpecDocument document, Operation operation) =>
        SpecDocument.Properties(operation.Element.Find("responses")).Where(static response => response.Name.StartsWith('2')).Select(response => Schema(document.Resolve(response.Value).Element)).FirstOrDefault();

    private static JsonElement? Schema(JsonElement content) =>
        SpecDocument.Properties(content.Find("content")).Select(static media => media.Value.Find("schema")).FirstOrDefault();

    private static bool HasLinks(SpecDocument document, Operation operation) =>
        SpecDocument.Properties(operation.Element.Find("responses")).Any(response => SpecDocument.Properties(document.Resolve(response.Value).Element.Find("links")).Any());

    private sealed record Operation(string Id, string Place, JsonElement Element, JsonElement Path);
}
