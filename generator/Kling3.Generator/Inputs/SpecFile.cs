using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Kling3.Generator.Inputs;

/// <summary>An additional file as the project has it. Compared by its content: the compiler makes new ones for the same text.</summary>
internal sealed class SpecFile(string path, SourceText text) : IEquatable<SpecFile>
{
    public string Path { get; } = path;

    public string Text => text.ToString();

    public bool Equals(SpecFile? other) => other is not null && Path == other.Path && text.ContentEquals(other.SourceText);

    public override bool Equals(object? obj) => Equals(obj as SpecFile);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Path);

    private SourceText SourceText => text;

    /// <summary>The file as it is; empty when the compiler could not read it, which it reports itself.</summary>
    public static SpecFile Of(AdditionalText file, CancellationToken cancellationToken) => new(file.Path, file.GetText(cancellationToken) ?? SourceText.From(""));
}
