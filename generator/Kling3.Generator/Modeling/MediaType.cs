namespace Kling3.Generator.Modeling;

/// <summary>What a media type's body is to the emitted client.</summary>
internal static class MediaType
{
    /// <summary>Whether it is one, or a range of them, by RFC 9110: <c>type/subtype</c>, and parameters as <c>; name=value</c>. One that is not is of no kind.</summary>
    public static bool IsWellFormed(string mediaType)
    {
        int at = 0;
        SkipSpaces();
        if (!SkipToken() || !Skip('/') || !SkipToken())
        {
            return false;
        }

        while (true)
        {
            SkipSpaces();
            if (at == mediaType.Length)
            {
                return true;
            }

            if (!Skip(';'))
            {
                return false;
            }

            SkipSpaces();
            if (at < mediaType.Length && mediaType[at] != ';' && !(SkipToken() && Skip('=') && (SkipToken() || SkipQuoted())))
            {
                return false;
            }
        }

        bool Skip(char c)
        {
            bool isThere = at < mediaType.Length && mediaType[at] == c;
            at += isThere ? 1 : 0;
            return isThere;
        }

        void SkipSpaces()
        {
            while (Skip(' ') || Skip('\t'))
            {
            }
        }

        bool SkipToken()
        {
            int start = at;
            while (at < mediaType.Length && HttpToken.IsPart(mediaType[at]))
            {
                at++;
            }

            return at > start;
        }

        bool SkipQuoted()
        {
            if (!Skip('"'))
            {
                return false;
            }

            while (at < mediaType.Length && mediaType[at] is >= ' ' and <= '~' and not '"' and not '\\')
            {
                at++;
            }

            return Skip('"');
        }
    }

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

    /// <summary>The media type as a header has it; null for plain JSON, and for what stands for many.</summary>
    public static string? Header(string mediaType) =>
        Name(mediaType) is "application/json" || mediaType.Contains("*") ? null : mediaType.Trim();

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
        if (!IsWellFormed(mediaType))
        {
            return "";
        }

        int end = mediaType.IndexOf(';');
        return (end < 0 ? mediaType : mediaType.Substring(0, end)).Trim().ToLowerInvariant();
    }
}
