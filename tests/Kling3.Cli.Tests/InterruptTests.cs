using System.Diagnostics;
using System.Runtime.InteropServices;
using Kling3.Cli.Tests.Support;
using Kling3.Sandbox;

namespace Kling3.Cli.Tests;

/// <summary>Ctrl+C as it really comes: a signal to a process.</summary>
public sealed class InterruptTests
{
    [Fact]
    public async Task While_waiting_it_prints_the_id_and_how_to_go_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows sends Ctrl+C to consoles, not to processes.");
        await using SandboxServer sandbox = await Tool.SandboxAsync(TimeSpan.FromHours(1));
        using Process process = Start(sandbox.BaseAddress.AbsoluteUri, sandbox.ApiKey);
        string id = "";
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && !line.StartsWith("IN_PROGRESS", StringComparison.Ordinal))
        {
            id = line.StartsWith("Task ", StringComparison.Ordinal) ? line[5..] : id;
        }

        Interrupt(process);

        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, process.ExitCode);
        Assert.Contains($"kling3 wait {id}", error, StringComparison.Ordinal);
        Assert.Contains(id, output, StringComparison.Ordinal);
        Assert.NotEqual("", id);
    }

    [Fact]
    public async Task During_the_submit_it_says_that_the_fate_is_unknown()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows sends Ctrl+C to consoles, not to processes.");
        using FixedServer server = new(answer: null);
        using Process process = Start(server.Address, "k");
        await server.Asked.WaitAsync(TestContext.Current.CancellationToken);

        Interrupt(process);

        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(5, process.ExitCode);
        Assert.Contains("not known whether the task was submitted", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private static Process Start(string address, string key)
    {
        ProcessStartInfo start = new(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "kling3.dll"), "generate", "std-text-to-video", "--prompt", "x" },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { ["KLING3_BASE_ADDRESS"] = address, ["KLING3_API_KEY"] = key },
        };
        return Process.Start(start) ?? throw new InvalidOperationException("The tool did not start.");
    }

    private static void Interrupt(Process process)
    {
        const int Sigint = 2;
        Assert.Equal(0, Kill(process.Id, Sigint));
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
