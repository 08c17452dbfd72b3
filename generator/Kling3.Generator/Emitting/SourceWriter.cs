using System.Text;

namespace Kling3.Generator.Emitting;

/// <summary>Writes C# with indentation: four spaces a level, <c>\n</c> on every machine.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _level;

    public void Line() => _text.Append('\n');

    /// <summary>Writes one or more lines (a raw string, say), each at the current indentation.</summary>
    public void Line(string text)
    {
        int start = 0;
        while (start <= text.Length)
        {
            int end = text.IndexOf('\n', start);
            if (end < 0)
            {
                end = text.Length;
            }

            int length = end - start;
            if (length > 0 && text[end - 1] == '\r')
            {
                length--;
            }

            if (length > 0)
            {
                _text.Append(' ', _level * 4).Append(text, start, length);
            }

            _text.Append('\n');
            start = end + 1;
        }
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

    /// <summary>Ends the innermost block.</summary>
    public void Close(string brace = "}")
    {
        _level--;
        Line(brace);
    }

    public void Indent() => _level++;

    public void Outdent() => _level--;

    public override string ToString() => _text.ToString();
}
