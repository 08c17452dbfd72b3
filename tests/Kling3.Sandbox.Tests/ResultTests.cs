using System.Net;
using System.Net.Http.Headers;
using Kling3.TestSupport;
using Microsoft.Extensions.Time.Testing;

namespace Kling3.Sandbox.Tests;

/// <summary>The results that the sandbox serves.</summary>
public sealed class ResultTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_result_is_a_complete_video_that_needs_no_key()
    {
        await using SandboxServer sandbox = await StartAsync();
        using HttpClient http = new();

        using HttpResponseMessage response = await http.GetAsync(await ResultAsync(sandbox), TestContext.Current.CancellationToken);
        byte[] file = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("video/mp4", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(file.Length, response.Content.Headers.ContentLength);
        Assert.NotNull(response.Headers.ETag);
        Assert.True(Mp4Boxes.IsCompleteMp4(file));
        Assert.False(Mp4Boxes.IsCompleteMp4(file.AsSpan(0, file.Length - 1)));
        Assert.False(sandbox.Requests[^1].HasKey);
    }

    [Fact]
    public async Task A_result_that_was_cut_off_can_be_resumed()
    {
        await using SandboxServer sandbox = await StartAsync();
        using HttpClient http = new();
        Uri result = await ResultAsync(sandbox);
        byte[] whole = await http.GetByteArrayAsync(result, TestContext.Current.CancellationToken);

        using HttpResponseMessage head = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, result), TestContext.Current.CancellationToken);
        using HttpRequestMessage request = new(HttpMethod.Get, result);
        request.Headers.Range = new RangeHeaderValue(1000, null);
        request.Headers.IfRange = new RangeConditionHeaderValue(head.Headers.ETag!);
        using HttpResponseMessage rest = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.PartialContent, rest.StatusCode);
        Assert.Equal(whole.Length, rest.Content.Headers.ContentRange?.Length);
        Assert.Equal(whole[1000..], await rest.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_range_of_another_version_gives_the_whole()
    {
        await using SandboxServer sandbox = await StartAsync();
        using HttpClient http = new();
        using HttpRequestMessage request = new(HttpMethod.Get, await ResultAsync(sandbox));
        request.Headers.Range = new RangeHeaderValue(1000, null);
        request.Headers.IfRange = new RangeConditionHeaderValue("\"another\"");

        using HttpResponseMessage response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(Mp4Boxes.IsCompleteMp4(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task There_is_no_result_before_success_nor_after_failure()
    {
        await using SandboxServer sandbox = await StartAsync();
        using SandboxCaller caller = new(sandbox);
        sandbox.FailNextTask();
        string failing = (await caller.GenerateAsync(DocumentedFacts.Bodies[0])).TaskId;
        string running = (await caller.GenerateAsync(DocumentedFacts.Bodies[0])).TaskId;

        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(running)).Status);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(failing)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("unknown")).Status);

        Task<SandboxCaller.Answer> GetAsync(string id) => caller.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"results/{id}.mp4"));
    }

    private async Task<Uri> ResultAsync(SandboxServer sandbox)
    {
        using SandboxCaller caller = new(sandbox);
        string id = (await caller.GenerateAsync(DocumentedFacts.Bodies[0])).TaskId;
        _time.Advance(TimeSpan.FromMinutes(1));
        return new Uri((await caller.StatusAsync(id)).Data.GetProperty("response")[0].GetString()!);
    }

    private Task<SandboxServer> StartAsync() =>
        SandboxServer.StartAsync(new SandboxOptions { TimeProvider = _time }, TestContext.Current.CancellationToken);
}
