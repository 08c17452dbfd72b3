using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Kling3.Generator.Emitting;

/// <summary>Writes C# with indentation: four spaces a level, <c>\n</c> on every machine.</summary>
internal sealed class SourceWriter
{
    // Without a byte order mark: what EmitCompilerGeneratedFiles writes is to be read in a review.
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    // A longer string is a large object, which calls for a collection of all generations; what comes by a reader, the compiler keeps in pieces from this length on.
    private const int LongestString = 40 * 1024;

    // From a pool: a document has thousands of files, and most fit into this.
    private char[] _text = ArrayPool<char>.Shared.Rent(16 * 1024);
    private int _length;
    private int _level;
    private bool _isInLine;

    /// <summary>Ends the line.</summary>
    public void Line()
    {
        Reserve(1);
        _text[_length++] = '\n';
        _isInLine = false;
    }

    /// <summary>Writes one or more lines (a raw string, say), each at the current indentation.</summary>
    public void Line(string text)
    {
        Append(text);
        Line();
    }

    /// <summary>The same; the parts of an interpolated string are written as they come, and never joined to a string of their own.</summary>
    public void Line([InterpolatedStringHandlerArgument("")] Interpolated text) => Line();

    /// <summary>Writes a part of a line.</summary>
    public void Text(string text) => Append(text);

    /// <summary>The same; the parts are written as they come.</summary>
    public void Text([InterpolatedStringHandlerArgument("")] Interpolated text)
    {
    }

    /// <summary>Writes the line, if any, and an opening brace, and indents.</summary>
    public void Open(string? line = null)
    {
        if (line is not null)
        {
            Line(line);
        }

        Line("{");
        _level++;
    }

    /// <summary>Writes the line and an opening brace, and indents.</summary>
    public void Open([InterpolatedStringHandlerArgument("")] Interpolated line)
    {
        Line();
        Open();
    }

    /// <summary>Ends the innermost block, without the empty line that its last part may have left.</summary>
    public void Close(string brace = "}")
    {
        if (_length > 1 && _text[_length - 1] == '\n' && _text[_length - 2] == '\n')
        {
            _length--;
        }

        _level--;
        Line(brace);
    }

    public void Indent() => _level++;

    public void Outdent() => _level--;

    /// <summary>All that was written. The writer is not used after it.</summary>
    public SourceText Finish()
    {
        SourceText text = _length < LongestString ? SourceText.From(new string(_text, 0, _length), s_utf8) : InPieces();
        ArrayPool<char>.Shared.Return(_text);
        _text = [];
        _length = 0;
        return text;
    }

    private SourceText InPieces()
    {
        using var reader = new CharsReader(_text, _length);
        return SourceText.From(reader, _length, s_utf8);
    }

    // The indentation goes before a line's first character, so that an empty line has none.
    private void Append(string text)
    {
        int start = 0;
        while (start < text.Length)
        {
            int newLine = text.IndexOf('\n', start);
            int end = newLine < 0 ? text.Length : newLine;

            // The generator's own sources may have been checked out with \r\n.
            int length = end - start - (end > start && text[end - 1] == '\r' ? 1 : 0);
            if (length > 0)
            {
                int indentation = _isInLine ? 0 : _level * 4;
                Reserve(indentation + length);
                _text.AsSpan(_length, indentation).Fill(' ');
                _length += indentation;
                text.CopyTo(start, _text, _length, length);
                _length += length;
                _isInLine = true;
            }

            if (newLine >= 0)
            {
                Line();
            }

            start = end + 1;
        }
    }

    private void Reserve(int more)
    {
        if (_length + more > _text.Length)
        {
            char[] larger = ArrayPool<char>.Shared.Rent(Math.Max(2 * _text.Length, _length + more));
            Array.Copy(_text, larger, _length);
            ArrayPool<char>.Shared.Return(_text);
            _text = larger;
        }
    }

    /// <summary>What the compiler makes of an interpolated string that is handed to a writer.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Interpolated
    {
        private readonly SourceWriter _writer;

        public Interpolated(int literalLength, int formattedCount, SourceWriter writer) => _writer = writer;

        public void AppendLiteral(string text) => _writer.Append(text);

        public void AppendFormatted(string? text) => _writer.Append(text ?? "");

        public void AppendFormatted<TEnum>(TEnum name)
            where TEnum : struct, Enum => _writer.Append(name.ToString());
    }
}
