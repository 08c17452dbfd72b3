using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Kling3.Cli.Tests.Support;
using Kling3.Sandbox;

namespace Kling3.Cli.Tests;

/// <summary>How things go wrong: the number for scripts, and the words for people.</summary>
public sealed class ExitCodeTests
{
    private static readonly string[] s_generate = ["generate", "std-text-to-video", "--prompt", "x"];

    [Fact]
    public async Task Three_when_the_key_is_refused()
    {
        await using SandboxServer sandbox = await Tool.SandboxAsync();

        ToolResult result = await Tool.RunAsync(s_generate, sandbox, key: "not-the-key");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("INVALID_API_KEY", result.Error, StringComparison.Ordinal);
        Assert.Contains("KLING3_API_KEY", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-key", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, null)]
    [InlineData(429, "RATE_LIMITED")]
    public async Task Three_when_the_request_is_refused(int status, string? code)
    {
        await using SandboxServer sandbox = await Tool.SandboxAsync();
        sandbox.RefuseNext(status, times: 10);

        ToolResult result = await Tool.RunAsync([.. s_generate, "--json"], sandbox);

        Assert.Equal(3, result.ExitCode);
        Assert.Equal(JsonValueKind.Null, result.Json().GetProperty("task_id").ValueKind);
        if (code is not null)
        {
            Assert.Equal(code, result.Json().GetProperty("error").GetProperty("code").GetString());
        }
    }

    [Fact]
    public async Task Three_when_the_credits_do_not_suffice()
    {
        await using SandboxServer sandbox = await Tool.SandboxAsync(balance: 10);

        ToolResult result = await Tool.RunAsync([.. s_generate, "--json"], sandbox);

        Assert.Equal(3, result.ExitCode);
        Assert.Equal("INSUFFICIENT_CREDITS", result.Json().GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(1, sandbox.RequestCount);
    }

    [Fact]
    public async Task Four_when_the_task_fails()
    {
        await using SandboxServer sandbox = await Tool.SandboxAsync();
        sandbox.FailNextTask("The moon was\u001b[31m too bright.");

        ToolResult result = await Tool.RunAsync(s_generate, sandbox);

        Assert.Equal(4, result.ExitCode);
        Assert.Contains("FAILED", result.Output, StringComparison.Ordinal);
        Assert.Contains("too bright", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Error + result.Output);
    }

    [Fact]
    public async Task Five_when_the_connection_ends_before_the_reply()
    {
        await using SandboxServer sandbox = await Tool.SandboxAsync();
        sandbox.DropNextReply();

        ToolResult result = await Tool.RunAsync(s_generate, sandbox);

        Assert.Equal(5, result.ExitCode);
        Assert.Contains("not known whether the task was submitted", result.Error, StringComparison.Ordinal);
        Assert.Equal(1, sandbox.RequestCount);
    }

    [Fact]
    public async Task Five_when_the_server_fails_while_it_is_submitted()
    {
        await using SandboxServer sandbox = await Tool.SandboxAsync();
        sandbox.RefuseNext(500);

        ToolResult result = await Tool.RunAsync([.. s_generate, "--json"], sandbox);

        Assert.Equal(5, result.ExitCode);
        Assert.Equal("INTERNAL_ERROR", result.Json().GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(1, sandbox.RequestCount);
    }

    [Fact]
    public async Task Five_when_the_reply_to_a_submit_is_HTML()
    {
        using FixedServer server = new(FixedServer.Answer(200, "text/html", "<html>\u0007Please log in</html>"));

        ToolResult result = await Tool.RunAsync([.. s_generate, "--base-address", server.Address], key: "k");

        Assert.Equal(5, result.ExitCode);
        Assert.DoesNotContain('\u0007', result.Error);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_when_the_reply_to_a_question_is_HTML()
    {
        using FixedServer server = new(FixedServer.Answer(200, "text/html", "<html>Please log in</html>"));

        ToolResult result = await Tool.RunAsync(["status", "abc", "--base-address", server.Address], key: "k");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("abc", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Six_when_the_task_does_not_end_in_time()
    {
        await using SandboxServer sandbox = await Tool.SandboxAsync(TimeSpan.FromHours(10));
        using TemporaryDirectory directory = new();

        ToolResult result = await Tool.RunAsync([.. s_generate, "--timeout", "2s", "--out", directory["a video.mp4"]], sandbox);

        Assert.Equal(6, result.ExitCode);
        Assert.Matches($@"Go on with: kling3 wait \w+ --out '{directory["a video.mp4"]}'", result.Error);
        Assert.Contains("IN_PROGRESS", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_hundred_and_thirty_when_the_wait_is_interrupted()
    {
        await using SandboxServer sandbox = await Tool.SandboxAsync(TimeSpan.FromHours(10));
        using CancellationTokenSource interrupt = new();

        ToolResult result = await Tool.RunAsync(
            s_generate,
            sandbox,
            onErrorLine: line =>
            {
                if (line.StartsWith("IN_PROGRESS", StringComparison.Ordinal))
                {
                    interrupt.Cancel();
                }
            },
            interrupt: interrupt);

        Assert.Equal(130, result.ExitCode);
        Assert.Matches(@"Interrupted\. Go on with: kling3 wait \w+", result.Error);
    }

    [Fact]
    public async Task One_hundred_and_thirty_when_it_is_interrupted_before_anything_is_sent()
    {
        await using SandboxServer sandbox = await Tool.SandboxAsync();
        using CancellationTokenSource interrupt = new();
        await interrupt.CancelAsync();

        ToolResult result = await Tool.RunAsync(s_generate, sandbox, interrupt: interrupt);

        Assert.Equal(130, result.ExitCode);
        Assert.Contains("Nothing was sent", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, sandbox.RequestCount);
    }

    [Fact]
    public async Task One_when_the_API_is_not_reached()
    {
        using TcpListener closed = new(IPAddress.Loopback, 0);
        closed.Start();
        int port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();

        ToolResult result = await Tool.RunAsync([.. s_generate, "--base-address", $"http://127.0.0.1:{port}"], key: "k");

        Assert.Equal(1, result.ExitCode);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--nonsense")]
    [InlineData("generate")]
    [InlineData("generate std-text-to-video --prompt")]
    [InlineData("generate std-text-to-video --prompt x --image y")]
    [InlineData("generate --prompt x std-text-to-video")]
    [InlineData("generate std-text-to-video --prompt x --timeout soon --sandbox")]
    [InlineData("generate std-text-to-video --prompt x --sandbox --base-address https://a.example")]
    [InlineData("status")]
    [InlineData("wait")]
    [InlineData("spec diff only-one")]
    public async Task Two_when_the_command_line_is_not_understood(string line)
    {
        ToolResult result = await Tool.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(2, result.ExitCode);
        Assert.NotEqual("", result.Error);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_option_of_other_models_is_answered_with_their_names()
    {
        ToolResult result = await Tool.RunAsync(["generate", "std-text-to-video", "--prompt", "x", "--end-image", "y", "--sandbox"]);

        Assert.Equal(2, result.ExitCode);
        Assert.Equal(
            "std-text-to-video takes no --end-image. Nothing was sent. These models do: pro-image-to-video, std-image-to-video, o3-pro-image-to-video, o3-std-image-to-video",
            result.Error.Trim());
    }

    [Fact]
    public async Task Two_for_scripts_too_when_the_command_line_is_not_understood()
    {
        ToolResult result = await Tool.RunAsync(["generate", "kling-9", "--json"]);

        Assert.Equal(2, result.Json().GetProperty("exit_code").GetInt32());
        Assert.Contains("kling-9", result.Json().GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
