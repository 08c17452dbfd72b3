using System.Globalization;
using System.Text;

namespace Kling3.Generator.Reading;

/// <summary>
/// YAML as contracts are written: maps and lists by indentation or in braces, scalars plain, quoted or in blocks, comments. It gives the very
/// tree that <see cref="YamlTextParser"/> gives, in a fraction of the time and memory. What it does not know for certain, from an anchor to a
/// mistake, it leaves to the latter: its methods give null then, and nothing is reported here.
/// </summary>
internal sealed class PlainYamlParser
{
    // YAML ends a key at 1,024 characters; which of them count is left to the other parser.
    private const int LongestKey = 1000;

    private readonly string _text;
    private readonly CancellationToken _cancellationToken;
    private readonly YamlScalars _scalars = new();
    private readonly List<DuplicateKey> _duplicates = [];
    private readonly StringBuilder _builder = new();
    private int _at;
    private int _line;
    private int _lineStart;
    private int _depth;

    private PlainYamlParser(string text, CancellationToken cancellationToken)
    {
        _text = text;
        _cancellationToken = cancellationToken;
    }

    private int Column => _at - _lineStart;

    private bool IsAtEnd => _at >= _text.Length;

    private char Current => At(_at);

    private bool IsAtLineEnd => Current is '\n' or '\r' or '\0';

    private bool IsAtDash => Current == '-' && IsBlank(_at + 1);

    private Place Here => new(_line, Column, 0);

    /// <summary>The document; null where it has to be read by <see cref="YamlTextParser"/>.</summary>
    public static ParsedText? Parse(string text, CancellationToken cancellationToken) => new PlainYamlParser(text, cancellationToken).ParseDocument();

    private ParsedText? ParseDocument()
    {
        for (int i = 0; i < _text.Length; i++)
        {
            // Tabs, other line breaks, marks of byte order, and what is no text.
            char c = _text[i];
            if ((c < ' ' && c != '\n' && (c != '\r' || At(i + 1) != '\n')) || c is '\x7F' or '\x85' or '\u2028' or '\u2029' or '\uFEFF')
            {
                return null;
            }
        }

        if (!SkipToContent())
        {
            // Three dashes may begin a document.
            if (Current != '-')
            {
                return null;
            }

            _at += 3;
            if (!SkipRestOfLine() || !SkipToContent())
            {
                return null;
            }
        }

        return !IsAtEnd && ReadBlock(parent: -1) is MapNode root && SkipToContent() && IsAtEnd ? new ParsedText(root, _duplicates) : null;
    }

    private char At(int index) => index < _text.Length ? _text[index] : '\0';

    private bool IsBlank(int index) => At(index) is ' ' or '\n' or '\r' or '\0';

    private void SkipSpaces()
    {
        while (Current == ' ')
        {
            _at++;
        }
    }

    private void SkipToLineEnd()
    {
        while (!IsAtLineEnd)
        {
            _at++;
        }
    }

    private void SkipBreak()
    {
        _at += Current == '\r' && At(_at + 1) == '\n' ? 2 : 1;
        _line++;
        _lineStart = _at;
    }

    // From the end of a node to the end of its line, over a comment.
    private bool SkipRestOfLine()
    {
        int start = _at;
        SkipSpaces();
        if (Current == '#' && _at > start)
        {
            SkipToLineEnd();
        }

        return IsAtLineEnd;
    }

    // To the next node, over empty lines and comments. A line that ends or begins a document is left to the other parser.
    private bool SkipToContent()
    {
        while (true)
        {
            SkipSpaces();
            if (Current == '#' && (Column == 0 || At(_at - 1) == ' '))
            {
                SkipToLineEnd();
            }

            if (IsAtEnd)
            {
                return true;
            }

            if (!IsAtLineEnd)
            {
                return Column > 0 || !((Current is '-' or '.') && At(_at + 1) == Current && At(_at + 2) == Current && IsBlank(_at + 3));
            }

            SkipBreak();
        }
    }

    private bool Enter()
    {
        _cancellationToken.ThrowIfCancellationRequested();
        return ++_depth <= Limits.Depth;
    }

    private T? Leave<T>(T node)
        where T : Node
    {
        _depth--;
        return node.Weight <= Limits.Nodes ? node : null;
    }

    // A node that begins on a line of its own, or behind a dash. Leaves where the next line has something.
    private Node? ReadBlock(int parent)
    {
        if (IsAtDash)
        {
            return ReadList(Column, Here);
        }

        (int at, int line, int lineStart) = (_at, _line, _lineStart);
        bool isMap = ReadKey(isInFlow: false, out _, out _);
        (_at, _line, _lineStart) = (at, line, lineStart);
        return isMap ? ReadMap(Column) : ReadInLine(parent);
    }

    private MapNode? ReadMap(int column)
    {
        var map = new MapNode(Here);
        if (!Enter())
        {
            return null;
        }

        do
        {
            if (!ReadKey(isInFlow: false, out string name, out Place place) || ReadValue(column) is not { } value || !SkipToContent())
            {
                return null;
            }

            map.Add(name, place, value, _duplicates);
        }
        while (!IsAtEnd && Column == column);

        return IsAtEnd || Column < column ? Leave(map) : null;
    }

    private ListNode? ReadList(int column, Place place)
    {
        var list = new ListNode(place);
        if (!Enter())
        {
            return null;
        }

        do
        {
            _at++;
            Place end = Here;
            if (SkipRestOfLine() && !SkipToContent())
            {
                return null;
            }

            Node? item = !IsAtEnd && Column > column ? ReadBlock(column) : new ScalarNode(end, ScalarKind.Null, "null");
            if (item is null || !SkipToContent())
            {
                return null;
            }

            list.Add(item);
        }
        while (!IsAtEnd && Column == column && IsAtDash);

        return IsAtEnd || Column <= column ? Leave(list) : null;
    }

    // What stands behind the colon of a key.
    private Node? ReadValue(int column)
    {
        Place end = Here;
        if (!SkipRestOfLine())
        {
            return IsAtDash ? null : ReadInLine(column);
        }

        if (!SkipToContent())
        {
            return null;
        }

        if (!IsAtEnd && Column > column)
        {
            return ReadBlock(column);
        }

        return !IsAtEnd && Column == column && IsAtDash ? ReadList(column, Here with { Length = 1 }) : new ScalarNode(end, ScalarKind.Null, "null");
    }

    // A scalar, or a collection in braces or brackets, up to the end of its last line.
    private Node? ReadInLine(int parent)
    {
        switch (Current)
        {
            case '|' or '>':
                return ReadBlockScalar(parent);
            case '{' or '[' or '"' or '\'':
                return ReadFlow(parent) is { } node && SkipRestOfLine() ? node : null;
            default:
                return ReadPlain(parent) is { } scalar && SkipRestOfLine() ? scalar : null;
        }
    }

    // A key with its colon, all on one line.
    private bool ReadKey(bool isInFlow, out string name, out Place place)
    {
        (name, place, int start) = ("", Here, _at);
        bool isQuoted = Current is '"' or '\'';
        if (isQuoted)
        {
            if (ReadQuoted(int.MaxValue) is not { } quoted)
            {
                return false;
            }

            (name, place) = (quoted, place with { Length = _at - start });
            SkipSpaces();
        }
        else if (CanBeginPlain())
        {
            int end = PlainEnd(isInFlow);
            (name, place) = (_scalars.Shared(_text, start, end - start), place with { Length = end - start });
        }
        else
        {
            return false;
        }

        // In braces a value may stand right behind a quoted key, as in JSON. The key "<<" is YAML 1.1's merge key.
        return At(_at++) == ':' && (IsBlank(_at) || (isQuoted && isInFlow)) && _at - start < LongestKey && (isQuoted || name != "<<");
    }

    private bool CanBeginPlain() => Current switch
    {
        '-' or '?' => !IsBlank(_at + 1),
        ':' or ',' or '[' or ']' or '{' or '}' or '#' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`' or '\n' or '\r' or '\0' or ' ' => false,
        _ => true,
    };

    // Goes to where the part of a plain scalar on this line is over, and tells where its text ends.
    private int PlainEnd(bool isInFlow)
    {
        int end = _at;
        while (true)
        {
            char c = Current;
            if (c is '\n' or '\r' or '\0'
                || (c == '#' && _at > end)
                || (c == ':' && (IsBlank(_at + 1) || (isInFlow && At(_at + 1) is ',' or '[' or ']' or '{' or '}')))
                || (isInFlow && c is ',' or '[' or ']' or '{' or '}'))
            {
                return end;
            }

            _at++;
            if (c != ' ')
            {
                end = _at;
            }
        }
    }

    private ScalarNode? ReadPlain(int parent)
    {
        if (!CanBeginPlain())
        {
            return null;
        }

        (int line, int column, int start) = (_line, Column, _at);
        int end = PlainEnd(isInFlow: false);
        if (Current == ':')
        {
            return null;
        }

        if (!IsContinued(parent))
        {
            _at = end;
            return YamlScalars.Plain(new Place(line, column, end - start), _scalars.Shared(_text, start, end - start));
        }

        _ = _builder.Clear().Append(_text, start, end - start);
        do
        {
            Fold();
            start = _at;
            end = PlainEnd(isInFlow: false);
            if (Current == ':')
            {
                return null;
            }

            _ = _builder.Append(_text, start, end - start);
        }
        while (IsContinued(parent));

        _at = end;
        return YamlScalars.Plain(new Place(line, column, 0), _builder.ToString());
    }

    // Whether the next line that is not empty belongs to the plain scalar of this one.
    private bool IsContinued(int parent)
    {
        if (Current is not ('\n' or '\r'))
        {
            return false;
        }

        int lineStart = _at;
        for (int i = _at; i < _text.Length; i++)
        {
            char c = _text[i];
            if (c is '\n' or '\r')
            {
                lineStart = i + 1;
            }
            else if (c != ' ')
            {
                return c != '#' && i - lineStart > parent;
            }
        }

        return false;
    }

    // Over line breaks to the next text: one is a space, of more the first is none.
    private void Fold()
    {
        int breaks = 0;
        while (IsAtLineEnd && !IsAtEnd)
        {
            SkipBreak();
            SkipSpaces();
            breaks++;
        }

        _ = breaks == 1 ? _builder.Append(' ') : _builder.Append('\n', breaks - 1);
    }

    // The text of a quoted scalar, whose lines stand further in than the parent.
    private string? ReadQuoted(int parent)
    {
        char quote = Current;
        _at++;
        int start = _at;
        while (Current != quote)
        {
            if (Current is '\\' && quote == '"' || IsAtLineEnd)
            {
                return ReadLongQuoted(quote, start, parent);
            }

            _at++;
        }

        if (quote == '\'' && At(_at + 1) == quote)
        {
            return ReadLongQuoted(quote, start, parent);
        }

        _at++;
        return _scalars.Shared(_text, start, _at - 1 - start);
    }

    // One with escapes or line breaks.
    private string? ReadLongQuoted(char quote, int start, int parent)
    {
        _ = _builder.Clear().Append(_text, start, _at - start);
        while (true)
        {
            char c = Current;
            if (c == '\0')
            {
                return null;
            }

            if (c is '\n' or '\r')
            {
                TrimSpaces(start);
                Fold();
                if (Column <= parent)
                {
                    return null;
                }

                start = _at;
                continue;
            }

            _at++;
            if (c == quote)
            {
                if (quote == '"' || Current != quote)
                {
                    return _builder.ToString();
                }

                _at++;
                _ = _builder.Append(quote);
            }
            else if (c == '\\' && quote == '"')
            {
                if (!ReadEscape(parent))
                {
                    return null;
                }

                start = _at;
            }
            else
            {
                _ = _builder.Append(c);
            }
        }
    }

    // Spaces at the end of a line are no text, unless they were escaped.
    private void TrimSpaces(int start)
    {
        for (int i = _at; i > start && _text[i - 1] == ' '; i--)
        {
            _builder.Length--;
        }
    }

    private bool ReadEscape(int parent)
    {
        char c = Current;
        _at++;
        switch (c)
        {
            case 'n':
                _ = _builder.Append('\n');
                return true;
            case 'r':
                _ = _builder.Append('\r');
                return true;
            case 't':
                _ = _builder.Append('\t');
                return true;
            case '"' or '\\' or '/' or ' ':
                _ = _builder.Append(c);
                return true;
            case 'x':
                return ReadHex(2);
            case 'u':
                return ReadHex(4);
            case 'U':
                return ReadHex(8);
            case '\n' or '\r':
                _at--;
                SkipBreak();
                SkipSpaces();
                return !IsAtLineEnd && Column > parent;
            default:
                return false;
        }
    }

    private bool ReadHex(int digits)
    {
        if (_at + digits > _text.Length
            || !uint.TryParse(_text.Substring(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value)
            || value is > 0x10FFFF or (>= 0xD800 and <= 0xDFFF))
        {
            return false;
        }

        _at += digits;
        _ = _builder.Append(char.ConvertFromUtf32((int)value));
        return true;
    }

    private ScalarNode? ReadBlockScalar(int parent)
    {
        Place place = Here;
        bool isLiteral = Current == '|';
        _at++;
        char chomping = Current is '+' or '-' ? Current : ' ';
        _at += chomping == ' ' ? 0 : 1;
        SkipSpaces();
        if (Current is not ('\n' or '\r'))
        {
            return null;
        }

        SkipBreak();
        _ = _builder.Clear();
        int breaks = SkipEmptyLines(int.MaxValue, out int deepest);
        int indent = Column;
        if (indent <= parent || indent < deepest || IsAtEnd)
        {
            return null;
        }

        bool wasBreak = false;
        bool wasBlank = false;
        while (Column == indent && !IsAtEnd)
        {
            bool isBlank = Current == ' ';
            if (wasBreak && (isLiteral || wasBlank || isBlank))
            {
                _ = _builder.Append('\n');
            }
            else if (wasBreak && breaks == 0)
            {
                _ = _builder.Append(' ');
            }

            _ = _builder.Append('\n', breaks);
            wasBlank = isBlank;
            int start = _at;
            SkipToLineEnd();
            _ = _builder.Append(_text, start, _at - start);
            wasBreak = !IsAtEnd;
            if (wasBreak)
            {
                SkipBreak();
            }

            breaks = SkipEmptyLines(indent, out _);
        }

        if (chomping != '-' && wasBreak)
        {
            _ = _builder.Append('\n');
        }

        if (chomping == '+')
        {
            _ = _builder.Append('\n', breaks);
        }

        return new ScalarNode(place, ScalarKind.Text, _scalars.Shared(_builder.ToString()));
    }

    // Lines with nothing but spaces, up to the text of a block scalar; those with more spaces than it are text of it.
    private int SkipEmptyLines(int indent, out int deepest)
    {
        int breaks = 0;
        deepest = 0;
        while (true)
        {
            while (Current == ' ' && Column < indent)
            {
                _at++;
            }

            if (Current is not ('\n' or '\r'))
            {
                return breaks;
            }

            deepest = Math.Max(deepest, Column);
            SkipBreak();
            breaks++;
        }
    }

    // A node in braces or brackets, or one of them, or a quoted scalar.
    private Node? ReadFlow(int parent)
    {
        switch (Current)
        {
            case '{':
                return ReadFlowMap(parent);
            case '[':
                return ReadFlowList(parent);
            case '"' or '\'':
                (Place place, int start) = (Here, _at);
                return ReadQuoted(parent) is { } text
                    ? new ScalarNode(place with { Length = _line == place.Line ? _at - start : 0 }, ScalarKind.Text, text)
                    : null;
            default:
                return ReadFlowPlain();
        }
    }

    private ScalarNode? ReadFlowPlain()
    {
        if (!CanBeginPlain())
        {
            return null;
        }

        (Place place, int start) = (Here, _at);
        int end = PlainEnd(isInFlow: true);
        return YamlScalars.Plain(place with { Length = end - start }, _scalars.Shared(_text, start, end - start));
    }

    private MapNode? ReadFlowMap(int parent)
    {
        var map = new MapNode(Here);
        if (!Enter())
        {
            return null;
        }

        do
        {
            _at++;
            if (!SkipInFlow(parent))
            {
                return null;
            }

            if (Current == '}')
            {
                break;
            }

            if (!ReadKey(isInFlow: true, out string name, out Place place) || !SkipInFlow(parent) || ReadFlow(parent) is not { } value || !SkipInFlow(parent))
            {
                return null;
            }

            map.Add(name, place, value, _duplicates);
        }
        while (Current == ',');

        return Current == '}' ? Close(map) : null;
    }

    private ListNode? ReadFlowList(int parent)
    {
        var list = new ListNode(Here);
        if (!Enter())
        {
            return null;
        }

        do
        {
            _at++;
            if (!SkipInFlow(parent))
            {
                return null;
            }

            if (Current == ']')
            {
                break;
            }

            if (ReadFlow(parent) is not { } item || !SkipInFlow(parent))
            {
                return null;
            }

            list.Add(item);
        }
        while (Current == ',');

        return Current == ']' ? Close(list) : null;
    }

    private T? Close<T>(T node)
        where T : Node
    {
        _at++;
        return Leave(node);
    }

    // Over spaces, line breaks and comments between the parts of a collection.
    private bool SkipInFlow(int parent) => SkipToContent() && !IsAtEnd && Column > parent;
}
