using Kling3.Generator.Model;

namespace Kling3.Generator.Inputs;

/// <summary>A document as the project hands it over: its text and the names that its file or metadata gives.</summary>
/// <param name="Path">As the compiler names it, for diagnostics.</param>
/// <param name="Text">The document.</param>
/// <param name="Namespace">From <c>OpenApiNamespace</c>, or the file's name.</param>
/// <param name="ApiName">The file's name in PascalCase, or the client's without its suffix.</param>
/// <param name="ClientName">From <c>OpenApiClient</c>, or the API's name with <c>Client</c>.</param>
/// <param name="IsInternal">Whether <c>OpenApiVisibility</c> is <c>internal</c>.</param>
internal sealed record SpecInput(string Path, string Text, string Namespace, string ApiName, string ClientName, bool IsInternal)
{
    /// <summary>The first words of the namespaces of other documents and of the runtime below this one's: no type of it can be called like one.</summary>
    public EquatableArray<string> NamespacesBelow { get; init; }

    public bool IsJson => Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
}
