using System.Text;
using System.Text.Json;

namespace Kling3.Runtime.Replies;

/// <summary>
/// The id in a reply that is no success or could not be read as a whole: an error that came after the task was made, one member of another form, a body that
/// broke off behind the id.
/// </summary>
internal static class ReplyId
{
    /// <summary>Names that envelopes and errors give to an id of their own: that of the request, not of what it was to start.</summary>
    private static readonly string[] s_anothers = ["id", "uuid", "request_id", "requestId"];

    /// <summary>
    /// Looks at the documented place, and there without the envelope. A success is looked through for a member of that name; an error is not, as it may quote the
    /// request, and that may name another task.
    /// </summary>
    public static string? Find(ReadOnlySpan<byte> body, IReadOnlyList<string>? path, Verdict verdict)
    {
        if (path is not { Count: > 0 })
        {
            return null;
        }

        string name = path[^1];
        bool mayBeAnothers = s_anothers.Contains(name, StringComparer.Ordinal);
        int start = 0;
        if (mayBeAnothers && path.Count > 1)
        {
            // What stands before the payload is the envelope's own.
            FindAt(body, [path[0]], out start);
        }

        ReadOnlySpan<byte> payload = body[start..];
        if (verdict is Verdict.Unreadable)
        {
            return FindAt(body, path) ?? FindAt(payload, [name]) ?? FindNamed(payload, name, texts: 1)

                // Behind what some servers put before JSON: a guard against scripts, a function's name, an event's field.
                ?? (body.IndexOf((byte)'{') is > 0 and var json ? Find(body[json..], path, verdict) : null);
        }

        // Beside an error's code and words the id may be the error's: then a refusal is one, and another failure names what the document says it does.
        bool isErrorsOwn = mayBeAnothers && ErrorDetails.Of(body, null, [], 0) is not { Code: null, Message: null };
        bool isRefusal = verdict is Verdict.Refused or Verdict.RateLimited;
        return path.Count == 1 && isErrorsOwn && isRefusal ? null
            : FindAt(body, path) ?? (isErrorsOwn ? null : FindAt(payload, [name]));
    }

    private static string? FindAt(ReadOnlySpan<byte> body, IReadOnlyList<string> path) => FindAt(body, path, out _);

    /// <param name="body">The JSON.</param>
    /// <param name="path">The names that lead there.</param>
    /// <param name="start">Where the value begins, whatever it is; 0 where there is none.</param>
    private static string? FindAt(ReadOnlySpan<byte> body, IReadOnlyList<string> path, out int start)
    {
        start = 0;
        int matched = 0;
        Utf8JsonReader reader = Reader(body);
        try
        {
            while (reader.Read() && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.PropertyName)
            {
                if (reader.TokenType is JsonTokenType.StartObject)
                {
                    continue;
                }

                bool isNext = reader.ValueTextEquals(path[matched]);
                if (!reader.Read())
                {
                    return null;
                }

                if (isNext && matched == path.Count - 1)
                {
                    start = (int)reader.TokenStartIndex;
                    return Scalar(ref reader);
                }

                if (isNext && reader.TokenType is JsonTokenType.StartObject)
                {
                    matched++;
                }
                else if (!reader.TrySkip())
                {
                    return null;
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // It is no JSON from here on, or half a surrogate.
        }

        return null;
    }

    /// <param name="body">The JSON.</param>
    /// <param name="name">The member.</param>
    /// <param name="texts">How deep JSON in texts is looked into. A gateway wraps a reply once; what is nested further is made to cost time.</param>
    private static string? FindNamed(ReadOnlySpan<byte> body, string name, int texts)
    {
        Utf8JsonReader reader = Reader(body);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String)
                {
                    if (texts > 0 && reader.ValueSpan.Contains((byte)'{') && FindInText(ref reader, name, texts - 1) is { } inner)
                    {
                        return inner;
                    }
                }
                else if (reader.TokenType is JsonTokenType.PropertyName && reader.ValueTextEquals(name) && reader.Read() && Scalar(ref reader) is { } id)
                {
                    return id;
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // It is no JSON from here on, or half a surrogate.
        }

        return null;
    }

    private static string? FindInText(ref Utf8JsonReader reader, string name, int texts)
    {
        byte[] text = new byte[reader.ValueSpan.Length];
        try
        {
            return FindNamed(text.AsSpan(0, reader.CopyString(text)), name, texts);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate: this text is none, but others may be.
            return null;
        }
    }

    /// <summary>Takes all that can be taken. Not the final block: what was cut off may well have begun with the id.</summary>
    private static Utf8JsonReader Reader(ReadOnlySpan<byte> body) => new(
        body,
        isFinalBlock: false,
        new JsonReaderState(new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = int.MaxValue }));

    private static string? Scalar(ref Utf8JsonReader reader)
    {
        string? id = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan),
            _ => null,
        };
        return string.IsNullOrWhiteSpace(id) ? null : id;
    }
}
