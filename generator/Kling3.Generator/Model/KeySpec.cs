namespace Kling3.Generator.Model;

internal sealed record KeySpec(KeyKind Kind, string? Header);
