namespace Kling3.EndToEnd.Support;

/// <summary>What a program printed, both streams as they came, and how it ended.</summary>
internal sealed record ProcessResult(string Command, int ExitCode, string Output)
{
    /// <summary>The lines with a compiler's or MSBuild's error, each once: a build prints them again in its summary.</summary>
    public IReadOnlyList<string> Errors => [.. Lines(": error ").Distinct(StringComparer.Ordinal)];

    /// <summary>The lines with a warning, each once.</summary>
    public IReadOnlyList<string> Warnings => [.. Lines(": warning ").Distinct(StringComparer.Ordinal)];

    /// <summary>This, when the program ended well.</summary>
    public ProcessResult Succeeded()
    {
        Assert.True(ExitCode == 0, $"{Command} ended with {ExitCode}:\n{Output}");
        return this;
    }

    /// <summary>This, when the program ended badly.</summary>
    public ProcessResult Failed()
    {
        Assert.True(ExitCode != 0, $"{Command} was expected to fail:\n{Output}");
        return this;
    }

    private IEnumerable<string> Lines(string mark) => Output.Split('\n').Select(line => line.Trim()).Where(line => line.Contains(mark, StringComparison.Ordinal));
}
