using System.Net;
using Kling3.TestSupport;

namespace Kling3.Sandbox.Tests;

/// <summary>The server itself: starting, stopping, and what it tells about the requests it had.</summary>
public sealed class ServerTests
{
    [Fact]
    public async Task A_sandbox_listens_on_the_loopback_address_only()
    {
        await using SandboxServer sandbox = await SandboxServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("http", sandbox.BaseAddress.Scheme);
        Assert.Equal(IPAddress.Loopback.ToString(), sandbox.BaseAddress.Host);
    }

    [Fact]
    public async Task Sandboxes_side_by_side_share_nothing()
    {
        await using SandboxServer first = await SandboxServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using SandboxServer second = await SandboxServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using SandboxCaller caller = new(first);
        using SandboxCaller other = new(second);

        string id = (await caller.GenerateAsync(DocumentedFacts.Bodies[0])).TaskId;

        Assert.Equal(HttpStatusCode.BadRequest, (await other.StatusAsync(id)).Status);
        Assert.NotEqual(first.Balance, second.Balance);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_an_error_of_its_own()
    {
        await using SandboxServer sandbox = await SandboxServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<IOException>(() => SandboxServer.StartAsync(
            new SandboxOptions { Port = sandbox.BaseAddress.Port }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_sandbox_that_is_disposed_listens_no_more()
    {
        SandboxServer sandbox = await SandboxServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using SandboxCaller caller = new(sandbox);
        await caller.GenerateAsync(DocumentedFacts.Bodies[0]);

        await sandbox.DisposeAsync();
        await sandbox.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => caller.GenerateAsync(DocumentedFacts.Bodies[0]));
    }

    [Theory]
    [InlineData]
    [InlineData("key", " ")]
    public async Task A_sandbox_without_a_usable_key_does_not_start(params string[] keys) =>
        await Assert.ThrowsAsync<ArgumentException>(() => SandboxServer.StartAsync(
            new SandboxOptions { ApiKeys = keys }, TestContext.Current.CancellationToken));

    [Theory]
    [InlineData(-1)]
    [InlineData(366 * 86_400)]
    public async Task Tasks_take_no_less_than_no_time_and_no_more_than_a_year(int seconds) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => SandboxServer.StartAsync(
            new SandboxOptions { TaskDuration = TimeSpan.FromSeconds(seconds) }, TestContext.Current.CancellationToken));

    [Fact]
    public async Task Requests_are_listed_as_they_came_with_their_answers()
    {
        await using SandboxServer sandbox = await SandboxServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using SandboxCaller caller = new(sandbox);
        using SandboxCaller stranger = new(sandbox, key: null);

        await caller.GenerateAsync(DocumentedFacts.Bodies[0]);
        await caller.GenerateAsync("é");
        await stranger.GenerateAsync(DocumentedFacts.Bodies[0]);
        await caller.StatusAsync("a b");

        Assert.Equal(
            [
                new SandboxRequest("POST", "/api/generate", "", true, DocumentedFacts.Bodies[0], 200, null),
                new SandboxRequest("POST", "/api/generate", "", true, "é", 400, null),
                new SandboxRequest("POST", "/api/generate", "", false, "", 401, null),
                new SandboxRequest("GET", "/api/status", "?task_id=a%20b", true, "", 400, null),
            ],
            sandbox.Requests);
        Assert.Equal(4, sandbox.RequestCount);
    }

    [Fact]
    public async Task Only_the_latest_requests_are_kept_and_all_are_counted()
    {
        await using SandboxServer sandbox = await SandboxServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using SandboxCaller caller = new(sandbox);
        const int More = 5;

        for (int i = 0; i < SandboxServer.MaxKeptRequests + More; i++)
        {
            await caller.StatusAsync($"{i}");
        }

        Assert.Equal(SandboxServer.MaxKeptRequests, sandbox.Requests.Count);
        Assert.Equal($"?task_id={More}", sandbox.Requests[0].Query);
        Assert.Equal(SandboxServer.MaxKeptRequests + More, sandbox.RequestCount);
    }

    [Fact]
    public async Task Faults_are_used_up_in_their_order_and_by_calls_to_the_api_only()
    {
        await using SandboxServer sandbox = await SandboxServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using SandboxCaller caller = new(sandbox);
        sandbox.RefuseNext(500);
        sandbox.DropNextReply();
        sandbox.RefuseNext(503);

        Assert.Equal(HttpStatusCode.NotFound, (await caller.SendAsync(new HttpRequestMessage(HttpMethod.Get, "results/x.mp4"))).Status);
        Assert.Equal("INTERNAL_ERROR", (await caller.GenerateAsync(DocumentedFacts.Bodies[0])).Code);
        await Assert.ThrowsAsync<HttpRequestException>(() => caller.GenerateAsync(DocumentedFacts.Bodies[0]));
        SandboxCaller.Answer last = await caller.GenerateAsync(DocumentedFacts.Bodies[0]);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "503"), (last.Status, last.Code));
        Assert.Throws<ArgumentOutOfRangeException>(() => sandbox.RefuseNext(200));
    }
}
