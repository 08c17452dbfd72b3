using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Kling3.TestSupport;

namespace Kling3.Sandbox.Tests;

/// <summary>The sandbox as a program.</summary>
public sealed partial class ProgramTests
{
    [Fact]
    public async Task The_program_says_where_it_listens_and_stops_when_it_is_interrupted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs a signal that Windows does not have.");
        using Process program = Start("--port", "0", "--key", "my-key", "--balance", "240", "--task-seconds", "0.5");
        string line = await program.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? "";
        using HttpClient http = new() { BaseAddress = new Uri(Address().Match(line).Value) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "my-key");
        Assert.Contains("my-key", line, StringComparison.Ordinal);

        foreach (HttpStatusCode expected in new[] { HttpStatusCode.OK, HttpStatusCode.PaymentRequired })
        {
            using StringContent body = new(DocumentedFacts.Bodies[0]);
            using HttpResponseMessage response = await http.PostAsync(new Uri("api/generate", UriKind.Relative), body, TestContext.Current.CancellationToken);
            Assert.Equal(expected, response.StatusCode);
        }

        using Process signal = Process.Start("kill", ["-INT", $"{program.Id}"]);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, program.ExitCode);
    }

    [Theory]
    [InlineData("--port", "70000")]
    [InlineData("--port", "-1")]
    [InlineData("--port")]
    [InlineData("--task-seconds", "soon")]
    [InlineData("--key", " ")]
    [InlineData("--colour", "blue")]
    public async Task An_argument_that_is_not_understood_is_named_with_those_that_are(params string[] arguments)
    {
        using Process program = Start(arguments);
        string error = await program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, program.ExitCode);
        Assert.StartsWith($"Not understood: {arguments[0]}", error, StringComparison.Ordinal);
        Assert.Contains("--task-seconds", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_names_the_arguments()
    {
        using Process program = Start("--help");
        string text = await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, program.ExitCode);
        Assert.All(["--port", "--task-seconds", "--balance", "--key"], name => Assert.Contains(name, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_in_a_sentence()
    {
        await using SandboxServer sandbox = await SandboxServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using Process program = Start("--port", $"{sandbox.BaseAddress.Port}");
        string error = await program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, program.ExitCode);
        Assert.Contains("--port", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private static Process Start(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Kling3.Sandbox.Host.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
    }

    [GeneratedRegex("http://[0-9.:]+/")]
    private static partial Regex Address();
}
