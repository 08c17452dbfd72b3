using System.Net;
using System.Text.Json;
using Kling3.TestSupport;
using Microsoft.Extensions.Time.Testing;

namespace Kling3.Sandbox.Tests;

/// <summary>What becomes of a task and of its credits.</summary>
public sealed class TaskTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_task_succeeds_when_its_time_has_come_and_not_before()
    {
        await using SandboxServer sandbox = await StartAsync();
        using SandboxCaller caller = new(sandbox);
        string id = (await caller.GenerateAsync(DocumentedFacts.Bodies[0])).TaskId;

        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("IN_PROGRESS", Status(await caller.StatusAsync(id)));

        _time.Advance(TimeSpan.FromSeconds(1));
        SandboxCaller.Answer done = await caller.StatusAsync(id);
        Assert.Equal("SUCCESS", Status(done));
        Assert.Equal(240, done.Data.GetProperty("consumed_credits").GetInt32());
        Uri result = new(Assert.Single(done.Data.GetProperty("response").EnumerateArray()).GetString()!);
        Assert.Equal(sandbox.BaseAddress.Authority, result.Authority);
    }

    [Fact]
    public async Task A_task_is_charged_when_it_is_created_and_refunded_when_it_fails()
    {
        await using SandboxServer sandbox = await StartAsync();
        using SandboxCaller caller = new(sandbox);
        sandbox.FailNextTask("No mountains today.");

        string failing = (await caller.GenerateAsync(DocumentedFacts.Bodies[0])).TaskId;
        string lasting = (await caller.GenerateAsync(DocumentedFacts.Bodies[4])).TaskId;
        Assert.Equal(1000 - 240 - 435, sandbox.Balance);
        SandboxCaller.Answer running = await caller.StatusAsync(failing);
        Assert.Equal("IN_PROGRESS", Status(running));
        Assert.Equal(JsonValueKind.Null, running.Data.GetProperty("error_message").ValueKind);

        _time.Advance(TimeSpan.FromMinutes(1));
        SandboxCaller.Answer failed = await caller.StatusAsync(failing);
        Assert.Equal("FAILED", Status(failed));
        Assert.Equal("No mountains today.", failed.Data.GetProperty("error_message").GetString());
        Assert.Equal(0, failed.Data.GetProperty("consumed_credits").GetInt32());
        Assert.Equal(JsonValueKind.Null, failed.Data.GetProperty("response").ValueKind);
        Assert.Equal("SUCCESS", Status(await caller.StatusAsync(lasting)));
        Assert.Equal(1000 - 435, sandbox.Balance);

        _time.Advance(TimeSpan.FromMinutes(1));
        await caller.StatusAsync(failing);
        Assert.Equal(1000 - 435, sandbox.Balance);
    }

    [Fact]
    public async Task Credits_are_never_spent_twice_by_requests_at_once()
    {
        await using SandboxServer sandbox = await StartAsync();
        using SandboxCaller caller = new(sandbox);

        SandboxCaller.Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => caller.GenerateAsync(DocumentedFacts.Bodies[0])));

        Assert.Equal(4, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        Assert.Equal(16, answers.Count(answer => answer.Code == "INSUFFICIENT_CREDITS"));
        Assert.Equal(4, answers.Where(answer => answer.Status == HttpStatusCode.OK).Select(answer => answer.TaskId).Distinct().Count());
        Assert.Equal(1000 - (4 * 240), sandbox.Balance);
    }

    [Fact]
    public async Task A_reply_that_is_dropped_leaves_a_task_that_was_charged()
    {
        await using SandboxServer sandbox = await StartAsync();
        using SandboxCaller caller = new(sandbox);
        sandbox.DropNextReply();

        await Assert.ThrowsAsync<HttpRequestException>(() => caller.GenerateAsync(DocumentedFacts.Bodies[0]));

        Assert.Equal(1000 - 240, sandbox.Balance);
        SandboxRequest request = Assert.Single(sandbox.Requests);
        Assert.Equal(("/api/generate", 0), (request.Path, request.Status));
        Assert.Equal(DocumentedFacts.Bodies[0], request.Body);
    }

    private static string? Status(SandboxCaller.Answer answer) => answer.Data.GetProperty("status").GetString();

    private Task<SandboxServer> StartAsync() => SandboxServer.StartAsync(
        new SandboxOptions { TimeProvider = _time, TaskDuration = TimeSpan.FromMinutes(1), InitialBalance = 1000 },
        TestContext.Current.CancellationToken);
}
