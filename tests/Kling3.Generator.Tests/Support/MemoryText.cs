using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Kling3.Generator.Tests.Support;

/// <summary>A file that a project hands to the compiler.</summary>
internal sealed class MemoryText(string path, SourceText text) : AdditionalText
{
    public MemoryText(string path, string text)
        : this(path, SourceText.From(text, Encoding.UTF8))
    {
    }

    public override string Path { get; } = path;

    public override SourceText GetText(CancellationToken cancellationToken = default) => text;
}
