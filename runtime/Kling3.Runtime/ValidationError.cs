namespace Kling3.Runtime;

/// <summary>One violation of the API's documented limits, found before anything was sent.</summary>
/// <param name="Code">The code the API itself would answer with; null where its documentation names none.</param>
/// <param name="Member">The member as it is called in the JSON.</param>
/// <param name="Message">A sentence for people. It may quote limits, never the value that was refused.</param>
public sealed record ValidationError(string? Code, string Member, string Message);
