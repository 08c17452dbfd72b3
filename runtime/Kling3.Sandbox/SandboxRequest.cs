namespace Kling3.Sandbox;

/// <summary>A request that arrived, and how it was answered.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path, without the query.</param>
/// <param name="Query">The query with its question mark; empty when there is none.</param>
/// <param name="HasKey">Whether an Authorization header came along, whatever it said.</param>
/// <param name="Body">The body as text; empty when there was none or when it was not read.</param>
/// <param name="Status">The HTTP status of the answer; 0 where none was given because the connection ended first.</param>
/// <param name="Failure">A mistake of the sandbox itself, which was answered as an internal error; null when there was none.</param>
public sealed record SandboxRequest(string Method, string Path, string Query, bool HasKey, string Body, int Status, Exception? Failure);
