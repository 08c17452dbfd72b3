using Kling3.Runtime;
using Kling3.Sandbox;

namespace Kling3.Cli.Tests.Support;

/// <summary>Runs the tool in this process.</summary>
internal static class Tool
{
    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">The words after <c>kling3</c>.</param>
    /// <param name="sandbox">What the environment names as the API, with its key; null for an empty environment.</param>
    /// <param name="key">The key in the environment, if not the sandbox's.</param>
    /// <param name="isTerminal">Whether there is somebody to show things to.</param>
    /// <param name="onErrorLine">Told each line on standard error as it comes.</param>
    /// <param name="models">The models, if not the built-in ones.</param>
    /// <param name="interrupt">Stands for Ctrl+C.</param>
    public static async Task<ToolResult> RunAsync(
        string[] arguments,
        SandboxServer? sandbox = null,
        string? key = null,
        bool isTerminal = false,
        Action<string>? onErrorLine = null,
        IReadOnlyList<ModelInfo>? models = null,
        CancellationTokenSource? interrupt = null)
    {
        Dictionary<string, string> environment = [];
        if ((key ?? sandbox?.ApiKey) is { } known)
        {
            environment["KLING3_API_KEY"] = known;
        }

        if (sandbox is not null)
        {
            environment["KLING3_BASE_ADDRESS"] = sandbox.BaseAddress.AbsoluteUri;
        }

        StringWriter output = new();
        WatchedWriter error = new(onErrorLine);
        CliHost host = new()
        {
            Output = output,
            Error = error,
            IsTerminal = isTerminal,
            Environment = name => environment.GetValueOrDefault(name),
            Time = new QuickTime(),
            Models = models ?? GenerateRequest.Models,
        };
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken, interrupt?.Token ?? default);
        int exitCode = await new CliApplication(host).RunAsync(arguments, stop.Token);
        return new ToolResult(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>A sandbox whose tasks end at once, unless something else is asked for.</summary>
    public static Task<SandboxServer> SandboxAsync(TimeSpan? taskDuration = null, decimal balance = 100_000) =>
        SandboxServer.StartAsync(new SandboxOptions { TaskDuration = taskDuration ?? TimeSpan.Zero, InitialBalance = balance }, TestContext.Current.CancellationToken);
}
