using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Kling3.Generator.Tests.Diagnostics;

/// <summary>A file that cannot be read: an exception where the generator expects none.</summary>
internal sealed class ThrowingText(string path) : AdditionalText
{
    public override string Path { get; } = path;

    public override SourceText GetText(CancellationToken cancellationToken = default) => throw new NotSupportedException("cannot be read");
}
