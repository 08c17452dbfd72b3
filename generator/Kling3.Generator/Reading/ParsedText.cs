namespace Kling3.Generator.Reading;

/// <summary>A text as a tree.</summary>
internal sealed record ParsedText(Node? Root, IReadOnlyList<DuplicateKey> DuplicateKeys);
