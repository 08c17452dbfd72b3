namespace Kling3.Generator.Tests.Support;

/// <summary>A call as it would have gone out.</summary>
internal sealed record StubCall(string Method, string Target, string? Body, IReadOnlyDictionary<string, string> Headers)
{
    public override string ToString() => string.IsNullOrEmpty(Body) ? $"{Method} {Target}" : $"{Method} {Target} {Body}";
}
