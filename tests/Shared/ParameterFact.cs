namespace Kling3.TestSupport;

/// <summary>A row of the page's table of parameters.</summary>
/// <param name="Name">The parameter's name in the JSON.</param>
/// <param name="Type">Its type, as the page calls it.</param>
/// <param name="Required">Whether every model requires it.</param>
/// <param name="Default">Its default as JSON, or null where the page gives none.</param>
internal sealed record ParameterFact(string Name, string Type, bool Required, string? Default);
