using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>What is emitted for a document would be too large, and what made it so.</summary>
internal sealed class TooLargeException(Node at) : Exception
{
    public Node At { get; } = at;
}
