using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Kling3.Generator.Reading;

/// <summary>
/// YAML to nodes with their places, from YamlDotNet's parser events: they keep which scalars were quoted, and see keys that stand twice.
/// Scalars are typed by YAML 1.2's core schema, so that <c>no</c> is a text and <c>"5"</c> is not a number.
/// </summary>
internal sealed class YamlTextParser
{
    private static readonly Regex s_spaces = new(@"^ +(?=\r?$)", RegexOptions.CultureInvariant | RegexOptions.Multiline);

    private static readonly Regex s_tab = new(@"^ *\t", RegexOptions.CultureInvariant | RegexOptions.Multiline);

    private readonly Parser _parser;
    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<AnchorName, Node?> _anchors = [];
    private readonly List<DuplicateKey> _duplicates = [];
    private readonly YamlScalars _scalars = new();
    private int _depth;
    private int _nodes;
    private int _merged;

    private YamlTextParser(string text, CancellationToken cancellationToken)
    {
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
        _cancellationToken = cancellationToken;
    }

    public static ParsedText Parse(string text, CancellationToken cancellationToken)
    {
        var parser = new YamlTextParser(text, cancellationToken);
        try
        {
            return parser.ParseStream();
        }
        catch (YamlException) when (s_spaces.IsMatch(text))
        {
            // YamlDotNet takes a line of nothing but spaces at the beginning of a block of text for a mistake in its indentation.
            // Without the spaces the text is the same to everybody, and every other place in it stays where it is.
            return Parse(s_spaces.Replace(text, ""), cancellationToken);
        }
        catch (YamlException e)
        {
            // YamlDotNet puts "While parsing …, (Line: 3, Col: 4, Idx: 27): " in front of some messages; the diagnostic has its own place.
            throw new SyntaxException(parser.TabPlace(text, e) ?? PlaceOf(e.Start, e.End), e.InnerException?.Message ?? e.Message);
        }
        catch (InvalidOperationException) when (parser._parser.Current is { } last)
        {
            // YamlDotNet's scanner, at a plain text in brackets that stands left of the block around them.
            throw new SyntaxException(PlaceOf(last.End, last.End), "after this, a line in brackets is not indented further than the key before them");
        }
    }

    // YamlDotNet says of a tab that there is one, and not where: in the first line after what it has read that is indented with one.
    private Place? TabPlace(string text, YamlException error)
    {
        int read = (int)Math.Min(_parser.Current?.End.Index ?? 0, text.Length);
        if (!error.Message.Contains("invalid tab") || s_tab.Match(text, read) is not { Success: true } tab)
        {
            return null;
        }

        int line = 0;
        for (int i = 0; i < tab.Index; i++)
        {
            line += text[i] == '\n' ? 1 : 0;
        }

        return new Place(line, tab.Length - 1, 1);
    }

    private ParsedText ParseStream()
    {
        Next<StreamStart>();
        if (!Advance() || _parser.Current is StreamEnd)
        {
            return new ParsedText(null, []);
        }

        Expect<DocumentStart>();
        _ = Advance();
        Node root = ReadNode();
        Next<DocumentEnd>();
        if (Advance() && _parser.Current is not StreamEnd)
        {
            throw Error(_parser.Current!, "a second document in one file; only one is read");
        }

        bool isEmpty = root is ScalarNode { Kind: ScalarKind.Null };
        return new ParsedText(isEmpty ? null : root, _duplicates);
    }

    private static SyntaxException Error(ParsingEvent at, string message) => new(PlaceOf(at.Start, at.End), message);

    private static Place PlaceOf(in Mark start, in Mark end)
    {
        // Marks are one-based; the length of what spans lines is not needed: the first line is what is shown.
        int line = (int)Math.Max(start.Line, 1) - 1;
        int column = (int)Math.Max(start.Column, 1) - 1;
        int length = start.Line == end.Line ? (int)Math.Max(end.Column - start.Column, 0) : 0;
        return new Place(line, column, length);
    }

    private bool Advance()
    {
        if ((++_nodes & 0xFFF) == 0)
        {
            _cancellationToken.ThrowIfCancellationRequested();
        }

        return _parser.MoveNext();
    }

    private void Next<T>()
        where T : ParsingEvent
    {
        _ = Advance();
        Expect<T>();
    }

    private void Expect<T>()
        where T : ParsingEvent
    {
        if (_parser.Current is not T)
        {
            throw new SyntaxException(default, "not a YAML document");
        }
    }

    // Stands on the node's first event; leaves on its last.
    private Node ReadNode()
    {
        switch (_parser.Current)
        {
            case Scalar scalar:
                return Anchored(scalar, ReadScalar(scalar));
            case SequenceStart start:
                return Anchored(start, ReadList(start));
            case MappingStart start:
                return Anchored(start, ReadMap(start));
            case AnchorAlias alias:
                if (!_anchors.TryGetValue(alias.Value, out Node? node))
                {
                    throw Error(alias, $"the anchor '{alias.Value}' is not defined before this alias");
                }

                return node ?? throw Error(alias, $"the anchor '{alias.Value}' contains itself");
            default:
                throw new SyntaxException(default, "not a YAML document");
        }
    }

    private Node Anchored(NodeEvent at, Node node)
    {
        if (node.Weight > Limits.Nodes)
        {
            throw Error(at, $"stands for more than {Limits.Nodes} values with its aliases expanded");
        }

        if (!at.Anchor.IsEmpty)
        {
            _anchors[at.Anchor] = node;
        }

        return node;
    }

    private void Enter(NodeEvent start)
    {
        if (++_depth > Limits.Depth)
        {
            throw Error(start, $"nested deeper than {Limits.Depth} levels");
        }

        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor] = null;
        }
    }

    private ListNode ReadList(SequenceStart start)
    {
        Enter(start);
        var list = new ListNode(PlaceOf(start.Start, start.End));
        while (Advance() && _parser.Current is not SequenceEnd)
        {
            list.Add(ReadNode());
        }

        _depth--;
        return list;
    }

    private MapNode ReadMap(MappingStart start)
    {
        Enter(start);
        var map = new MapNode(PlaceOf(start.Start, start.End));
        List<Node>? merged = null;
        while (Advance() && _parser.Current is not MappingEnd)
        {
            if (_parser.Current is not Scalar key)
            {
                throw Error(_parser.Current!, "a key must be a plain text");
            }

            Place place = PlaceOf(key.Start, key.End);
            string name = _scalars.Shared(key.Value);
            _ = Advance();
            Node value = ReadNode();
            if (key is { Value: "<<", IsQuotedImplicit: false })
            {
                (merged ??= []).Add(value);
            }
            else
            {
                map.Add(name, place, value, _duplicates);
            }
        }

        foreach (Node source in merged ?? [])
        {
            Merge(map, source);
        }

        _depth--;
        return map;
    }

    // YAML 1.1's merge key: what the map has itself wins.
    private void Merge(MapNode map, Node source)
    {
        if (source is ListNode list)
        {
            foreach (Node item in list.Items)
            {
                Merge(map, item);
            }
        }
        else if (source is MapNode from)
        {
            // Each merge is a copy, and the same map may be merged into thousands.
            _merged += from.Entries.Count;
            if (_merged > Limits.Merged)
            {
                throw new SyntaxException(map.Place, $"merge keys copy more than {Limits.Merged} entries");
            }

            foreach (MapEntry entry in from.Entries)
            {
                _ = map.TryAdd(entry.Name, entry.NamePlace, entry.Value);
            }
        }
    }

    private ScalarNode ReadScalar(Scalar scalar)
    {
        Place place = PlaceOf(scalar.Start, scalar.End);
        string text = _scalars.Shared(scalar.Value);
        return scalar.Style != ScalarStyle.Plain || scalar.Tag == "tag:yaml.org,2002:str"
            ? new ScalarNode(place, ScalarKind.Text, text)
            : YamlScalars.Plain(place, text);
    }
}
