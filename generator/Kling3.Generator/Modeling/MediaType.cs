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
        return name is "text/plain" or "text/html" or "text/csv" or "text/markdown" or "text/*" or "text/css" or "text/javascript" or "application/javascript" or "application/yaml" or "text/yaml" or "text/x-yaml" or "application/x-yaml" or "application/x-pem-file";
    }

    public static bool IsBinary(string mediaType)
    {
        string name = Name(mediaType);
        return name is "application/octet-stream" or "application/pdf" or "application/zip" or "application/gzip" or "application/x-tar" or "application/x-gzip" or "application/x-zip-compressed"
            || name.StartsWith("image/", StringComparison.Ordinal)
            || name.StartsWith("audio/", StringComparison.Ordinal)
            || name.StartsWith("video/", StringComparison.Ordinal)
            || name.StartsWith("font/", StringComparison.Ordinal)
            || name.StartsWith("application/vnd.", StringComparison.Ordinal) && !name.EndsWith("xml", StringComparison.Ordinal);
    }

    private static string Name(string mediaType)
    {
        int end = mediaType.IndexOf(';');
        return (end < 0 ? mediaType : mediaType.Substring(0, end)).Trim().ToLowerInvariant();
    }
}
