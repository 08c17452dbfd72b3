using System.Text;
using System.Text.Json;

namespace Kling3.Runtime.Replies;

/// <summary>The id in a reply that could not be read as a whole: one member of another form, or a body that broke off behind the id.</summary>
internal static class ReplyId
{
    public static string? Find(ReadOnlySpan<byte> body, IReadOnlyList<string>? path)
    {
        if (path is not { Count: > 0 })
        {
            return null;
        }

        // Not the final block: what was cut off may well have begun with the id.
        var reader = new Utf8JsonReader(body, isFinalBlock: false, default);
        try
        {
            return Find(ref reader, path);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Find(ref Utf8JsonReader reader, IReadOnlyList<string> path)
    {
        int matched = 0;
        while (reader.Read())
        {
            if (reader.TokenType is not JsonTokenType.PropertyName)
            {
                if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.StartArray)
                {
                    return null;
                }

                continue;
            }

            if (!reader.ValueTextEquals(path[matched]))
            {
                if (!reader.TrySkip())
                {
                    return null;
                }

                continue;
            }

            if (!reader.Read())
            {
                return null;
            }

            if (++matched == path.Count)
            {
                return reader.TokenType switch
                {
                    JsonTokenType.String => Text(reader.GetString()),
                    JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan),
                    _ => null,
                };
            }

            if (reader.TokenType is not JsonTokenType.StartObject)
            {
                return null;
            }
        }

        return null;
    }

    private static string? Text(string? id) => string.IsNullOrWhiteSpace(id) ? null : id;
}
