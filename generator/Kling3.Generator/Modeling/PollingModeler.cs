using Kling3.Generator.Diagnostics;
using Kling3.Generator.Model;
using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>What is submitted and then asked about: links to an operation with <c>x-polling</c>, whose pointers lead into the replies.</summary>
internal sealed class PollingModeler(MapNode root, SchemaReader reader, SchemaFlattener flattener, TypeModeler types, EnvelopeSpec? envelope, NameScope names, DiagnosticBag bag)
{
    private readonly Dictionary<string, OperationDraft> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<Node, OperationDraft> _byNode = [];

    /// <summary>An operation that links may lead to. Its pointers are held against its reply here, so that a mistake shows where no link names it yet.</summary>
    /// <param name="draft">The operation.</param>
    /// <param name="polling">Its <c>x-polling</c>, whole or not; null where it has none.</param>
    public void Add(OperationDraft draft, Polling? polling)
    {
        // The first counts: two may have one id, and by an alias stand in one place.
        if (!_byId.ContainsKey(draft.Id))
        {
            _byId.Add(draft.Id, draft);
        }

        if (!_byNode.ContainsKey(draft.Node))
        {
            _byNode.Add(draft.Node, draft);
        }

        if (polling is null)
        {
            return;
        }

        ScalarNode[] pointers = [.. new[] { polling.State, polling.Results, polling.Consumed }.Concat(polling.Errors).OfType<ScalarNode>()];
        if (draft.Success.Schemas.FirstOrDefault() is not { } schema)
        {
            if (pointers.FirstOrDefault() is { } first && draft.Success is { Kind: not ReplyKind.Json, Unread: null } && (draft.Success.Responses?.Entries ?? []).TrueForAll(entry => reader.Follow(entry.Value, "responses") is MapNode))
            {
                bag.Report(Descriptors.PointerNowhere, first.Place, first.Pointer, first.Text, ReplyOf(draft.Id));
            }

            return;
        }

        foreach (ScalarNode pointer in pointers)
        {
            List<Schema> properties = PointerResolver.FindAll(schema, ExtensionReader.Segments(pointer), flattener);
            if (properties.Count == 0)
            {
                bag.Report(Descriptors.PointerNowhere, pointer.Place, pointer.Pointer, pointer.Text, ReplyOf(draft.Id));
            }

            foreach (Schema property in pointer == polling.Results ? properties : [])
            {
                if (flattener.Flatten(property) is { Types: JsonTypes.Integer or JsonTypes.Number or JsonTypes.Boolean })
                {
                    bag.Report(Descriptors.MalformedExtension, pointer.Place, pointer.Pointer, "this leads to no list, text or object that could hold addresses. Name a property that is one.");
                }

                types.MarkResultList(property.Node);
            }

            bool isNumber = pointer == polling.Consumed;
            JsonTypes wanted = isNumber ? JsonTypes.Number | JsonTypes.Integer : JsonTypes.Text;
            if (pointer != polling.Results && properties.Exists(property => flattener.Flatten(property) is { Types: not JsonTypes.None } flat && (flat.Types & wanted) == 0))
            {
                WrongKind(pointer, isNumber ? "number" : "text");
            }
        }
    }

    private static string ReplyOf(string id) => $"the reply of '{id}'";

    /// <summary>How the operation is followed; null where no link leads to one that is polled.</summary>
    /// <param name="draft">The operation.</param>
    /// <param name="specs">All types, with their members.</param>
    public SubmitSpec? Read(OperationDraft draft, IReadOnlyDictionary<string, TypeSpec> specs)
    {
        if (draft.Success.Links is not { } links)
        {
            return null;
        }

        foreach (MapEntry entry in links.Entries)
        {
            if (reader.Follow(entry.Value, "links") is not MapNode link || Linked(link) is not { Polling: { } polling, Spec: { } poll } target)
            {
                continue;
            }

            if (ReadSubmit(draft, link, target, poll, polling, specs) is { } submit)
            {
                return submit;
            }
        }

        return null;
    }

    /// <summary>Reports the links that name no operation, wherever they stand.</summary>
    /// <param name="links">Every link of the document.</param>
    /// <param name="written">Every operation, also such as is not read.</param>
    public void CheckLinks(IReadOnlyList<MapNode> links, List<WrittenOperation> written)
    {
        HashSet<string> ids = [.. written.Select(operation => (operation.Node["operationId"] as ScalarNode)?.Text).OfType<string>()];
        HashSet<Node> nodes = [.. written.Select(operation => operation.Node)];
        foreach (MapNode link in links)
        {
            if (link["operationId"] is { } id)
            {
                if (id is ScalarNode text && !ids.Contains(text.Text))
                {
                    bag.Report(Descriptors.MissingReference, id.Place, id.Pointer, text.Text);
                }
            }
            else if (link["operationRef"] is not { } reference)
            {
                bag.Report(Descriptors.Structure, link.Place, link.Pointer, "a link must name its operation by 'operationId' or 'operationRef'.");
            }
            else if (reference is ScalarNode { Text: var target })
            {
                CheckOperation(reference, target, nodes);
            }
        }
    }

    private void CheckOperation(Node reference, string target, HashSet<Node> operations)
    {
        Node? found = Find(target);
        if (found is null)
        {
            bool isInside = target.StartsWith("#", StringComparison.Ordinal);
            bag.Report(isInside ? Descriptors.MissingReference : Descriptors.ExternalReference, reference.Place, reference.Pointer, target);
        }
        else if (!operations.Contains(found))
        {
            bag.Report(Descriptors.Structure, reference.Place, reference.Pointer, $"'{target}' leads to no operation. Refer to one such as '#/paths/~1tasks/get'.");
        }
    }

    private Node? Find(string reference) => JsonPointer.TryParseFragment(reference, out string[] segments) ? JsonPointer.Find(root, segments) : null;

    private OperationDraft? Linked(MapNode link) => link["operationId"] is ScalarNode id
        ? _byId.TryGetValue(id.Text, out OperationDraft? named) ? named : null
        : link["operationRef"] is ScalarNode reference && Find(reference.Text) is { } node && _byNode.TryGetValue(node, out OperationDraft? target) ? target : null;

    private SubmitSpec? ReadSubmit(OperationDraft draft, MapNode link, OperationDraft target, OperationSpec poll, Polling polling, IReadOnlyDictionary<string, TypeSpec> specs)
    {
        OperationSpec submit = draft.Spec!;
        if (submit.Body is not { IsRequired: true })
        {
            bag.LeaveOutPart(link, $"'{target.Id}' is polled, but only what is submitted with a required body is followed");
            return null;
        }

        if (link["parameters"] is not MapNode { Entries.Count: 1 } arguments
            || poll.Parameters.Count(parameter => parameter.IsRequired) != 1
            || poll.Parameters.First(parameter => parameter.IsRequired) is not { } id
            || !IsId(id.Type)
            || LinkName(arguments.Entries[0].Name) != id.JsonName
            || poll.Body is { IsRequired: true })
        {
            bag.LeaveOutPart(link, $"'{target.Id}' is polled, but waiting for it takes a link with the one text or whole number that it requires");
            return null;
        }

        const string body = "$response.body#";
        string? expression = (arguments.Entries[0].Value as ScalarNode)?.Text;
        if (expression is null || !expression.StartsWith(body, StringComparison.Ordinal) || submit.Reply.Type is not { } replyType || poll.Reply.Type is not { } statusType)
        {
            bag.LeaveOutPart(link, "the id of what was submitted must come from the reply: $response.body#/…");
            return null;
        }

        bool isWhole = true;
        List<MemberPath> ids = Find(arguments.Entries[0].Value, expression.Substring(body.Length), replyType, submit, IsId, "text or whole number", isInEach: true);
        List<MemberPath> states = Find(polling.State!, polling.State!.Text, statusType, poll, IsText, "text", isInEach: true);
        List<MemberPath> results = polling.Results is { } result ? Find(result, result.Text, statusType, poll, static _ => true, "") : [];
        List<MemberPath> statusCosts = polling.Consumed is { } consumed ? Find(consumed, consumed.Text, statusType, poll, IsNumber, "number") : [];
        List<MemberPath> submitCosts = polling.Consumed is { } charged ? Find(charged, charged.Text, replyType, submit, IsNumber, "number", isOptional: true) : [];
        MemberPath[] errors = [.. polling.Errors.SelectMany(error => Find(error, error.Text, statusType, poll, IsText, "text"))];

        // What tells a task and its state is in each schema that a reply may have; the rest may come with some of them.
        List<MemberPath> Find(Node at, string pointer, TypeRef type, OperationSpec operation, Func<TypeRef, bool> isRight, string what, bool isInEach = false, bool isOptional = false)
        {
            string[] segments = JsonPointer.TryParse(pointer, out string[] parsed) ? parsed : [];
            if (operation.Reply.Unwrap && envelope?.Data is { } data)
            {
                segments = segments.Take(data.Count).SequenceEqual(data) ? [.. segments.Skip(data.Count)] : [];
            }

            List<MemberPath> paths = PointerResolver.Paths(type, segments, specs, out string? lacking);
            if (paths.Count == 0 ? !isOptional : isInEach && lacking is not null)
            {
                bag.Report(Descriptors.PointerNowhere, at.Place, at.Pointer, pointer, paths.Count == 0 ? ReplyOf(operation.Id) : $"'{lacking}', which {ReplyOf(operation.Id)} may be");
                isWhole = false;
            }

            if (paths.Exists(path => !isRight(path.Type)))
            {
                WrongKind(at, what);
                isWhole = false;
            }

            return paths;
        }

        return !isWhole
            ? null
            : new SubmitSpec
            {
                PollOperation = poll.Name,
                StartName = TakeName(draft, "Start" + draft.Name),
                AndWaitName = TakeName(draft, draft.Name + "AndWait"),
                ReplyType = replyType.CSharp,
                StatusType = statusType.CSharp,
                Id = ids.ToEquatableArray(),
                IdPath = JsonPointer.TryParse(expression.Substring(body.Length), out string[] idSegments) ? idSegments.ToEquatableArray() : default,
                State = states.ToEquatableArray(),
                Succeeded = polling.Succeeded.ToEquatableArray(),
                Failed = polling.Failed.ToEquatableArray(),
                Results = results.ToEquatableArray(),
                Error = errors.ToEquatableArray(),
                SubmitCost = submitCosts.ToEquatableArray(),
                StatusCost = statusCosts.ToEquatableArray(),
            };
    }

    private string TakeName(OperationDraft draft, string wanted) => names.Take(wanted, draft.Id, draft.Method.NamePlace, draft.Node, bag);

    private void WrongKind(Node at, string what) =>
        bag.Report(Descriptors.MalformedExtension, at.Place, at.Pointer, $"this leads to no {what}. Name a property that is one.");

    private static bool IsText(TypeRef type) => type.Kind is TypeKind.String or TypeKind.StringEnum;

    // An id is kept as text, whatever it is in the document.
    private static bool IsId(TypeRef type) => type.Kind is TypeKind.String or TypeKind.StringEnum or TypeKind.Int32 or TypeKind.Int64 or TypeKind.Guid;

    private static bool IsNumber(TypeRef type) => type.Kind is TypeKind.Int32 or TypeKind.Int64 or TypeKind.Single or TypeKind.Double or TypeKind.Decimal;

    // A link may say which place a parameter is in: "query.task_id".
    private static string LinkName(string name)
    {
        int dot = name.IndexOf('.');
        return dot > 0 && name.Substring(0, dot) is "path" or "query" or "header" ? name.Substring(dot + 1) : name;
    }
}
