namespace Kling3.Sandbox;

/// <summary>Where the sandbox listens: the API's two paths, and the results beside them.</summary>
internal static class SandboxPaths
{
    public const string Generate = "/api/generate";
    public const string Status = "/api/status";
    public const string Results = "/results/";
    public const string Spec = "/openapi.json";
}
