using Kling3.Generator.Model;
using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>What an operation answers when it succeeds, as it is written.</summary>
/// <param name="Kind">How its body is read: as JSON if any of the success replies is.</param>
/// <param name="Schemas">The schemas of the JSON replies, each once; null for one that has none.</param>
/// <param name="MediaTypes">Of the replies that are read.</param>
/// <param name="MayBeEmpty">Whether there is a success reply without a body beside one that has one.</param>
/// <param name="Unread">The media types, where there are only such as are not read.</param>
/// <param name="Links">The links of the first reply that is read.</param>
internal sealed record SuccessReply(ReplyKind Kind, IReadOnlyList<Schema?> Schemas, IReadOnlyList<string> MediaTypes, bool MayBeEmpty, string? Unread, MapNode? Links);

/// <summary>The replies of operations.</summary>
internal sealed class ReplyModeler(SchemaReader reader, SchemaFlattener flattener, TypeModeler types, EnvelopeSpec? envelope)
{
    private readonly List<TypeRef> _wire = [];

    /// <summary>The types of all replies as they are on the wire, envelope and all.</summary>
    public IReadOnlyList<TypeRef> Wire => _wire;

    /// <summary>The success replies of an operation: of its 2xx statuses, and else its default.</summary>
    public SuccessReply Find(MapNode operation)
    {
        List<MapNode> replies = [.. Successes(operation["responses"] as MapNode)];

        // HEAD is what GET would answer, without the body.
        bool isHead = operation.Parent is MapNode item && item["head"] == operation;
        (MapNode Reply, MapEntry Media)[] media = isHead ? [] : [.. replies.SelectMany(reply => (reply["content"] as MapNode)?.Entries.Select(entry => (reply, entry)) ?? [])];
        bool hasEmpty = replies.Exists(reply => reply["content"] is not MapNode { Entries.Count: > 0 });
        foreach ((ReplyKind kind, Func<string, bool> isOfKind) in new (ReplyKind, Func<string, bool>)[]
        {
            (ReplyKind.Json, MediaType.IsJson),
            (ReplyKind.Binary, MediaType.IsBinary),
            (ReplyKind.Text, MediaType.IsText),
        })
        {
            (MapNode Reply, MapEntry Media)[] read = [.. media.Where(one => isOfKind(one.Media.Name))];
            if (read.Length > 0)
            {
                return new SuccessReply(
                    kind,
                    kind == ReplyKind.Json ? [.. read.Select(one => Schema(one.Media.Value)).GroupBy(Target).Select(same => same.First())] : [],
                    [.. read.Select(one => one.Media.Name)],
                    hasEmpty,
                    null,
                    read[0].Reply["links"] as MapNode);
            }
        }

        // A success that is announced without a body is one that can be read.
        string? unread = media.Length == 0 || hasEmpty ? null : string.Join(", ", media.Select(one => one.Media.Name).Distinct(StringComparer.Ordinal));
        return new SuccessReply(ReplyKind.None, [], [], MayBeEmpty: false, unread, replies.Count == 0 ? null : replies[0]["links"] as MapNode);
    }

    /// <param name="reply">The replies as they are written.</param>
    /// <param name="name">The operation's.</param>
    /// <param name="isFollowed">Whether what the reply holds is polled for, so that one without it cannot be used.</param>
    public ReplySpec Model(SuccessReply reply, string name, bool isFollowed)
    {
        string? accept = Accept(reply.MediaTypes);
        if (reply.Kind != ReplyKind.Json)
        {
            return new ReplySpec(reply.Kind, null, Unwrap: false) { Accept = accept };
        }

        bool mayBeEmpty = reply.MayBeEmpty && !isFollowed;
        if (reply.Schemas.Contains(null))
        {
            return new ReplySpec(ReplyKind.Json, new TypeRef(TypeKind.Raw, IsNullable: mayBeEmpty), Unwrap: false) { Accept = accept, MayBeEmpty = mayBeEmpty };
        }

        Schema schema = reply.Schemas.Count == 1 || envelope is not null ? reply.Schemas[0]! : AnyOf(reply.Schemas);
        TypeRef whole = types.Use(schema, name + "Reply");
        _wire.Add(whole);
        if (envelope?.Data is { } data && PointerResolver.Find(schema, data, flattener) is { } inner)
        {
            return new ReplySpec(ReplyKind.Json, types.Use(inner, name + "Data") with { IsNullable = false }, Unwrap: true) { Accept = accept };
        }

        bool isNullable = mayBeEmpty || (whole.IsNullable && whole.Kind != TypeKind.Raw && !isFollowed);
        return new ReplySpec(ReplyKind.Json, whole with { IsNullable = isNullable }, Unwrap: false) { Accept = accept, MayBeEmpty = mayBeEmpty };
    }

    private IEnumerable<MapNode> Successes(MapNode? responses)
    {
        MapEntry[] all = [.. responses?.Entries ?? []];
        MapEntry[] successes = [.. all.Where(entry => entry.Name.Length == 3 && entry.Name[0] == '2').OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        return (successes.Length > 0 ? successes : all.Where(entry => entry.Name == "default")).Select(entry => reader.Follow(entry.Value, "responses")).OfType<MapNode>();
    }

    private Schema? Schema(Node media) => media is MapNode map && map["schema"] is { } node ? reader.Read(node) : null;

    // Two references to one schema are one.
    private Schema? Target(Schema? schema) => schema is null or { IsNullable: true } ? schema : reader.Resolve(schema) ?? schema;

    // Which of them came, only its content tells: the status is not looked at.
    private static Schema AnyOf(IReadOnlyList<Schema?> schemas)
    {
        var any = new Schema(new MapNode(schemas[0]!.Place));
        any.AnyOf.AddRange(schemas.OfType<Schema>());
        return any;
    }

    private static string? Accept(IReadOnlyList<string> mediaTypes)
    {
        string?[] headers = [.. mediaTypes.Select(MediaType.Header).Distinct()];
        return headers.Length == 0 || headers.Contains(null) ? null : string.Join(", ", headers);
    }
}
