using System.Text;

namespace Kling3.Generator.Emitting;

/// <summary>
/// Documentation comments. A comment ends with its line, so every kind of newline that C# knows begins a new <c>///</c>; what XML cannot
/// hold, and the characters that reorder text, are left out.
/// </summary>
internal static class XmlDoc
{
    private static readonly char[] s_markup = ['&', '<', '>'];

    private static readonly char[] s_newLines = ['\n', '\r', '\u0085', '\u2028', '\u2029'];

    /// <summary>The document's words, where it has any.</summary>
    public static void Summary(SourceWriter writer, string? text)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            Element(writer, "summary", text!);
        }
    }

    public static void Summary(SourceWriter writer, string? text, string otherwise) => Element(writer, "summary", string.IsNullOrWhiteSpace(text) ? otherwise : text!);

    public static void Element(SourceWriter writer, string element, string text)
    {
        int space = element.IndexOf(' ');
        string name = space < 0 ? element : element.Substring(0, space);
        if (text.IndexOfAny(s_newLines) < 0)
        {
            writer.Line($"/// <{element}>{WithCode(Escape(text.Trim()))}</{name}>");
            return;
        }

        List<string> lines = Lines(text);
        if (lines.Count == 1)
        {
            writer.Line($"/// <{element}>{lines[0]}</{name}>");
            return;
        }

        writer.Line($"/// <{element}>");
        foreach (string line in lines)
        {
            writer.Line($"///{(line.Length == 0 ? "" : " ")}{line}");
        }

        writer.Line($"/// </{name}>");
    }

    public static void Parameter(SourceWriter writer, string name, string text) => Element(writer, $"param name=\"{name.TrimStart('@')}\"", text);

    private static List<string> Lines(string text)
    {
        string[] raw = text.Replace("\r\n", "\n").Replace('\r', '\n').Trim().Split(s_newLines);
        var lines = new List<string>();
        foreach (string line in raw)
        {
            string escaped = WithCode(Escape(line.TrimEnd()));

            // A run of blank lines says no more than one.
            if (escaped.Length > 0 || (lines.Count > 0 && lines[lines.Count - 1].Length > 0))
            {
                lines.Add(escaped);
            }
        }

        if (lines.Count == 0)
        {
            lines.Add("");
        }

        return lines;
    }

    // Descriptions are CommonMark, where code stands between backticks.
    private static string WithCode(string line)
    {
        if (line.IndexOf('`') < 0)
        {
            return line;
        }

        string[] parts = line.Split('`');
        if (parts.Length < 3 || parts.Length % 2 == 0 || (parts.Length > 3 && Array.Exists(parts, part => part.Length == 0)))
        {
            return line;
        }

        var text = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.Length; i += 2)
        {
            text.Append("<c>").Append(parts[i]).Append("</c>").Append(parts[i + 1]);
        }

        return text.ToString();
    }

    private static string Escape(string line)
    {
        if (Literal.IsPlain(line, s_markup))
        {
            return line;
        }

        var text = new StringBuilder(line.Length);
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            switch (c)
            {
                case '&':
                    text.Append("&amp;");
                    break;
                case '<':
                    text.Append("&lt;");
                    break;
                case '>':
                    text.Append("&gt;");
                    break;
                case '\t':
                    text.Append(' ');
                    break;
                case < ' ' or (>= '\u007F' and <= '\u009F') or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u206F') or '\uFEFF' or '\uFFFE' or '\uFFFF':
                    break;
                case >= '\uD800' and <= '\uDFFF':
                    if (char.IsHighSurrogate(c) && i + 1 < line.Length && char.IsLowSurrogate(line[i + 1]))
                    {
                        text.Append(c).Append(line[++i]);
                    }

                    break;
                default:
                    text.Append(c);
                    break;
            }
        }

        return text.ToString();
    }
}
