using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Kling3.Cli.Commands;

/// <summary>The options that are the tool's own; one instance for all commands of one command line.</summary>
internal sealed class ToolOptions
{
    public Option<bool> Json { get; } = new("--json") { Description = "Print one JSON object, for scripts; progress stays on standard error." };

    public Option<string> Out { get; } = new("--out", "-o")
    {
        Description = "Download the result to this file; more results than one go to FILE-2 and so on beside it.",
        HelpName = "FILE",
    };

    public Option<bool> Overwrite { get; } = new("--overwrite") { Description = "Let --out replace a file that is there." };

    public Option<string> ApiKeyFile { get; } = new("--api-key-file")
    {
        Description = $"Read the API key from this file instead of the environment variable {Connection.KeyVariable}. The key itself is never an argument.",
        HelpName = "FILE",
    };

    public Option<string> BaseAddress { get; } = new("--base-address")
    {
        Description = $"Where the API is: https, or http on this machine. Also by the environment variable {Connection.AddressVariable}.",
        HelpName = "ADDRESS",
    };

    public Option<bool> Sandbox { get; } = new("--sandbox") { Description = "Use a sandbox that runs inside this command: no key, no cost, a sample video as the result." };

    /// <summary>Zero when not given: the client's own deadline, an hour, counts then.</summary>
    public Option<TimeSpan> Timeout { get; } = new("--timeout")
    {
        Description = "How long to wait for the task, as 90s, 10m or 2h; 1h when not given. The task goes on afterwards.",
        HelpName = "TIME",
        CustomParser = ParseTime,
    };

    /// <summary>What no option of a model may be called.</summary>
    public IEnumerable<string> Names =>
        new Option[] { Json, Out, Overwrite, ApiKeyFile, BaseAddress, Sandbox, Timeout }.SelectMany(static option => option.Aliases.Append(option.Name)).Concat(["--help", "-h", "-?", "/h", "/?", "--version"]);

    private static TimeSpan ParseTime(ArgumentResult argument)
    {
        string text = argument.Tokens[0].Value;
        (string number, double unit) = text.Length == 0 ? (text, 0) : text[^1] switch
        {
            's' => (text[..^1], 1),
            'm' => (text[..^1], 60),
            'h' => (text[..^1], 3600),
            _ => (text, 1d),
        };

        // An hour a day for a year is long enough, and no product of these overflows.
        if (double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value * unit is > 0 and <= 31_536_000)
        {
            return TimeSpan.FromSeconds(value * unit);
        }

        argument.AddError($"--timeout takes a time such as 90s, 10m or 2h, not '{text}'.");
        return default;
    }
}
