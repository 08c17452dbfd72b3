using Kling3.Generator.Diagnostics;
using Kling3.Generator.Model;
using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>
/// Where the key goes. A client has one key, so one way to send it: that of the first scheme that can be sent, of those that the document
/// asks for. An operation that takes none of it is called without a key, and the caller's own handler may add what it takes.
/// </summary>
internal sealed class SecurityReader
{
    private readonly MapNode _root;
    private readonly SchemaReader _reader;
    private readonly MapNode? _schemes;
    private readonly DiagnosticBag _bag;
    private readonly Dictionary<string, KeySpec?> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<ListNode, bool> _uses = [];
    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);

    public SecurityReader(MapNode root, List<WrittenOperation> operations, SchemaReader reader, DiagnosticBag bag)
    {
        _root = root;
        _reader = reader;
        _bag = bag;
        _schemes = (root["components"] as MapNode)?["securitySchemes"] as MapNode;

        // Those of the whole document first, then those that single operations ask for, in the document's order.
        IEnumerable<MapEntry> asked = operations.Select(operation => operation.Node["security"]).Prepend(root["security"]).SelectMany(Requirements);
        Key = Choose(asked);
        foreach (MapEntry unknown in asked.Where(entry => !IsDeclared(entry.Name)))
        {
            bag.Report(Descriptors.Unsupported, unknown.NamePlace, unknown.Value.Pointer, $"'{unknown.Name}' is no security scheme of the document, so what asks for it is emitted without it. Correct the name, or add it to 'components/securitySchemes'.");
        }
    }

    public KeySpec Key { get; }

    public bool UsesKey(MapNode operation)
    {
        if ((operation["security"] ?? _root["security"]) is not ListNode { Items.Count: > 0 } requirements)
        {
            return false;
        }

        // The document's own may be as long as the document, and is that of all its operations.
        if (!_uses.TryGetValue(requirements, out bool uses))
        {
            uses = UsesKey(requirements);
            _uses.Add(requirements, uses);
        }

        return uses;
    }

    private bool UsesKey(ListNode requirements)
    {
        // Of several that do, the one that asks for the least beside the key; of none, the first. An empty one says that no key is needed.
        MapNode[] all = [.. requirements.Items.OfType<MapNode>()];
        MapNode? best = all.Where(requirement => requirement.Entries.Any(IsSent)).OrderBy(requirement => requirement.Entries.Count(entry => !IsSent(entry))).FirstOrDefault();
        MapNode? met = best ?? (Array.Exists(all, requirement => requirement.Entries.Count == 0) ? null : all.FirstOrDefault());
        foreach (MapEntry unsent in met?.Entries.Where(entry => !IsSent(entry)) ?? [])
        {
            if (_schemes is not null && _schemes.TryGet(unsent.Name, out MapEntry scheme) && _reported.Add(unsent.Name))
            {
                _bag.Report(Descriptors.Unsupported, scheme.NamePlace, unsent.Value.Pointer, $"the client does not send the security scheme '{unsent.Name}'; operations that ask for it are emitted without it. Give the client an HttpClient whose handler sends it.");
            }
        }

        return best is not null;
    }

    // A scheme of another name that is sent in the same way is the same to a client of one key.
    private bool IsSent(MapEntry requirement) =>
        Key.Kind != KeyKind.None && KeyOf(requirement.Name) is { } key && key.Kind == Key.Kind && string.Equals(key.Header, Key.Header, StringComparison.OrdinalIgnoreCase);

    private KeySpec Choose(IEnumerable<MapEntry> asked)
    {
        foreach (MapEntry requirement in asked)
        {
            if (KeyOf(requirement.Name) is { } key)
            {
                return key;
            }
        }

        return new KeySpec(KeyKind.None, null);
    }

    private static IEnumerable<MapEntry> Requirements(Node? security) =>
        security is ListNode list ? list.Items.OfType<MapNode>().SelectMany(requirement => requirement.Entries) : [];

    private bool IsDeclared(string scheme) => _schemes is not null && _schemes.TryGet(scheme, out _);

    private KeySpec? KeyOf(string scheme)
    {
        if (!_keys.TryGetValue(scheme, out KeySpec? key))
        {
            key = _reader.Follow(_schemes?[scheme], "securitySchemes") is MapNode map ? Read(map) : null;
            _keys.Add(scheme, key);
        }

        return key;
    }

    private static KeySpec? Read(MapNode scheme)
    {
        string? type = (scheme["type"] as ScalarNode)?.Text;
        switch (type)
        {
            case "http" when string.Equals((scheme["scheme"] as ScalarNode)?.Text, "bearer", StringComparison.OrdinalIgnoreCase):
            case "oauth2" or "openIdConnect":
                // An access token is sent the same way; getting one is the caller's.
                return new KeySpec(KeyKind.Bearer, null);
            case "apiKey" when (scheme["in"] as ScalarNode)?.Text == "header" && (scheme["name"] as ScalarNode)?.Text is { } header && HttpToken.Is(header):
                return new KeySpec(KeyKind.Header, header);
            default:
                return null;
        }
    }
}
