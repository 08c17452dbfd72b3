using System.Globalization;
using System.Text;

namespace Kling3.Generator.Reading;

/// <summary>
/// RFC 8259 text to nodes with their places. Our own because YamlDotNet accepts what is no JSON (<c>{"a":1 "b":2}</c>) and the JSON
/// readers at hand either lose places or accept comments, single quotes and trailing commas.
/// </summary>
internal sealed class JsonTextParser
{
    private readonly string _text;
    private readonly CancellationToken _cancellationToken;
    private readonly List<DuplicateKey> _duplicates = [];
    private int _at;
    private int _line;
    private int _lineStart;
    private int _depth;
    private int _nodes;

    private JsonTextParser(string text, CancellationToken cancellationToken)
    {
        _text = text;
        _cancellationToken = cancellationToken;
    }

    public static ParsedText Parse(string text, CancellationToken cancellationToken)
    {
        var parser = new JsonTextParser(text, cancellationToken);
        parser.SkipWhiteSpace();
        if (parser._at == text.Length)
        {
            return new ParsedText(null, []);
        }

        Node root = parser.ReadValue();
        parser.SkipWhiteSpace();
        if (parser._at < text.Length)
        {
            throw parser.Error("expected the end of the document");
        }

        return new ParsedText(root, parser._duplicates);
    }

    private SyntaxException Error(string message) => new(new Place(_line, _at - _lineStart, _at < _text.Length ? 1 : 0), message);

    private void SkipWhiteSpace()
    {
        while (_at < _text.Length)
        {
            switch (_text[_at])
            {
                case '\n':
                    _at++;
                    _line++;
                    _lineStart = _at;
                    break;
                case ' ' or '\t' or '\r':
                    _at++;
                    break;
                default:
                    return;
            }
        }
    }

    private Node ReadValue()
    {
        if ((++_nodes & 0xFFF) == 0)
        {
            _cancellationToken.ThrowIfCancellationRequested();
        }

        if (_at == _text.Length)
        {
            throw Error("expected a value, found the end of the document");
        }

        switch (_text[_at])
        {
            case '{':
                return ReadMap();
            case '[':
                return ReadList();
            case '"':
                int line = _line;
                int column = _at - _lineStart;
                int start = _at;
                string text = ReadText();
                return new ScalarNode(new Place(line, column, _at - start), ScalarKind.Text, text);
            case 't':
                return ReadWord("true", ScalarKind.Boolean);
            case 'f':
                return ReadWord("false", ScalarKind.Boolean);
            case 'n':
                return ReadWord("null", ScalarKind.Null);
            case '-' or (>= '0' and <= '9'):
                return ReadNumber();
            default:
                throw Error("expected a value");
        }
    }

    private void Enter()
    {
        if (++_depth > Limits.Depth)
        {
            throw Error($"nested deeper than {Limits.Depth} levels");
        }

        _at++;
        SkipWhiteSpace();
    }

    private MapNode ReadMap()
    {
        var map = new MapNode(new Place(_line, _at - _lineStart, 1));
        Enter();
        if (!TryTake('}'))
        {
            do
            {
                SkipWhiteSpace();
                if (_at == _text.Length || _text[_at] != '"')
                {
                    throw Error("expected a property name in double quotes");
                }

                int start = _at;
                var place = new Place(_line, _at - _lineStart, 0);
                string name = ReadText();
                place = place with { Length = _at - start };
                SkipWhiteSpace();
                if (!TryTake(':'))
                {
                    throw Error("expected ':' after a property name");
                }

                SkipWhiteSpace();
                Node value = ReadValue();
                map.Add(name, place, value, _duplicates);

                SkipWhiteSpace();
            }
            while (TryTake(','));

            if (!TryTake('}'))
            {
                throw Error("expected ',' or '}' in an object");
            }
        }

        _depth--;
        return map;
    }

    private ListNode ReadList()
    {
        var list = new ListNode(new Place(_line, _at - _lineStart, 1));
        Enter();
        if (!TryTake(']'))
        {
            do
            {
                SkipWhiteSpace();
                list.Add(ReadValue());
                SkipWhiteSpace();
            }
            while (TryTake(','));

            if (!TryTake(']'))
            {
                throw Error("expected ',' or ']' in an array");
            }
        }

        _depth--;
        return list;
    }

    private bool TryTake(char c)
    {
        if (_at < _text.Length && _text[_at] == c)
        {
            _at++;
            return true;
        }

        return false;
    }

    private ScalarNode ReadWord(string word, ScalarKind kind)
    {
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0)
        {
            throw Error("expected a value");
        }

        var node = new ScalarNode(new Place(_line, _at - _lineStart, word.Length), kind, word);
        _at += word.Length;
        return node;
    }

    private ScalarNode ReadNumber()
    {
        int start = _at;
        _ = TryTake('-');
        if (!TryTake('0'))
        {
            Digits();
        }

        if (TryTake('.'))
        {
            Digits();
        }

        if (_at < _text.Length && _text[_at] is 'e' or 'E')
        {
            _at++;
            if (!TryTake('+'))
            {
                _ = TryTake('-');
            }

            Digits();
        }

        return new ScalarNode(new Place(_line, start - _lineStart, _at - start), ScalarKind.Number, _text.Substring(start, _at - start));
    }

    private void Digits()
    {
        int start = _at;
        while (_at < _text.Length && _text[_at] is >= '0' and <= '9')
        {
            _at++;
        }

        if (_at == start)
        {
            throw Error("expected a digit");
        }
    }

    private string ReadText()
    {
        int start = ++_at;
        while (_at < _text.Length && _text[_at] is not '"' and not '\\' and >= ' ')
        {
            _at++;
        }

        if (_at < _text.Length && _text[_at] == '"')
        {
            return _text.Substring(start, _at++ - start);
        }

        var value = new StringBuilder().Append(_text, start, _at - start);
        while (true)
        {
            if (_at == _text.Length)
            {
                throw Error("a text is not closed");
            }

            char c = _text[_at];
            switch (c)
            {
                case '"':
                    _at++;
                    return value.ToString();
                case '\\':
                    value.Append(ReadEscape());
                    break;
                case < ' ':
                    throw Error("a control character in a text must be escaped");
                default:
                    value.Append(c);
                    _at++;
                    break;
            }
        }
    }

    private char ReadEscape()
    {
        char c = _at + 1 < _text.Length ? _text[_at + 1] : '\0';
        switch (c)
        {
            case '"' or '\\' or '/':
                break;
            case 'b':
                c = '\b';
                break;
            case 'f':
                c = '\f';
                break;
            case 'n':
                c = '\n';
                break;
            case 'r':
                c = '\r';
                break;
            case 't':
                c = '\t';
                break;
            case 'u' when _at + 6 <= _text.Length
                && ushort.TryParse(_text.Substring(_at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code):
                _at += 6;
                return (char)code;
            default:
                throw Error("an escape that JSON does not have");
        }

        _at += 2;
        return c;
    }
}
