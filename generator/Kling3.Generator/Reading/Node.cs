using System.Globalization;
using System.Text;

namespace Kling3.Generator.Reading;

/// <summary>A place in a document: zero-based line and column, and how many characters it marks.</summary>
internal readonly record struct Place(int Line, int Column, int Length);

/// <summary>A value of the document with its place. The tree is the same for YAML and JSON.</summary>
internal abstract class Node(Place place)
{
    private Node? _parent;
    private int _index;

    public Place Place { get; } = place;

    /// <summary>The map or list that holds it; null for the root.</summary>
    public Node? Parent => _parent;

    /// <summary>The schema that was read from it, if it was read as one.</summary>
    public Schema? Schema { get; set; }

    /// <summary>How many nodes this one stands for with every alias expanded; saturates.</summary>
    public int Weight { get; private set; } = 1;

    /// <summary>Its name in the map, or its index in the list, that holds it; empty for the root.</summary>
    public string Name => _parent switch
    {
        MapNode map => map.Entries[_index].Name,
        ListNode => _index.ToString(CultureInfo.InvariantCulture),
        _ => "",
    };

    /// <summary>
    /// The RFC 6901 pointer to this node, from the document's root, with the <c>#</c> of a fragment. It is for people: of a name that is long, only the beginning is in it,
    /// since a hundred thousand diagnostics may go by way of a name of megabytes.
    /// </summary>
    public string Pointer
    {
        get
        {
            const int longest = 100;
            var segments = new Stack<string>();
            for (Node node = this; node._parent is not null; node = node._parent)
            {
                string name = node.Name;
                segments.Push(JsonPointer.Escape(name.Length > longest ? name.Substring(0, longest) + "…" : name));
            }

            var text = new StringBuilder("#");
            foreach (string segment in segments)
            {
                text.Append('/').Append(segment);
            }

            return text.ToString();
        }
    }

    // A YAML alias stands in several places; the first one is where it is written, and so its pointer.
    protected void Adopt(Node child, int index)
    {
        if (child._parent is null)
        {
            child._parent = this;
            child._index = index;
        }

        Weight = (int)Math.Min((long)Weight + child.Weight, int.MaxValue);
    }

    /// <summary>Has the place and the pointer of another node, without being in the tree.</summary>
    protected void StandAt(Node other)
    {
        _parent = other._parent;
        _index = other._index;
    }

    /// <summary>By its place: what a document says of it is looked up many times, and the place is at hand.</summary>
    public sealed override int GetHashCode() => unchecked((Place.Line * 7919) + Place.Column);

    public sealed override bool Equals(object? obj) => ReferenceEquals(this, obj);
}

internal enum ScalarKind
{
    Text,
    Number,
    Boolean,
    Null,
}

/// <summary>A text, number, boolean or null.</summary>
internal sealed class ScalarNode(Place place, ScalarKind kind, string text) : Node(place)
{
    public ScalarKind Kind { get; } = kind;

    /// <summary>The text; numbers in JSON's notation, booleans as <c>true</c> or <c>false</c>, null as <c>null</c>.</summary>
    public string Text { get; } = text;

    /// <summary>A whole number's digits, however it is written (<c>5.0</c>, <c>1e3</c>); null for anything else, and for one that no long holds.</summary>
    public string? WholeNumber => TryNumber(out decimal number) && number == decimal.Truncate(number) && number is >= long.MinValue and <= long.MaxValue
        ? ((long)number).ToString(CultureInfo.InvariantCulture)
        : null;

    /// <summary>
    /// The number; false for anything else, and for one that no decimal holds: too large, or so small that it would be zero. Of a number
    /// with more digits than anyone means, none are read.
    /// </summary>
    public bool TryNumber(out decimal number)
    {
        const int longest = 1000;
        number = 0;
        return Kind == ScalarKind.Number && Text.Length <= longest && decimal.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out number)
            && (number != 0 || IsZero);
    }

    /// <summary>What is the same for two that are one value in JSON, such as <c>0.5</c> and <c>0.50</c>.</summary>
    public (ScalarKind, string) Identity => (Kind, TryNumber(out decimal number) ? number.ToString("G29", CultureInfo.InvariantCulture) : Text);

    private bool IsZero => Text.TakeWhile(static c => c is not ('e' or 'E')).All(static c => c is < '1' or > '9');
}

internal sealed class ListNode(Place place) : Node(place)
{
    private readonly List<Node> _items = [];

    public List<Node> Items => _items;

    public void Add(Node item)
    {
        Adopt(item, _items.Count);
        _items.Add(item);
    }
}

/// <summary>A property of a <see cref="MapNode"/>: its name, where the name stands, and its value.</summary>
internal readonly record struct MapEntry(string Name, Place NamePlace, Node Value);

internal sealed class MapNode(Place place) : Node(place)
{
    private readonly List<MapEntry> _entries = [];
    private Dictionary<string, int>? _index;

    public List<MapEntry> Entries => _entries;

    /// <summary>An empty one at the place of another node: for what is made up of what stands there and elsewhere.</summary>
    public static MapNode At(Node other)
    {
        var node = new MapNode(other.Place);
        node.StandAt(other);
        return node;
    }

    public Node? this[string name] => TryGet(name, out MapEntry entry) ? entry.Value : null;

    /// <summary>Adds an entry, unless there is one of that name.</summary>
    public bool TryAdd(string name, Place namePlace, Node value)
    {
        if (TryGet(name, out _))
        {
            return false;
        }

        _index?.Add(name, _entries.Count);
        Adopt(value, _entries.Count);
        _entries.Add(new MapEntry(name, namePlace, value));
        return true;
    }

    /// <summary>Adds an entry; of a name that is there already, it is added to <paramref name="duplicates"/>.</summary>
    public void Add(string name, Place namePlace, Node value, List<DuplicateKey> duplicates)
    {
        if (!TryAdd(name, namePlace, value) && TryGet(name, out MapEntry first))
        {
            duplicates.Add(new DuplicateKey(this, name, namePlace, first.NamePlace));
        }
    }

    public bool TryGet(string name, out MapEntry entry)
    {
        // Most maps of a document have a handful of entries: an index costs more than it saves until there are some.
        if (_index is null && _entries.Count >= 8)
        {
            _index = new Dictionary<string, int>(StringComparer.Ordinal);
            for (int i = 0; i < _entries.Count; i++)
            {
                _index.Add(_entries[i].Name, i);
            }
        }

        if (_index is not null)
        {
            bool found = _index.TryGetValue(name, out int at);
            entry = found ? _entries[at] : default;
            return found;
        }

        foreach (MapEntry candidate in _entries)
        {
            if (string.Equals(candidate.Name, name, StringComparison.Ordinal))
            {
                entry = candidate;
                return true;
            }
        }

        entry = default;
        return false;
    }
}
