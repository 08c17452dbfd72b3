namespace Kling3.Generator.Model;

/// <summary>The names that come from the file, or from its metadata.</summary>
/// <param name="Namespace">The namespace of everything emitted for the document.</param>
/// <param name="Client">The client class.</param>
/// <param name="Context">The JSON context.</param>
/// <param name="ErrorCode">The type of the error codes.</param>
/// <param name="IsInternal">Whether the emitted types are internal.</param>
internal sealed record NamesSpec(string Namespace, string Client, string Context, string ErrorCode, bool IsInternal)
{
    public string Visibility => IsInternal ? "internal" : "public";
}
