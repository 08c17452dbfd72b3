namespace Kling3.Cli;

/// <summary>Something the tool itself found, told in a sentence that says what to do.</summary>
internal sealed class CliException(int exitCode, string message, Exception? innerException = null) : Exception(message, innerException)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>What is wrong with the members of a request, if that is it.</summary>
    public IReadOnlyList<Violation> Violations { get; init; } = [];
}
