namespace Kling3.Generator.Reading;

/// <summary>A key that stands twice in one map: legal to the parsers, and one of the two would be lost.</summary>
internal sealed record DuplicateKey(MapNode Map, string Name, Place Place, Place First);
