namespace Kling3.Generator.Modeling;

/// <summary>Tokens of RFC 9110, which names of headers and media types are made of: anything else could end the header and begin another.</summary>
internal static class HttpToken
{
    public static bool Is(string text) => text.Length > 0 && text.All(IsPart);

    public static bool IsPart(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9')
        or '-' or '_' or '.' or '!' or '#' or '$' or '%' or '&' or '\'' or '*' or '+' or '^' or '`' or '|' or '~';
}
