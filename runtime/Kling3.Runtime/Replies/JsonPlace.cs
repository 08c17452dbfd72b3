using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kling3.Runtime.Replies;

/// <summary>Finds the path to a byte of a document. Only looked for when something is wrong there.</summary>
internal static class JsonPlace
{
    private const int LongestName = 64;

    /// <summary>The path, e.g. <c>$.data.response[3]</c>, of the token that begins at or last before a position. Holds property names only, each cleaned and cut to 64 characters.</summary>
    public static string PathTo(ReadOnlySpan<byte> body, long position, ErrorText text)
    {
        var frames = new List<Frame>();
        var reader = new Utf8JsonReader(body);
        try
        {
            while (reader.Read())
            {
                bool ends = reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
                if (!ends && reader.TokenType is not JsonTokenType.PropertyName && frames.Count > 0 && frames[^1].IsArray)
                {
                    frames[^1] = frames[^1] with { Index = frames[^1].Index + 1 };
                }

                if (reader.TokenType is JsonTokenType.PropertyName)
                {
                    frames[^1] = frames[^1] with { Name = reader.GetString() };
                }

                if (ends)
                {
                    // What is wrong at the end of an object is wrong with the object.
                    frames.RemoveAt(frames.Count - 1);
                }

                if (reader.TokenStartIndex >= position)
                {
                    break;
                }

                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    frames.Add(new Frame(reader.TokenType is JsonTokenType.StartArray, -1, null));
                }
                else if (frames.Count > 0 && !frames[^1].IsArray && reader.TokenType is not JsonTokenType.PropertyName)
                {
                    frames[^1] = frames[^1] with { Name = null };
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The document breaks off here: the path so far is the place.
            return Text(frames, text);
        }

        return Text(frames, text);
    }

    private static string Text(List<Frame> frames, ErrorText text)
    {
        var path = new StringBuilder("$");
        foreach (Frame frame in frames)
        {
            if (frame.IsArray && frame.Index >= 0)
            {
                path.Append(CultureInfo.InvariantCulture, $"[{frame.Index}]");
            }
            else if (frame.Name is { } written)
            {
                // One by one, so that a long name does not hide those below it.
                string name = text.Clean(written, LongestName);
                path.Append(name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_') ? $".{name}" : $"['{name}']");
            }
        }

        return path.ToString();
    }

    private readonly record struct Frame(bool IsArray, int Index, string? Name);
}
