namespace Kling3.TestSupport;

/// <summary>A row of the page's table of errors.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The code that goes with it.</param>
internal sealed record ErrorFact(int Status, string Code);
