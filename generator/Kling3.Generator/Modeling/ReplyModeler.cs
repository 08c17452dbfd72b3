using System.Globalization;
using Kling3.Generator.Diagnostics;
using Kling3.Generator.Model;
using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>What an operation answers when it succeeds, as it is written.</summary>
/// <param name="Kind">How its body is read: as JSON if any of the success replies is.</param>
/// <param name="Schemas">The schema of each JSON reply, equal references once; null for one that has none.</param>
/// <param name="MediaTypes">Of the replies that are read.</param>
/// <param name="MayBeEmpty">Whether there is a success reply without a body beside one that has one.</param>
/// <param name="Unread">The media types, where there are only such as are not read.</param>
/// <param name="Links">The links of the first reply that is read.</param>
/// <param name="Responses">The operation's <c>responses</c>; null where it has none.</param>
internal sealed record SuccessReply(ReplyKind Kind, IReadOnlyList<Schema?> Schemas, IReadOnlyList<string> MediaTypes, bool MayBeEmpty, string? Unread, MapNode? Links, MapNode? Responses);

/// <summary>The replies of operations.</summary>
internal sealed class ReplyModeler(SchemaReader reader, SchemaFlattener flattener, TypeModeler types, EnvelopeSpec? envelope, DiagnosticBag bag)
{
    private readonly List<TypeRef> _wire = [];

    /// <summary>The types of all replies as they are on the wire, envelope and all.</summary>
    public IReadOnlyList<TypeRef> Wire => _wire;

    /// <summary>The success replies of an operation: of its 2xx statuses, and else its default.</summary>
    public SuccessReply Find(MapNode operation)
    {
        var responses = operation["responses"] as MapNode;
        (string Status, MapNode Reply)[] replies = [.. Successes(responses)];

        foreach ((string status, MapNode reply) in replies)
        {
            if (HasNoBody(status) && reply["content"] is MapNode { Entries.Count: > 0 } content)
            {
                bag.LeaveOutPart(content, $"a reply with the status {status} has no body, so this one is not read");
            }
        }

        // HEAD is what GET would answer, without the body.
        bool isHead = operation.Parent is MapNode item && item["head"] == operation;
        (MapNode Reply, MapEntry Media)[] media = isHead ? [] : [.. replies.SelectMany(success => Content(success.Status, success.Reply).Select(entry => (success.Reply, entry)))];
        bool hasEmpty = Array.Exists(replies, success => !Content(success.Status, success.Reply).Any());
        foreach ((ReplyKind kind, Func<string, bool> isOfKind) in new (ReplyKind, Func<string, bool>)[]
        {
            (ReplyKind.Json, MediaType.IsJson),
            (ReplyKind.Binary, MediaType.IsBinary),
            (ReplyKind.Text, MediaType.IsText),
        })
        {
            // Several media types of one reply are the same in other clothes.
            (MapNode Reply, MapEntry Media)[] read = [.. media.Where(one => isOfKind(one.Media.Name)).GroupBy(one => one.Reply).Select(one => one.OrderBy(other => MediaType.Rank(other.Media.Name)).First())];
            if (read.Length > 0)
            {
                return new SuccessReply(
                    kind,
                    kind == ReplyKind.Json ? [.. read.Select(one => Schema(one.Media.Value)).GroupBy(Target).Select(same => same.First())] : [],
                    [.. read.Select(one => one.Media.Name)],
                    hasEmpty,
                    null,
                    read[0].Reply["links"] as MapNode,
                    responses);
            }
        }

        // A success that is announced without a body is one that can be read.
        string? unread = media.Length == 0 || hasEmpty ? null : string.Join(", ", media.Select(one => one.Media.Name).Distinct(StringComparer.Ordinal));
        return new SuccessReply(ReplyKind.None, [], [], MayBeEmpty: false, unread, replies.Length == 0 ? null : replies[0].Reply["links"] as MapNode, responses);
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

        Schema[] schemas = [.. reply.Schemas.OfType<Schema>()];
        Schema[] inner = envelope?.Data is { } data ? [.. schemas.Select(schema => PointerResolver.Find(schema, data, flattener)).OfType<Schema>()] : [];
        if (inner.Length == 0)
        {
            TypeRef whole = OneOf(schemas, reply.Responses!, name + "Reply");
            _wire.Add(whole);
            bool isNullable = mayBeEmpty || (whole.IsNullable && whole.Kind != TypeKind.Raw && !isFollowed);
            return new ReplySpec(ReplyKind.Json, whole with { IsNullable = isNullable }, Unwrap: false) { Accept = accept, MayBeEmpty = mayBeEmpty };
        }

        _wire.AddRange(schemas.Select((schema, i) => types.Use(schema, Case(name + "Reply", schemas.Length, i))));
        if (inner.Length < schemas.Length)
        {
            bag.Report(Descriptors.Unsupported, reply.Responses!.Place, reply.Responses.Pointer, "some success replies have the envelope's data and some do not; only those that have it can be read.");
        }

        return new ReplySpec(ReplyKind.Json, OneOf(inner, reply.Responses!, name + "Data") with { IsNullable = false }, Unwrap: true) { Accept = accept };
    }

    // Which of them came, only its content tells: the status is not looked at.
    private TypeRef OneOf(Schema[] schemas, MapNode responses, string name)
    {
        TypeRef[] uses = [.. schemas.Select((schema, i) => types.Use(schema, Case(name, schemas.Length, i)))];
        if (uses.Select(use => use with { IsNullable = false }).Distinct().Count() == 1)
        {
            return uses[0] with { IsNullable = Array.Exists(uses, use => use.IsNullable) };
        }

        // The place that holds them all; no schema of the document is there.
        return types.Use(new Schema(responses) { AnyOf = schemas }, name);
    }

    // As the cases of a choice are called.
    private static string Case(string name, int count, int index) => count == 1 ? name : name + "Case" + (index + 1).ToString(CultureInfo.InvariantCulture);

    private IEnumerable<(string Status, MapNode Reply)> Successes(MapNode? responses)
    {
        MapEntry[] all = [.. responses?.Entries ?? []];
        MapEntry[] successes = [.. all.Where(entry => entry.Name.Length == 3 && entry.Name[0] == '2').OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        foreach (MapEntry entry in successes.Length > 0 ? successes : all.Where(entry => entry.Name == "default"))
        {
            if (reader.Follow(entry.Value, "responses") is MapNode reply)
            {
                yield return (entry.Name, reply);
            }
        }
    }

    private static IEnumerable<MapEntry> Content(string status, MapNode reply) =>
        !HasNoBody(status) && reply["content"] is MapNode content ? content.Entries : [];

    // Some documents describe one all the same, and RFC 9110 lets no server send it.
    private static bool HasNoBody(string status) => status is "204" or "205";

    private Schema? Schema(Node media) => media is MapNode map && map["schema"] is { } node ? reader.Read(node) : null;

    // Two references to one schema are one.
    private Schema? Target(Schema? schema) => schema is null or { IsNullable: true } ? schema : reader.Resolve(schema) ?? schema;

    private static string? Accept(IReadOnlyList<string> mediaTypes)
    {
        string?[] headers = [.. mediaTypes.Select(MediaType.Header).Distinct()];
        return headers.Length == 0 || headers.Contains(null) ? null : string.Join(", ", headers);
    }
}
