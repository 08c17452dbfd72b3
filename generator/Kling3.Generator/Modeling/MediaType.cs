namespace Kling3.Generator.Modeling;

/// <summary>What a media type's body is to the emitted client.</summary>
internal static class MediaType
{
    public static bool IsJson(string mediaType)
    {
        string name = Name(mediaType);
        return name is "application/json" or "text/json" or "*/*" or "application/*" || (name.EndsWith("+json", StringComparison.Ordinal) && !name.StartsWith("text/", StringComparison.Ordinal));
    }

    public static bool IsText(string mediaType)
    {
        string name = Name(mediaType);
        return name is "application/javascript" or "application/yaml" or "application/x-yaml" or "application/csv" or "application/jwt" or "application/x-pem-file"
            || (name.StartsWith("text/", StringComparison.Ordinal) && !IsOther(name));
    }

    /// <summary>What is neither JSON nor text and has no structure that a client would read for its caller.</summary>
    public static bool IsBinary(string mediaType)
    {
        string name = Name(mediaType);
        return name.StartsWith("image/", StringComparison.Ordinal) || (name.Contains("/") && !IsJson(name) && !IsText(name) && !IsOther(name));
    }

    /// <summary>The media type as a header has it; null for plain JSON, for what stands for any, and for what no header can hold.</summary>
    public static string? Header(string mediaType) =>
        Name(mediaType) is "application/json" || mediaType.Contains("*") || mediaType.Any(c => c is < ' ' or > '~') ? null : mediaType.Trim();

    /// <summary>The media type of a body that is sent as it is, a text or bytes; null for one that is not. Texts are sent in UTF-8, and say so.</summary>
    public static string? PlainHeader(string mediaType)
    {
        if (Header(mediaType) is not { } header || !(IsText(mediaType) || IsBinary(mediaType)))
        {
            return null;
        }

        int charset = header.IndexOf("charset=", StringComparison.OrdinalIgnoreCase);
        if (!IsText(mediaType) || charset < 0)
        {
            return IsText(mediaType) ? header + "; charset=utf-8" : header;
        }

        return header.Substring(charset + "charset=".Length).Trim('"').StartsWith("utf-8", StringComparison.OrdinalIgnoreCase) ? header : null;
    }

    /// <summary>The order in which one is chosen among several of a kind: the plain one first.</summary>
    public static int Rank(string mediaType) => Header(mediaType) is null ? 0 : 1;

    // Formats that a caller expects to be read for him, and this client does not.
    private static bool IsOther(string name) =>
        name.EndsWith("xml", StringComparison.Ordinal)
        || name.StartsWith("multipart/", StringComparison.Ordinal)
        || name is "application/x-www-form-urlencoded" or "text/event-stream" or "application/x-ndjson" or "application/jsonl";

    private static string Name(string mediaType)
    {
        int end = mediaType.IndexOf(';');
        return (end < 0 ? mediaType : mediaType.Substring(0, end)).Trim().ToLowerInvariant();
    }
}
