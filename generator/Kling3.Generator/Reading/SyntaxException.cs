namespace Kling3.Generator.Reading;

/// <summary>What makes a text no document, and where.</summary>
internal sealed class SyntaxException(Place place, string message) : Exception(message)
{
    public Place Place { get; } = place;
}
