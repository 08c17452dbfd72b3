using Kling3.Generator.Diagnostics;
using Kling3.Generator.Model;
using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>
/// The operations of the document. An operation whose required parts cannot be sent or read is left out, and said to be; an optional part
/// that cannot is left out of its operation.
/// </summary>
internal sealed class OperationModeler
{
    /// <summary>What the method begins with that checks an operation's arguments.</summary>
    public const string CheckPrefix = "Check";

    /// <summary>What the method begins with that gives a handle to what was submitted earlier.</summary>
    public const string ResumePrefix = "Resume";

    public static readonly string[] Methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

    private readonly MapNode _root;
    private readonly SchemaReader _reader;
    private readonly SchemaFlattener _flattener;
    private readonly TypeModeler _types;
    private readonly SecurityReader _security;
    private readonly ExtensionReader _extensions;
    private readonly ReplyModeler _replies;
    private readonly EnvelopeSpec? _envelope;
    private readonly DiagnosticBag _bag;
    private readonly NameScope _names;
    private readonly List<Draft> _drafts = [];
    private readonly Dictionary<string, Draft> _byId = new(StringComparer.Ordinal);

    public OperationModeler(MapNode root, SchemaReader reader, SchemaFlattener flattener, TypeModeler types, SecurityReader security, ExtensionReader extensions, EnvelopeSpec? envelope, string client, DiagnosticBag bag)
    {
        _root = root;
        _reader = reader;
        _flattener = flattener;
        _types = types;
        _security = security;
        _extensions = extensions;
        _replies = new ReplyModeler(reader, flattener, types, envelope, bag);
        _envelope = envelope;
        _names = new NameScope(["Download", .. MemberStems(client)]);
        _bag = bag;
    }

    /// <summary>What the client's members are called that do not end in <c>Async</c>.</summary>
    public IEnumerable<string> MemberNames => _drafts.SelectMany(draft => new[] { CheckPrefix + draft.Name, ResumePrefix + draft.Name });

    /// <summary>Every operation of the document as it is written, before any type is asked for.</summary>
    public void ReadDrafts(CancellationToken cancellationToken)
    {
        foreach (MapEntry path in (_root["paths"] as MapNode)?.Entries ?? [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (path.Name.StartsWith("x-", StringComparison.Ordinal) || _reader.Follow(path.Value, "paths") is not MapNode item)
            {
                continue;
            }

            foreach (MapEntry entry in item.Entries)
            {
                if (!Methods.Contains(entry.Name) || entry.Value is not MapNode node)
                {
                    continue;
                }

                if (entry.Name == "trace")
                {
                    LeaveOut(entry.NamePlace, node, "the method TRACE is not sent");
                    continue;
                }

                ReadDraft(path, item, entry, node);
            }
        }

        CheckEnvelope();
    }

    /// <summary>Asks for the types of every operation.</summary>
    public void ReadOperations(CancellationToken cancellationToken)
    {
        foreach (Draft draft in _drafts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            draft.Spec = ReadOperation(draft);
        }
    }

    /// <summary>The types of all replies as they are on the wire, envelope and all.</summary>
    public IEnumerable<TypeRef> WireReplies => _replies.Wire;

    /// <summary>Adds to each submitting operation how it is followed, now that types have members.</summary>
    public List<OperationSpec> ReadSubmits(IReadOnlyDictionary<string, TypeSpec> specs) =>
        [.. _drafts.Where(draft => draft.Spec is not null).Select(draft => draft.Spec! with { Submit = ReadSubmit(draft, specs) })];

    // No member can be called like its class: the operations that would give the client such a one.
    private static IEnumerable<string> MemberStems(string client)
    {
        const string suffix = "Async";
        if (client.EndsWith(suffix, StringComparison.Ordinal))
        {
            yield return client.Substring(0, client.Length - suffix.Length);
        }

        foreach (string prefix in new[] { CheckPrefix, ResumePrefix })
        {
            if (client.StartsWith(prefix, StringComparison.Ordinal))
            {
                yield return client.Substring(prefix.Length);
            }
        }
    }

    private void LeaveOut(Place place, Node operation, string why) =>
        _bag.Report(Descriptors.Unsupported, place, operation.Pointer, $"{why}, so the operation is left out. Call it by hand, or describe it in another way.");

    private void LeaveOutPart(Node part, string why) =>
        _bag.Report(Descriptors.Unsupported, part.Place, part.Pointer, $"{why}; the rest of the operation is emitted.");

    private void ReadDraft(MapEntry path, MapNode item, MapEntry entry, MapNode node)
    {
        var id = node["operationId"] as ScalarNode;
        // An id such as "pets" on every operation of a path says less than method and path do, but it is what the document says.
        string source = id is { Text.Length: > 0 } ? id.Text : entry.Name + " " + path.Name;
        string name = TakeName(_names, id?.Place ?? entry.NamePlace, node, source, CSharpName.Pascal(source, "Operation"));

        if (node["callbacks"] is { } callbacks)
        {
            LeaveOutPart(callbacks, "'callbacks' are calls that the server makes, which a client does not emit");
        }

        // Documents of protocols that have one path tell operations apart by a fragment, which is never sent.
        var draft = new Draft(id?.Text ?? source, name, entry, path with { Name = path.Name.Split('#')[0] }, item, node, _replies.Find(node), _extensions.Polling(node["x-polling"]));
        _drafts.Add(draft);
        if (!_byId.ContainsKey(draft.Id))
        {
            _byId.Add(draft.Id, draft);
        }

        if (draft.Polling is { } polling)
        {
            ReadPolling(draft, polling);
        }
    }

    private string TakeName(Draft draft, string wanted) => TakeName(_names, draft.Entry.NamePlace, draft.Node, draft.Id, wanted);

    private string TakeName(NameScope scope, Place place, MapNode named, string source, string wanted)
    {
        string name = scope.Take(wanted);
        if (wanted != name)
        {
            _bag.Report(Descriptors.NameCollision, place, named.Pointer, source, wanted, name);
        }

        return name;
    }

    // Held against the reply here too, so that a mistake shows where no link names the operation yet.
    private void ReadPolling(Draft draft, Polling polling)
    {
        if (draft.Success.Schemas.FirstOrDefault() is not { } schema)
        {
            return;
        }

        foreach (ScalarNode pointer in new[] { polling.State, polling.Results, polling.Consumed }.Concat(polling.Errors).OfType<ScalarNode>())
        {
            Schema? property = PointerResolver.Find(schema, ExtensionReader.Segments(pointer), _flattener);
            if (property is null)
            {
                // One of several schemas may have it.
                if (_flattener.Flatten(schema) is { OneOf.Length: 0, AnyOf.Length: 0 })
                {
                    _bag.Report(Descriptors.PointerNowhere, pointer.Place, pointer.Pointer, pointer.Text, $"the reply of '{draft.Id}'");
                }
            }
            else if (pointer == polling.Results)
            {
                if (_flattener.Flatten(property) is { Types: JsonTypes.Integer or JsonTypes.Number or JsonTypes.Boolean })
                {
                    _bag.Report(Descriptors.MalformedExtension, pointer.Place, pointer.Pointer, "this leads to no list, text or object that could hold addresses. Name a property that is one.");
                }

                _types.MarkResultList(property.Node);
            }
        }
    }

    // A reply may come without the envelope; a pointer that no reply of the document has is a mistake.
    private void CheckEnvelope()
    {
        if (_envelope is null || _root["x-envelope"] is not MapNode envelope)
        {
            return;
        }

        Schema[] schemas = [.. _drafts
            .SelectMany(draft => (draft.Node["responses"] as MapNode)?.Entries ?? [])
            .Select(entry => _reader.Follow(entry.Value, "responses")).OfType<MapNode>()
            .SelectMany(response => (response["content"] as MapNode)?.Entries ?? [])
            .Where(media => MediaType.IsJson(media.Name))
            .Select(media => (media.Value as MapNode)?["schema"]).OfType<Node>()
            .Select(_reader.Read)
            .Distinct()];
        foreach (ScalarNode pointer in new[] { envelope["code"], envelope["message"], envelope["data"] }.OfType<ScalarNode>())
        {
            if (schemas.Length > 0 && !Array.Exists(schemas, schema => PointerResolver.Find(schema, ExtensionReader.Segments(pointer), _flattener) is not null))
            {
                _bag.Report(Descriptors.PointerNowhere, pointer.Place, pointer.Pointer, pointer.Text, "any reply");
            }
        }
    }

    private OperationSpec? ReadOperation(Draft draft)
    {
        if (!IsTemplate(draft.Path.Name))
        {
            LeaveOut(draft.Path.NamePlace, draft.Node, "its path has braces that do not pair or hold no name");
            return null;
        }

        // A client has one address, and its key goes to no other.
        string[] own = [.. ServerReader.Addresses(draft.Node["servers"] ?? draft.Item["servers"])];
        string[] shared = [.. ServerReader.Addresses(_root["servers"])];
        if (own.Length > 0 && shared.Length > 0 && !own.Intersect(shared, StringComparer.Ordinal).Any())
        {
            LeaveOut(draft.Entry.NamePlace, draft.Node, $"it is at a server of its own, {own[0]}, and a client has one address");
            return null;
        }

        if (ReadParameters(draft) is not { } parameters || !TryReadBody(draft, out BodySpec? body))
        {
            return null;
        }

        if (draft.Success.Unread is { } kinds)
        {
            LeaveOut(draft.Node["responses"]!.Place, draft.Node, $"its reply is {kinds}, which is not read");
            return null;
        }

        return new OperationSpec(draft.Id, draft.Name, draft.Entry.Name.ToUpperInvariant(), draft.Path.Name)
        {
            Description = Description(draft.Node),
            IsDeprecated = draft.Node["deprecated"] is ScalarNode { Text: "true" },
            Parameters = parameters.ToEquatableArray(),
            Body = body,
            Reply = _replies.Model(draft.Success, draft.Name, isFollowed: draft.Polling is not null || draft.Success.Links is not null),
            UsesKey = _security.UsesKey(draft.Node),
        };
    }

    private static string? Description(MapNode node)
    {
        string? summary = (node["summary"] as ScalarNode)?.Text;
        string? description = (node["description"] as ScalarNode)?.Text;
        return summary is null || description is null || summary == description ? summary ?? description : summary + "\n\n" + description;
    }

    private List<ParameterSpec>? ReadParameters(Draft draft)
    {
        var scope = new NameScope(["request", "cancellationToken", "progress", "target"]);
        var parameters = new List<ParameterSpec>();
        HashSet<string> unfilled = [.. TemplateNames(draft.Path.Name)];
        foreach (MapNode node in ParameterNodes(draft))
        {
            if (node["name"] is not ScalarNode { Text.Length: > 0 } name || node["in"] is not ScalarNode place)
            {
                _bag.Report(Descriptors.Structure, node.Place, node.Pointer, "a parameter must have 'name' and 'in'.");
                continue;
            }

            bool isRequired = place.Text == "path" || node["required"] is ScalarNode { Text: "true" };
            if (place.Text == "header" && name.Text.ToUpperInvariant() is "ACCEPT" or "CONTENT-TYPE" or "AUTHORIZATION")
            {
                // OpenAPI: such a parameter definition shall be ignored.
                continue;
            }

            if (place.Text == "path" && !unfilled.Remove(name.Text))
            {
                LeaveOutPart(node, $"the path has no '{{{name.Text}}}', so the parameter goes nowhere");
                continue;
            }

            ParameterSpec? parameter = ReadParameter(draft, node, name.Text, place, isRequired, scope, out string why);
            if (parameter is not null)
            {
                parameters.Add(parameter);
            }
            else if (isRequired)
            {
                LeaveOut(node.Place, draft.Node, $"the parameter '{name.Text}' is required and {why}");
                return null;
            }
            else
            {
                LeaveOutPart(node, $"the optional parameter '{name.Text}' {why} and is left out");
            }
        }

        if (unfilled.Count > 0)
        {
            string names = string.Join(", ", unfilled.OrderBy(name => name, StringComparer.Ordinal).Select(name => $"'{{{name}}}'"));
            LeaveOutPart(draft.Path.Value, $"{names}: no declared parameter of the path, so taken as a required text");
        }

        foreach (string name in TemplateNames(draft.Path.Name).Where(unfilled.Remove))
        {
            parameters.Add(new ParameterSpec(name, scope.Take(CSharpName.Camel(name)), ParameterPlace.Path, new TypeRef(TypeKind.String), IsRequired: true, Description: null));
        }

        return parameters;
    }

    // The operation's own parameters take the place of the path's of the same name and place.
    private IEnumerable<MapNode> ParameterNodes(Draft draft)
    {
        var nodes = new List<MapNode>();
        var at = new Dictionary<(string?, string?), int>();
        foreach (Node source in new[] { draft.Item["parameters"], draft.Node["parameters"] }.OfType<ListNode>().SelectMany(list => list.Items))
        {
            if (_reader.Follow(source, "parameters") is not MapNode node)
            {
                continue;
            }

            var key = ((node["name"] as ScalarNode)?.Text, (node["in"] as ScalarNode)?.Text);
            if (at.TryGetValue(key, out int index))
            {
                nodes[index] = node;
            }
            else
            {
                at.Add(key, nodes.Count);
                nodes.Add(node);
            }
        }

        return nodes;
    }

    // Braces in an address stand for nothing but parameters: others could never be filled.
    private static bool IsTemplate(string path)
    {
        bool isOpen = false;
        foreach (char c in path)
        {
            if ((c == '{' && isOpen) || (c == '}' && !isOpen))
            {
                return false;
            }

            isOpen = c == '{' || (isOpen && c != '}');
        }

        return !isOpen && !path.Contains("{}");
    }

    private static List<string> TemplateNames(string path)
    {
        var names = new List<string>();
        for (int start = path.IndexOf('{'); start >= 0; start = path.IndexOf('{', start + 1))
        {
            int end = path.IndexOf('}', start);
            if (end < 0)
            {
                break;
            }

            names.Add(path.Substring(start + 1, end - start - 1));
        }

        return names;
    }

    private ParameterSpec? ReadParameter(Draft draft, MapNode node, string name, ScalarNode place, bool isRequired, NameScope scope, out string why)
    {
        ParameterPlace where;
        switch (place.Text)
        {
            case "path":
                where = ParameterPlace.Path;
                break;
            case "query":
                where = ParameterPlace.Query;
                break;
            case "header":
                where = ParameterPlace.Header;
                break;
            default:
                why = place.Text == "cookie" ? "is a cookie, which is not sent" : $"is in '{place.Text}', which is no place for one";
                return null;
        }

        if (node["schema"] is not { } schemaNode)
        {
            why = node["content"] is null ? "has no 'schema'" : "is described by 'content', which is not written";
            return null;
        }

        Schema schema = _reader.Read(schemaNode);
        TypeRef type = _types.Use(schema, draft.Name + CSharpName.Pascal(name));
        List<Schema> layers = _flattener.Layers(schema);
        ConstraintSpec constraints = ConstraintModeler.Constraints(type, layers, _flattener, _bag);
        TypeRef element = type.Kind == TypeKind.List ? type.Element! : type;
        if (element.Kind is TypeKind.Raw or TypeKind.RawUnion && type.Kind != TypeKind.List)
        {
            // One of several simple types, or any: the caller knows how it is written.
            type = new TypeRef(TypeKind.String);
        }
        else if (element.Kind is TypeKind.Raw or TypeKind.RawUnion or TypeKind.Object or TypeKind.Union or TypeKind.List or TypeKind.Map or TypeKind.AddressList or TypeKind.Bytes)
        {
            why = "is an object, or a list of more than simple values, which has no place in an address";
            return null;
        }

        string style = (node["style"] as ScalarNode)?.Text ?? (where == ParameterPlace.Query ? "form" : "simple");
        if (style != (where == ParameterPlace.Query ? "form" : "simple") && type.Kind == TypeKind.List)
        {
            why = $"has the style '{style}', which is not written";
            return null;
        }

        if (style is "matrix" or "label" or "deepObject")
        {
            why = $"has the style '{style}', which is not written";
            return null;
        }

        why = "";
        Node? defaultValue = layers.FirstOf(static layer => layer.Default);
        return new ParameterSpec(
            name,
            TakeName(scope, node.Place, node, name, CSharpName.Camel(name)),
            where,
            type with { IsNullable = false },
            isRequired,
            (node["description"] as ScalarNode)?.Text ?? layers.FirstOf(static layer => layer.Description))
        {
            IsDeprecated = node["deprecated"] is ScalarNode { Text: "true" },
            Default = defaultValue is null ? null : JsonText.Of(defaultValue),
            ErrorCode = node["x-error-code"] is { } code ? _reader.ErrorCode(code) : layers.FirstOf(static layer => layer.ErrorCode),
            Constraints = constraints,
            IsExploded = where == ParameterPlace.Query && node["explode"] is not ScalarNode { Text: "false" },
        };
    }

    private bool TryReadBody(Draft draft, out BodySpec? body)
    {
        body = null;
        if (draft.Node["requestBody"] is not { } bodyNode)
        {
            return true;
        }

        if (_reader.Follow(bodyNode, "requestBodies") is not MapNode node)
        {
            LeaveOut(bodyNode.Place, draft.Node, "its request body cannot be read");
            return false;
        }

        if (node["content"] is not MapNode content)
        {
            LeaveOut(bodyNode.Place, draft.Node, "its request body has no 'content'");
            return false;
        }

        bool isRequired = node["required"] is ScalarNode { Text: "true" };
        MapEntry json = content.Entries.Where(entry => MediaType.IsJson(entry.Name)).OrderBy(entry => MediaType.Rank(entry.Name)).FirstOrDefault();
        bool mustBeSent = isRequired || (draft.Entry.Name is "post" or "put" or "patch" && node["required"] is null);
        if (json.Value is null && content.Entries.FirstOrDefault(entry => MediaType.PlainHeader(entry.Name) is not null) is { Value: not null } plain)
        {
            body = PlainBody(plain, mustBeSent);
            return true;
        }

        if (json.Value is null)
        {
            string kinds = string.Join(", ", content.Entries.Select(entry => entry.Name));
            if (isRequired)
            {
                LeaveOut(content.Place, draft.Node, $"its body is {kinds}, and only JSON, text and bytes are sent");
                return false;
            }

            LeaveOutPart(content, $"its optional body is {kinds}, and only JSON, text and bytes are sent");
            return true;
        }

        // "required" is false where it is not said, but a method without a body has none to leave out.
        isRequired = mustBeSent;
        string? mediaType = MediaType.Header(json.Name);
        if (json.Value is MapNode media && media["schema"] is { } schemaNode)
        {
            Schema schema = _reader.Read(schemaNode);
            TypeRef type = _types.Use(schema, draft.Name + "Request") with { IsNullable = false };
            List<Schema> layers = _flattener.Layers(schema);
            body = new BodySpec(type, isRequired, mediaType, ConstraintModeler.Constraints(type, layers, _flattener, _bag)) { ErrorCode = layers.FirstOf(static layer => layer.ErrorCode) };
        }
        else
        {
            body = new BodySpec(new TypeRef(TypeKind.Raw), isRequired, mediaType, ConstraintSpec.None);
        }

        return true;
    }

    // A text keeps the limits of its schema; bytes have none.
    private BodySpec PlainBody(MapEntry plain, bool isRequired)
    {
        string header = MediaType.PlainHeader(plain.Name)!;
        if (!MediaType.IsText(plain.Name))
        {
            return new BodySpec(new TypeRef(TypeKind.Bytes), isRequired, header, ConstraintSpec.None) { IsPlain = true };
        }

        var type = new TypeRef(TypeKind.String);
        List<Schema> layers = plain.Value is MapNode media && media["schema"] is { } schema ? _flattener.Layers(_reader.Read(schema)) : [];
        return new BodySpec(type, isRequired, header, ConstraintModeler.Constraints(type, layers, _flattener, _bag)) { IsPlain = true, ErrorCode = layers.FirstOf(static layer => layer.ErrorCode) };
    }

    private SubmitSpec? ReadSubmit(Draft draft, IReadOnlyDictionary<string, TypeSpec> specs)
    {
        if (draft.Success.Links is not { } links)
        {
            return null;
        }

        foreach (MapEntry entry in links.Entries)
        {
            if (_reader.Follow(entry.Value, "links") is not MapNode link || LinkedDraft(link) is not { Polling: { } polling, Spec: { } poll } target)
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

    private Draft? LinkedDraft(MapNode link)
    {
        if (link["operationId"] is ScalarNode id)
        {
            if (!_byId.TryGetValue(id.Text, out Draft? found))
            {
                _bag.Report(Descriptors.MissingReference, id.Place, id.Pointer, id.Text);
            }

            return found;
        }

        if (link["operationRef"] is not ScalarNode reference)
        {
            _bag.Report(Descriptors.Structure, link.Place, link.Pointer, "a link must name its operation by 'operationId' or 'operationRef'.");
            return null;
        }

        Node? node = JsonPointer.TryParseFragment(reference.Text, out string[] segments) ? JsonPointer.Find(_root, segments) : null;
        if (node is null)
        {
            bool isInside = reference.Text.StartsWith("#", StringComparison.Ordinal);
            _bag.Report(isInside ? Descriptors.MissingReference : Descriptors.ExternalReference, reference.Place, reference.Pointer, reference.Text);
        }

        return _drafts.Find(draft => draft.Node == node);
    }

    private SubmitSpec? ReadSubmit(Draft draft, MapNode link, Draft target, OperationSpec poll, Polling polling, IReadOnlyDictionary<string, TypeSpec> specs)
    {
        OperationSpec submit = draft.Spec!;
        if (submit.Body is not { IsRequired: true })
        {
            LeaveOutPart(link, $"'{target.Id}' is polled, but only what is submitted with a required body is followed");
            return null;
        }

        if (link["parameters"] is not MapNode { Entries.Count: 1 } arguments
            || poll.Parameters.Count(parameter => parameter.IsRequired) != 1
            || poll.Parameters.First(parameter => parameter.IsRequired) is not { } id
            || !IsId(id.Type)
            || LinkName(arguments.Entries[0].Name) != id.JsonName
            || poll.Body is { IsRequired: true })
        {
            LeaveOutPart(link, $"'{target.Id}' is polled, but waiting for it takes a link with the one text or whole number that it requires");
            return null;
        }

        const string body = "$response.body#";
        string? expression = (arguments.Entries[0].Value as ScalarNode)?.Text;
        if (expression is null || !expression.StartsWith(body, StringComparison.Ordinal) || submit.Reply.Type is not { } replyType || poll.Reply.Type is not { } statusType)
        {
            LeaveOutPart(link, "the id of what was submitted must come from the reply: $response.body#/…");
            return null;
        }

        bool isWhole = true;
        MemberPath? Find(Node at, string pointer, TypeRef type, OperationSpec operation, bool isRequired = true)
        {
            IEnumerable<string> segments = JsonPointer.TryParse(pointer, out string[] parsed) ? parsed : [];
            if (operation.Reply.Unwrap && _envelope?.Data is { } data)
            {
                segments = segments.Take(data.Count).SequenceEqual(data) ? segments.Skip(data.Count) : [];
            }

            MemberPath? path = PointerResolver.Path(type, segments, specs);
            if (path is null && isRequired)
            {
                _bag.Report(Descriptors.PointerNowhere, at.Place, at.Pointer, pointer, $"the reply of '{operation.Id}'");
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

        _bag.Report(Descriptors.MalformedExtension, at.Place, at.Pointer, $"this leads to no {what}. Name a property that is one.");
        return false;
    }

    // A link may say which place a parameter is in: "query.task_id".
    private static string LinkName(string name)
    {
        int dot = name.IndexOf('.');
        return dot > 0 && name.Substring(0, dot) is "path" or "query" or "header" ? name.Substring(dot + 1) : name;
    }

    /// <summary>An operation as it is written.</summary>
    private sealed class Draft(string id, string name, MapEntry entry, MapEntry path, MapNode item, MapNode node, SuccessReply success, Polling? polling)
    {
        public string Id { get; } = id;

        public string Name { get; } = name;

        public MapEntry Entry { get; } = entry;

        /// <summary>The path without its fragment.</summary>
        public MapEntry Path { get; } = path;

        public MapNode Item { get; } = item;

        public MapNode Node { get; } = node;

        public SuccessReply Success { get; } = success;

        public Polling? Polling { get; } = polling;

        /// <summary>Null while it is not read, and for an operation that is left out.</summary>
        public OperationSpec? Spec { get; set; }
    }
}
