namespace Kling3.Runtime.Tests.Support;

/// <summary>A request as it was on the wire.</summary>
internal sealed record FaultRequest(string Head, string Body, int Connection)
{
    public string Method => Head[..Head.IndexOf(' ', StringComparison.Ordinal)];

    public string Path => Head.Split(' ')[1];

    public string? Header(string name) => Head.Split("\r\n")
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim())
        .FirstOrDefault();
}
