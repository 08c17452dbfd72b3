namespace Kling3.Cli.SpecDiff;

/// <summary>One difference between two specs that callers of the generated client notice.</summary>
/// <param name="Kind">What kind of difference, for scripts: lower case with hyphens.</param>
/// <param name="Where">The type, member or operation, by its name in C#.</param>
/// <param name="IsBreaking">Whether code that works with the old client may stop compiling, be refused, or cost something else.</param>
/// <param name="Message">The difference in words.</param>
internal sealed record SpecChange(string Kind, string Where, bool IsBreaking, string Message);
