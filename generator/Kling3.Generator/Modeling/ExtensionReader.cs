using Kling3.Generator.Diagnostics;
using Kling3.Generator.Model;
using Kling3.Generator.Reading;
using static Kling3.Generator.Modeling.ExtensionShape;

namespace Kling3.Generator.Modeling;

/// <summary><c>x-polling</c> as it is written: pointers into the whole reply.</summary>
/// <param name="State">Null only where it is missing or no pointer.</param>
/// <param name="IsWhole">Whether nothing of it is malformed: else it is not acted on, and what can be read of it is checked all the same.</param>
internal sealed record Polling(
    ScalarNode? State,
    IReadOnlyList<string> Succeeded,
    IReadOnlyList<string> Failed,
    ScalarNode? Results,
    IReadOnlyList<ScalarNode> Errors,
    ScalarNode? Consumed,
    bool IsWhole);

/// <summary>The extensions of the document and of operations. What is malformed is reported at its place.</summary>
internal sealed class ExtensionReader(DiagnosticBag bag)
{
    public EnvelopeSpec? Envelope(Node? node)
    {
        if (node is null)
        {
            return null;
        }

        if (node is not MapNode map)
        {
            Wrong(node, "'x-envelope' must be an object with 'code', 'message', 'data' and 'success'.", bag);
            return null;
        }

        bool isWhole = CheckKeys(map, ["code", "message", "data", "success"], bag);
        ScalarNode? code = Pointer(map, "code", isRequired: true, ref isWhole);
        ScalarNode? message = Pointer(map, "message", isRequired: false, ref isWhole);
        ScalarNode? data = Pointer(map, "data", isRequired: false, ref isWhole);
        List<string> success = Values(map, "success", isRequired: true, ref isWhole);
        return isWhole
            ? new EnvelopeSpec(Segments(code!), message is null ? default : Segments(message), data is null ? null : Segments(data), success.ToEquatableArray())
            : null;
    }

    public Polling? Polling(Node? node)
    {
        if (node is null)
        {
            return null;
        }

        if (node is not MapNode map)
        {
            Wrong(node, "'x-polling' must be an object with 'state', 'succeeded', 'failed', 'results', 'error' and 'consumed'.", bag);
            return null;
        }

        bool isWhole = CheckKeys(map, ["state", "succeeded", "failed", "results", "error", "consumed"], bag);
        ScalarNode? state = Pointer(map, "state", isRequired: true, ref isWhole);
        List<string> succeeded = Values(map, "succeeded", isRequired: true, ref isWhole);
        List<string> failed = Values(map, "failed", isRequired: false, ref isWhole);
        ScalarNode? results = Pointer(map, "results", isRequired: false, ref isWhole);
        ScalarNode? consumed = Pointer(map, "consumed", isRequired: false, ref isWhole);
        var errors = new List<ScalarNode>();
        foreach (Node item in map["error"] switch { null => [], ListNode list => list.Items, { } one => [one] })
        {
            if (AsPointer(item, "error") is { } pointer)
            {
                errors.Add(pointer);
            }
            else
            {
                isWhole = false;
            }
        }

        var successes = new HashSet<string>(succeeded, StringComparer.Ordinal);
        foreach (ScalarNode both in ((map["failed"] as ListNode)?.Items ?? []).OfType<ScalarNode>().Where(value => successes.Contains(value.Text)))
        {
            isWhole = Wrong(both, $"'{both.Text}' is both a success and a failure. Leave it in one of the two.", bag);
        }

        return new Polling(state, succeeded, failed, results, errors, consumed, isWhole);
    }

    /// <summary>The codes of <c>x-error-codes</c>.</summary>
    public IEnumerable<string> ErrorCodes(Node? node)
    {
        if (node is null)
        {
            return [];
        }

        if (node is not ListNode list || list.Items.Any(item => item is not ScalarNode { Kind: ScalarKind.Text, Text.Length: > 0 }))
        {
            Wrong(node, "'x-error-codes' must be a list of texts.", bag);
            return [];
        }

        return list.Items.Select(item => ((ScalarNode)item).Text);
    }

    public static EquatableArray<string> Segments(ScalarNode pointer) =>
        JsonPointer.TryParse(pointer.Text, out string[] segments) ? segments.ToEquatableArray() : default;

    private ScalarNode? Pointer(MapNode map, string name, bool isRequired, ref bool isWhole)
    {
        if (map[name] is not { } node)
        {
            isWhole &= !isRequired || Wrong(map, $"'{name}' is missing: a pointer such as /data/status.", bag);
            return null;
        }

        ScalarNode? pointer = AsPointer(node, name);
        isWhole &= pointer is not null;
        return pointer;
    }

    private ScalarNode? AsPointer(Node node, string name)
    {
        if (node is ScalarNode { Kind: ScalarKind.Text } scalar && scalar.Text.StartsWith("/", StringComparison.Ordinal))
        {
            return scalar;
        }

        Wrong(node, $"'{name}' must be a pointer such as /data/status.", bag);
        return null;
    }

    private List<string> Values(MapNode map, string name, bool isRequired, ref bool isWhole)
    {
        switch (map[name])
        {
            case null:
                isWhole &= !isRequired || Wrong(map, $"'{name}' is missing: a list of values.", bag);
                return [];
            case ListNode list when list.Items.All(item => item is ScalarNode { Kind: not ScalarKind.Null }) && (list.Items.Count > 0 || !isRequired):
                return [.. list.Items.Select(item => ((ScalarNode)item).Text)];
            case { } node:
                isWhole = Wrong(node, $"'{name}' must be a list of values.", bag);
                return [];
        }
    }
}
