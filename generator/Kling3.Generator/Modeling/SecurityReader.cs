using Kling3.Generator.Diagnostics;
using Kling3.Generator.Model;
using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>
/// Where the key goes. A client has one key, so one scheme: the first that can be sent, of those that the document asks for. An operation
/// that takes none of it is called without a key, and the caller's own handler may add what it takes.
/// </summary>
internal sealed class SecurityReader
{
    private readonly MapNode _root;
    private readonly SchemaReader _reader;
    private readonly MapNode? _schemes;
    private readonly DiagnosticBag _bag;
    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);
    private string? _scheme;

    public SecurityReader(MapNode root, List<WrittenOperation> operations, SchemaReader reader, DiagnosticBag bag)
    {
        _root = root;
        _reader = reader;
        _bag = bag;
        _schemes = (root["components"] as MapNode)?["securitySchemes"] as MapNode;
        Key = Choose(operations);
    }

    public KeySpec Key { get; }

    public bool UsesKey(MapNode operation)
    {
        if ((operation["security"] ?? _root["security"]) is not ListNode { Items.Count: > 0 } requirements)
        {
            return false;
        }

        if (requirements.Items.OfType<MapNode>().Any(requirement => _scheme is not null && requirement[_scheme] is not null))
        {
            return true;
        }

        // An empty requirement says that none is needed.
        foreach (MapEntry requirement in requirements.Items.OfType<MapNode>().Any(requirement => requirement.Entries.Count == 0)
            ? []
            : requirements.Items.OfType<MapNode>().SelectMany(requirement => requirement.Entries).Take(1))
        {
            if (_reported.Add(requirement.Name))
            {
                Place place = _schemes is not null && _schemes.TryGet(requirement.Name, out MapEntry scheme) ? scheme.NamePlace : requirement.NamePlace;
                _bag.Report(Descriptors.Unsupported, place, requirement.Value.Pointer, $"the client does not send the security scheme '{requirement.Name}'; operations that ask for it are emitted without a key. Give the client an HttpClient whose handler sends it.");
            }
        }

        return false;
    }

    private KeySpec Choose(List<WrittenOperation> operations)
    {
        // Those of the whole document first, then those that single operations ask for, in the document's order.
        foreach (string name in operations.Select(operation => operation.Node["security"]).Prepend(_root["security"]).SelectMany(Names))
        {
            if (_schemes?[name] is { } node && _reader.Follow(node, "securitySchemes") is MapNode scheme && Read(scheme) is { } key)
            {
                _scheme = name;
                return key;
            }
        }

        return new KeySpec(KeyKind.None, null);

        static IEnumerable<string> Names(Node? security) =>
            security is ListNode list ? list.Items.OfType<MapNode>().SelectMany(requirement => requirement.Entries).Select(entry => entry.Name) : [];
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
