using System.Globalization;
using System.Text;
using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>A value of the document as compact JSON.</summary>
internal static class JsonText
{
    public static string Of(Node node)
    {
        var text = new StringBuilder();
        Append(text, node);
        return text.ToString();
    }

    public static void Append(StringBuilder text, Node node)
    {
        // Of aliases, a document of kilobytes has a value of gigabytes.
        if (text.Length > Limits.Emitted)
        {
            throw new TooLargeException(node);
        }

        switch (node)
        {
            case ScalarNode { Kind: ScalarKind.Text } scalar:
                AppendText(text, scalar.Text);
                break;
            case ScalarNode scalar:
                text.Append(scalar.Text);
                break;
            case ListNode list:
                text.Append('[');
                for (int i = 0; i < list.Items.Count; i++)
                {
                    text.Append(i == 0 ? "" : ",");
                    Append(text, list.Items[i]);
                }

                text.Append(']');
                break;
            case MapNode map:
                text.Append('{');
                for (int i = 0; i < map.Entries.Count; i++)
                {
                    text.Append(i == 0 ? "" : ",");
                    AppendText(text, map.Entries[i].Name);
                    text.Append(':');
                    Append(text, map.Entries[i].Value);
                }

                text.Append('}');
                break;
        }
    }

    public static void AppendText(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (char c in value)
        {
            if (c is '"' or '\\')
            {
                text.Append('\\').Append(c);
            }
            else if (c < ' ' || char.IsSurrogate(c))
            {
                text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            }
            else
            {
                text.Append(c);
            }
        }

        text.Append('"');
    }
}
