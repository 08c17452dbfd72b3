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
    public void Add(OperationDraft draft)
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

        if (draft.Polling is not { } polling || draft.Success.Schemas.FirstOrDefault() is not { } schema)
        {
            return;
        }

        foreach (ScalarNode pointer in new[] { polling.State, polling.Results, polling.Consumed }.Concat(polling.Errors).OfType<ScalarNode>())
        {
            Schema? property = PointerResolver.Find(schema, ExtensionReader.Segments(pointer), flattener);
            if (property is null)
            {
                // One of several schemas may have it.
                if (flattener.Flatten(schema) is { OneOf.Length: 0, AnyOf.Length: 0 })
                {
                    bag.Report(Descriptors.PointerNowhere, pointer.Place, pointer.Pointer, pointer.Text, $"the reply of '{draft.Id}'");
                }
            }
            else if (pointer == polling.Results)
            {
                if (flattener.Flatten(property) is { Types: JsonTypes.Integer or JsonTypes.Number or JsonTypes.Boolean })
                {
                    bag.Report(Descriptors.MalformedExtension, pointer.Place, pointer.Pointer, "this leads to no list, text or object that could hold addresses. Name a property that is one.");
                }

                types.MarkResultList(property.Node);
            }
        }
    }

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

    private OperationDraft? Linked(MapNode link)
    {
        if (link["operationId"] is ScalarNode id)
        {
            if (!_byId.TryGetValue(id.Text, out OperationDraft? found))
            {
                bag.Report(Descriptors.MissingReference, id.Place, id.Pointer, id.Text);
            }

            return found;
        }

        if (link["operationRef"] is not ScalarNode reference)
        {
            bag.Report(Descriptors.Structure, link.Place, link.Pointer, "a link must name its operation by 'operationId' or 'operationRef'.");
            return null;
        }

        Node? node = JsonPointer.TryParseFragment(reference.Text, out string[] segments) ? JsonPointer.Find(root, segments) : null;
        if (node is null)
        {
            bool isInside = reference.Text.StartsWith("#", StringComparison.Ordinal);
            bag.Report(isInside ? Descriptors.MissingReference : Descriptors.ExternalReference, reference.Place, reference.Pointer, reference.Text);
        }

        return node is not null && _byNode.TryGetValue(node, out OperationDraft? target) ? target : null;
    }

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
        MemberPath? Find(Node at, string pointer, TypeRef type, OperationSpec operation, bool isRequired = true)
        {
            IEnumerable<string> segments = JsonPointer.TryParse(pointer, out string[] parsed) ? parsed : [];
            if (operation.Reply.Unwrap && envelope?.Data is { } data)
            {
                segments = segments.Take(data.Count).SequenceEqual(data) ? segments.Skip(data.Count) : [];
            }

            MemberPath? path = PointerResolver.Path(type, segments, specs);
            if (path is null && isRequired)
            {
                bag.Report(Descriptors.PointerNowhere, at.Place, at.Pointer, pointer, $"the reply of '{operation.Id}'");
                isWhole = false;
            }

            return path;
        }

        MemberPath? idPath = Find(arguments.Entries[0].Value, expression.Substring(body.Length), replyType, submit);
        MemberPath? state = Find(polling.State, polling.State.Text, statusType, poll);
        MemberPath? results = polling.Results is null ? null : Find(polling.Results, polling.Results.Text, statusType, poll);
        MemberPath? statusCost = polling.Consumed is null ? null : Find(polling.Consumed, polling.Consumed.Text, statusType, poll);
        MemberPath? submitCost = polling.Consumed is null ? null : Find(polling.Consumed, polling.Consumed.Text, replyType, submit, isRequired: false);
        var errors = new List<MemberPath>();
        foreach (ScalarNode error in polling.Errors)
        {
            if (Find(error, error.Text, statusType, poll) is { } path)
            {
                errors.Add(path);
                isWhole &= CheckKind(error, path, IsText, "text");
            }
        }

        if (state is not null)
        {
            isWhole &= CheckKind(polling.State, state, IsText, "text");
        }

        if (statusCost is not null)
        {
            isWhole &= CheckKind(polling.Consumed!, statusCost, IsNumber, "number");
        }

        if (submitCost is not null)
        {
            isWhole &= CheckKind(polling.Consumed!, submitCost, IsNumber, "number");
        }

        if (idPath is not null)
        {
            isWhole &= CheckKind(arguments.Entries[0].Value, idPath, IsId, "text or whole number");
        }

        return !isWhole || idPath is null || state is null
            ? null
            : new SubmitSpec
            {
                PollOperation = poll.Name,
                StartName = TakeName(draft, "Start" + draft.Name),
                AndWaitName = TakeName(draft, draft.Name + "AndWait"),
                ReplyType = replyType.CSharp,
                StatusType = statusType.CSharp,
                Id = idPath,
                IdPath = JsonPointer.TryParse(expression.Substring(body.Length), out string[] idSegments) ? idSegments.ToEquatableArray() : default,
                State = state,
                Succeeded = polling.Succeeded.ToEquatableArray(),
                Failed = polling.Failed.ToEquatableArray(),
                Results = results,
                Error = errors.ToEquatableArray(),
                SubmitCost = submitCost,
                StatusCost = statusCost,
            };
    }

    private string TakeName(OperationDraft draft, string wanted) => names.Take(wanted, draft.Id, draft.Method.NamePlace, draft.Node, bag);

    private static bool IsText(TypeRef type) => type.Kind is TypeKind.String or TypeKind.StringEnum;

    // An id is kept as text, whatever it is in the document.
    private static bool IsId(TypeRef type) => type.Kind is TypeKind.String or TypeKind.StringEnum or TypeKind.Int32 or TypeKind.Int64 or TypeKind.Guid;

    private static bool IsNumber(TypeRef type) => type.Kind is TypeKind.Int32 or TypeKind.Int64 or TypeKind.Single or TypeKind.Double or TypeKind.Decimal;

    private bool CheckKind(Node at, MemberPath path, Func<TypeRef, bool> isRight, string what)
    {
        if (isRight(path.Type))
        {
            return true;
        }

        bag.Report(Descriptors.MalformedExtension, at.Place, at.Pointer, $"this leads to no {what}. Name a property that is one.");
        return false;
    }

    // A link may say which place a parameter is in: "query.task_id".
    private static string LinkName(string name)
    {
        int dot = name.IndexOf('.');
        return dot > 0 && name.Substring(0, dot) is "path" or "query" or "header" ? name.Substring(dot + 1) : name;
    }
}
