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

    private readonly MapNode _root;
    private readonly List<WrittenOperation> _written;
    private readonly SchemaReader _reader;
    private readonly SchemaFlattener _flattener;
    private readonly SecurityReader _security;
    private readonly ExtensionReader _extensions;
    private readonly ParameterModeler _parameters;
    private readonly BodyModeler _bodies;
    private readonly ReplyModeler _replies;
    private readonly PollingModeler _polling;
    private readonly EnvelopeSpec? _envelope;
    private readonly HashSet<string> _addresses;
    private readonly Uri? _host;
    private readonly EmittedSize _size;
    private readonly DiagnosticBag _bag;
    private readonly NameScope _names;
    private readonly List<OperationDraft> _drafts = [];

    public OperationModeler(MapNode root, List<WrittenOperation> written, SchemaReader reader, SchemaFlattener flattener, TypeModeler types, EmittedSize size, SecurityReader security, ExtensionReader extensions, EnvelopeSpec? envelope, string client, DiagnosticBag bag)
    {
        _root = root;
        _written = written;
        _reader = reader;
        _flattener = flattener;
        _security = security;
        _extensions = extensions;
        _envelope = envelope;
        string[] addresses = [.. ServerReader.Addresses(root["servers"])];
        _addresses = new HashSet<string>(addresses, StringComparer.Ordinal);
        _host = addresses.Select(address => new Uri(new Uri(address), "/")).FirstOrDefault();
        _size = size;
        _names = new NameScope(["Download", .. MemberStems(client)]);
        _parameters = new ParameterModeler(reader, flattener, types, size, bag);
        _bodies = new BodyModeler(reader, flattener, types, bag);
        _replies = new ReplyModeler(reader, flattener, types, envelope, bag);
        _polling = new PollingModeler(root, reader, flattener, types, envelope, _names, bag);
        _bag = bag;
    }

    /// <summary>What the client's members are called that do not end in <c>Async</c>.</summary>
    public IEnumerable<string> MemberNames => _drafts.SelectMany(draft => new[] { CheckPrefix + draft.Name, ResumePrefix + draft.Name });

    /// <summary>Every operation of the document as it is written, before any type is asked for.</summary>
    /// <param name="links">Every link of the document, which must lead to one of them.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public void ReadDrafts(IReadOnlyList<MapNode> links, CancellationToken cancellationToken)
    {
        foreach (WrittenOperation operation in _written)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (operation.Method.Name == "trace")
            {
                _bag.LeaveOut(operation.Method.NamePlace, operation.Node, "the method TRACE is not sent");
            }
            else
            {
                ReadDraft(operation);
            }
        }

        _polling.CheckLinks(links, _written);
        CheckEnvelope();
    }

    /// <summary>Asks for the types of every operation.</summary>
    public void ReadOperations(CancellationToken cancellationToken)
    {
        foreach (OperationDraft draft in _drafts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            draft.Spec = ReadOperation(draft);
        }
    }

    /// <summary>The types of all replies as they are on the wire, envelope and all.</summary>
    public IEnumerable<TypeRef> WireReplies => _replies.Wire;

    /// <summary>The operations that are emitted, with what takes members of types to know: what is written of an object, and how what is submitted is followed.</summary>
    public List<OperationSpec> Finish(IReadOnlyDictionary<string, TypeSpec> specs)
    {
        _parameters.ReadObjects(specs);
        return [.. _drafts.Where(draft => draft.Spec is not null).Select(draft => draft.Spec! with { Submit = _polling.Read(draft, specs) })];
    }

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

    private void ReadDraft(WrittenOperation operation)
    {
        MapNode node = operation.Node;
        var id = node["operationId"] as ScalarNode;
        // An id such as "pets" on every operation of a path says less than method and path do, but it is what the document says.
        string source = id is { Text.Length: > 0 } ? id.Text : operation.Method.Name + " " + operation.Path.Name;
        string name = _names.Take(CSharpName.Pascal(source, "Operation"), source, id?.Place ?? operation.Method.NamePlace, node, _bag);

        if (node["callbacks"] is { } callbacks)
        {
            _bag.LeaveOutPart(callbacks, "'callbacks' are calls that the server makes, which a client does not emit");
        }

        if (node["responses"] is null or MapNode { Entries.Count: 0 })
        {
            _bag.LeaveOutPart(operation.Method.NamePlace, node, "it has no 'responses', so whatever a success replies is not read");
        }

        Polling? polling = _extensions.Polling(node["x-polling"]);
        var draft = new OperationDraft(operation, id?.Text ?? source, name, _replies.Find(node), polling is { IsWhole: true } ? polling : null);
        _drafts.Add(draft);
        _polling.Add(draft, polling);
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

    private OperationSpec? ReadOperation(OperationDraft draft)
    {
        if (!PathTemplate.IsWhole(draft.SentPath))
        {
            _bag.LeaveOut(draft.Path.NamePlace, draft.Node, "its path has braces that do not pair or hold no name");
            return null;
        }

        // A client has one address, and its key goes to no other.
        string[] own = [.. ServerReader.Addresses(draft.Node["servers"] ?? draft.Item["servers"], _host)];
        if (own.Length > 0 && _addresses.Count > 0 && !_addresses.Overlaps(own))
        {
            _bag.LeaveOut(draft.Method.NamePlace, draft.Node, $"it is at a server of its own, {own[0]}, and a client has one address");
            return null;
        }

        if (_parameters.Read(draft) is not { } parameters || !_bodies.TryRead(draft, out BodySpec? body))
        {
            return null;
        }

        if (draft.Success.Unread is { } kinds)
        {
            _bag.LeaveOut(draft.Node["responses"]!.Place, draft.Node, $"its reply is {kinds}, which is not read");
            return null;
        }

        var operation = new OperationSpec(draft.Id, draft.Name, draft.Method.Name.ToUpperInvariant(), draft.SentPath)
        {
            Description = Description(draft.Node),
            IsDeprecated = draft.Node["deprecated"] is ScalarNode { Text: "true" },
            Parameters = parameters.ToEquatableArray(),
            Body = body,
            Reply = _replies.Model(draft.Success, draft.Name, isFollowed: draft.Polling is not null || draft.Success.Links is not null),
            UsesKey = _security.UsesKey(draft.Node),
        };
        _size.Add(operation, draft.Node);
        return operation;
    }

    private static string? Description(MapNode node)
    {
        string? summary = (node["summary"] as ScalarNode)?.Text;
        string? description = (node["description"] as ScalarNode)?.Text;
        return summary is null || description is null || summary == description ? summary ?? description : summary + "\n\n" + description;
    }
}
