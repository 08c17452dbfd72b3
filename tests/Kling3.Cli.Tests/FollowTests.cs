using System.Text.Json;
using Kling3.Cli.Tests.Support;
using Kling3.Sandbox;
using Kling3.TestSupport;

namespace Kling3.Cli.Tests;

/// <summary><c>status</c> and <c>wait</c>.</summary>
public sealed class FollowTests
{
    [Fact]
    public async Task A_task_is_waited_for_by_its_id_and_downloaded()
    {
        await using SandboxServer sandbox = await Tool.SandboxAsync();
        using TemporaryDirectory directory = new();
        string id = await SubmitAsync(sandbox);

        ToolResult result = await Tool.RunAsync(["wait", id, "--out", directory["v.mp4"], "--json"], sandbox);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(id, result.Json().GetProperty("task_id").GetString());
        Assert.True(Mp4Boxes.IsCompleteMp4(await File.ReadAllBytesAsync(directory["v.mp4"], TestContext.Current.CancellationToken)));
        Assert.Single(sandbox.Requests, static request => request.Method == "POST");
    }

    [Fact]
    public async Task Waiting_for_a_task_that_failed_tells_why()
    {
        await using SandboxServer sandbox = await Tool.SandboxAsync();
        sandbox.FailNextTask("Too dark.");
        string id = await SubmitAsync(sandbox);

        ToolResult result = await Tool.RunAsync(["wait", id, "--json"], sandbox);

        Assert.Equal(4, result.ExitCode);
        Assert.Equal("FAILED", result.Json().GetProperty("status").GetString());
        Assert.Equal("Too dark.", result.Json().GetProperty("task_error").GetString());
    }

    [Fact]
    public async Task Waiting_for_a_task_that_nobody_knows_is_refused()
    {
        await using SandboxServer sandbox = await Tool.SandboxAsync();

        ToolResult result = await Tool.RunAsync(["wait", "nobody"], sandbox);

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("no task of this task_id", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_is_asked_for_once()
    {
        await using SandboxServer sandbox = await Tool.SandboxAsync(TimeSpan.FromHours(1));
        string id = await SubmitAsync(sandbox);
        long before = sandbox.RequestCount;

        ToolResult result = await Tool.RunAsync(["status", id], sandbox);

        Assert.Equal(0, result.ExitCode);
        Assert.Matches($@"Task     {id}\r?\nStatus   IN_PROGRESS\r?\nCredits  180\r?\nCreated  ", result.Output);
        Assert.Equal(before + 1, sandbox.RequestCount);
    }

    [Fact]
    public async Task A_status_tells_scripts_the_addresses()
    {
        await using SandboxServer sandbox = await Tool.SandboxAsync();
        string id = await SubmitAsync(sandbox);

        ToolResult result = await Tool.RunAsync(["status", id, "--json"], sandbox);

        JsonElement json = result.Json();
        Assert.Equal(0, result.ExitCode);
        Assert.Equal("SUCCESS", json.GetProperty("status").GetString());
        Assert.Equal($"{sandbox.BaseAddress}results/{id}.mp4", json.GetProperty("results")[0].GetString());
    }

    [Fact]
    public async Task That_a_task_failed_is_an_answer_like_any_other()
    {
        await using SandboxServer sandbox = await Tool.SandboxAsync();
        sandbox.FailNextTask("Too dark.");
        string id = await SubmitAsync(sandbox);

        ToolResult result = await Tool.RunAsync(["status", id], sandbox);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Error    Too dark.", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_results_go_to_files_beside_each_other()
    {
        // Answers all requests alike, downloads too, so the files hold the reply.
        using FixedServer server = new(FixedServer.Answer(
            200, "application/json", """{ "code": 200, "data": { "task_id": "t1", "status": "SUCCESS", "response": ["/a.mp4", "/b.mp4?signature=1&x=2"] } }"""));
        using TemporaryDirectory directory = new();

        ToolResult result = await Tool.RunAsync(["wait", "t1", "--out", directory["v.x.mp4"], "--base-address", server.Address, "--json"], key: "k");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["v.x-2.mp4", "v.x.mp4"], directory.Files);
        Assert.Equal([directory["v.x.mp4"], directory["v.x-2.mp4"]], Texts(result.Json().GetProperty("files")));
        Assert.Equal([$"{server.Address}/a.mp4", $"{server.Address}/b.mp4?signature=1&x=2"], Texts(result.Json().GetProperty("results")));
        Assert.Contains("signature=1&x=2", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_success_without_a_result_names_the_task_and_how_to_ask_again()
    {
        using FixedServer server = new(FixedServer.Answer(200, "application/json", """{ "code": 200, "data": { "task_id": "t1", "status": "SUCCESS", "response": null } }"""));

        ToolResult result = await Tool.RunAsync(["wait", "t1", "--base-address", server.Address], key: "k");

        Assert.Equal(4, result.ExitCode);
        Assert.Contains("Task     t1", result.Output, StringComparison.Ordinal);
        Assert.Contains($"Go on with: kling3 wait t1 --base-address {server.Address}", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("wait")]
    public async Task A_blank_id_is_no_id(string command)
    {
        ToolResult result = await Tool.RunAsync([command, " "], key: "k");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("blank", result.Error, StringComparison.Ordinal);
    }

    private static string[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(static item => item.GetString()!)];

    private static async Task<string> SubmitAsync(SandboxServer sandbox)
    {
        // Interrupted as soon as there is an id, so that the task is somebody else's from then on.
        using CancellationTokenSource submitted = new();
        string id = "";
        await Tool.RunAsync(
            ["generate", "std-text-to-video", "--prompt", "x"],
            sandbox,
            onErrorLine: line =>
            {
                if (line.StartsWith("Task ", StringComparison.Ordinal))
                {
                    id = line[5..];
                    submitted.Cancel();
                }
            },
            interrupt: submitted);
        Assert.NotEqual("", id);
        return id;
    }
}
