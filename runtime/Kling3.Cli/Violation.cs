namespace Kling3.Cli;

/// <summary>What is wrong with one member of a request.</summary>
/// <param name="Code">The API's code; null where it names none.</param>
/// <param name="Member">The member as in the JSON.</param>
/// <param name="Option">The option that sets it; null for a member without one.</param>
/// <param name="Message">A sentence.</param>
internal sealed record Violation(string? Code, string Member, string? Option, string Message);
