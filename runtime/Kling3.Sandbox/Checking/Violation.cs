namespace Kling3.Sandbox.Checking;

/// <summary>Why a request body is not valid.</summary>
/// <param name="Code">The code that the spec names for it (<c>x-error-code</c>), or null where it names none.</param>
/// <param name="Member">The path of the member within the body, as <c>images[2]</c>; empty for the body itself.</param>
/// <param name="Message">What is wrong, as a sentence.</param>
public sealed record Violation(string? Code, string Member, string Message);
