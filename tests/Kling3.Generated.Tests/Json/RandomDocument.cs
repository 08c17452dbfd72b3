using System.Globalization;
using System.Text;

namespace Kling3.Generated.Tests.Json;

/// <summary>Documents that are nearly what a schema says: mostly right, then damaged in the ways that documents are.</summary>
internal sealed class RandomDocument(Random random)
{
    private static readonly string[] s_texts =
    [
        "", "a", "IN_PROGRESS", "SUCCESS", "FAILED", "16:9", "n70abc123kling3", "https://example.com/a.mp4?x=1&y=2", "2025-12-05 13:05:09", "日本語のプロンプト", "\U0001F3AC",
        "quote \" backslash \\ slash /", "tab\tline\n", "<b>&'+", "\u0000", "\u007f\u0080\u2028", "[\"u\",\"v\"]", "{\"resultUrls\":[\"u\"]}", "[broken", "\"[\\\"u\\\"]\"", "240", "null",
    ];

    private static readonly string[] s_numbers =
    [
        "0", "1", "5", "240", "-7", "240.0", "0.5", "2.4e2", "24000E-2", "1e400", "-1e-400", "2147483647", "2147483648", "-2147483648", "9223372036854775807", "1.7976931348623157e308",
        "123456789012345", "1234567890123456789012345678901234567890", "0.1", "-0", "3.0000000000000004", "1e5", "999999999.5", "0.30000000000000004", "00012", "01", ".5", "5.", "+5", "1e", "-", "0x10", "NaN",
    ];

    /// <summary>An object with some of the members, each with a value of its kind more often than not.</summary>
    public byte[] Next(IReadOnlyList<(string Name, char Kind)> members)
    {
        var text = new StringBuilder();
        Space(text);
        Object(text, members);
        Space(text);
        byte[] document = Encoding.UTF8.GetBytes(text.ToString());
        for (int damage = random.Next(8); damage > 5; damage--)
        {
            document = Damage(document);
        }

        return document;
    }

    private void Object(StringBuilder text, IReadOnlyList<(string Name, char Kind)> members)
    {
        (string Name, char Kind)[] chosen = [.. members.Where(_ => random.Next(8) != 0)];
        random.Shuffle(chosen);
        if (random.Next(6) == 0 && chosen.Length > 0)
        {
            // A duplicate.
            chosen = [.. chosen, chosen[random.Next(chosen.Length)]];
        }

        text.Append('{');
        bool isFirst = true;
        foreach ((string name, char kind) in chosen)
        {
            Separate(text, ref isFirst);
            Text(text, name, escape: random.Next(10) == 0);
            Space(text);
            text.Append(':');
            Space(text);
            Value(text, random.Next(12) == 0 ? "tnbsxaol"[random.Next(8)] : kind, 0);
        }

        for (int unknown = random.Next(4); unknown > 1; unknown--)
        {
            Separate(text, ref isFirst);
            Text(text, "unknown" + random.Next(3).ToString(CultureInfo.InvariantCulture), escape: random.Next(4) == 0);
            text.Append(':');
            Value(text, 'x', 0);
        }

        Space(text);
        text.Append('}');
    }

    /// <param name="text">Where to.</param>
    /// <param name="kind">s text, n integer, d number, b boolean, a list of texts, o object, l null, t one text of a few, T a discriminator, x anything.</param>
    /// <param name="depth">How deep it is.</param>
    private void Value(StringBuilder text, char kind, int depth)
    {
        switch (kind)
        {
            case 'T':
                Text(text, random.Next(6) == 0 ? "pro-unheard-of" : "o3-pro-reference-to-video", escape: random.Next(5) == 0);
                break;
            case 's' or 't':
                Text(text, Pick(s_texts), escape: random.Next(5) == 0);
                break;
            case 'n' or 'd':
                text.Append(random.Next(4) == 0 ? Pick(s_numbers) : kind == 'd' ? (random.NextDouble() * 100).ToString(CultureInfo.InvariantCulture) : random.Next(1000).ToString(CultureInfo.InvariantCulture));
                break;
            case 'b':
                text.Append(random.Next(2) == 0 ? "true" : "false");
                break;
            case 'l':
                text.Append("null");
                break;
            case 'a':
                text.Append('[');
                bool isFirst = true;
                for (int i = random.Next(4); i > 0; i--)
                {
                    Separate(text, ref isFirst);
                    Value(text, random.Next(10) == 0 ? 'x' : 's', depth + 1);
                }

                Space(text);
                text.Append(']');
                break;
            case 'o':
                text.Append('{');
                bool isFirstMember = true;
                for (int i = random.Next(3); i > 0; i--)
                {
                    Separate(text, ref isFirstMember);
                    Text(text, Pick(s_texts), escape: false);
                    text.Append(':');
                    Value(text, "snbxal"[random.Next(6)], depth + 1);
                }

                text.Append('}');
                break;
            default:
                if (random.Next(200) == 0)
                {
                    // Around the depth that readers stop at.
                    int nested = random.Next(58, 68);
                    text.Append('[', nested).Append(']', nested);
                }
                else
                {
                    Value(text, depth > 3 ? 'l' : "sndbaol"[random.Next(7)], depth + 1);
                }

                break;
        }
    }

    private void Text(StringBuilder text, string value, bool escape)
    {
        text.Append('"');
        foreach (char c in value)
        {
            if (c is '"' or '\\')
            {
                text.Append('\\').Append(c);
            }
            else if (c < ' ' || (escape && random.Next(3) == 0))
            {
                text.Append("\\u").Append(((int)c).ToString(random.Next(2) == 0 ? "x4" : "X4", CultureInfo.InvariantCulture));
            }
            else
            {
                text.Append(c);
            }
        }

        text.Append('"');
    }

    private void Separate(StringBuilder text, ref bool isFirst)
    {
        if (!isFirst)
        {
            text.Append(',');
        }

        isFirst = false;
        Space(text);
    }

    private void Space(StringBuilder text)
    {
        if (random.Next(8) == 0)
        {
            text.Append(" \t\r\n"[random.Next(4)]);
        }
    }

    private byte[] Damage(byte[] document)
    {
        if (document.Length == 0)
        {
            return document;
        }

        int at = random.Next(document.Length);
        switch (random.Next(8))
        {
            case 0:
                document[at] ^= (byte)(1 << random.Next(8));
                return document;
            case 1:
                return document[..at];
            case 2:
                return document[at..];
            case 3:
                return [.. document[..at], (byte)random.Next(256), .. document[at..]];
            case 4:
                // Bytes that are no UTF-8: a lone continuation, an overlong form, half a surrogate pair.
                byte[][] invalid = [[0x80], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xFF], [0xF4, 0x90, 0x80, 0x80]];
                return [.. document[..at], .. invalid[random.Next(invalid.Length)], .. document[at..]];
            case 5:
                byte[][] escapes = ["\\ud800"u8.ToArray(), "\\u12"u8.ToArray(), "\\x"u8.ToArray(), "\\/"u8.ToArray(), "\\udc00\\ud800"u8.ToArray()];
                return [.. document[..at], .. escapes[random.Next(escapes.Length)], .. document[at..]];
            case 6:
                return [0xEF, 0xBB, 0xBF, .. document];
            default:
                byte[][] pieces = [","u8.ToArray(), "{"u8.ToArray(), "]"u8.ToArray(), "null"u8.ToArray(), "/*c*/"u8.ToArray(), "\""u8.ToArray(), " 1"u8.ToArray()];
                return [.. document[..at], .. pieces[random.Next(pieces.Length)], .. document[at..]];
        }
    }

    private string Pick(string[] from) => from[random.Next(from.Length)];
}
