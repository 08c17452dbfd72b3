using Kling3.Generated.Tests.Support;
using Kling3.Runtime;
using Kling3.Sandbox;
using Kling3.TestSupport;

namespace Kling3.Generated.Tests;

/// <summary>Every model, from the request to the file on disk.</summary>
public sealed class SubmitToFileTests
{
    public static TheoryData<string> Types => [.. DocumentedFacts.Models.Select(model => model.Type)];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_video_arrives_and_costs_what_was_estimated(string type)
    {
        CancellationToken ct = TestContext.Current.CancellationToken;
        ModelFact fact = DocumentedFacts.Models.Single(model => model.Type == type);
        await using SandboxServer sandbox = await TestClient.StartSandboxAsync();
        using Kling3Client client = TestClient.For(sandbox);
        GenerateRequest request = RequestJson.Read(fact.MinimalBody);
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".mp4");
        try
        {
            Operation<VideoTask> operation = await client.StartGenerateAsync(request, ct);
            Assert.False(operation.IsCompleted);
            VideoTask done = await operation.WaitForCompletionAsync(ct);
            await client.DownloadAsync(Assert.Single(operation.Results), path, cancellationToken: ct);

            Assert.Equal(operation.Id, done.TaskId);
            Assert.Equal(VideoStatus.Success, done.Status);
            Assert.Equal(fact.DefaultCredits, done.ConsumedCredits);
            Assert.Equal(request.EstimateCredits(), done.ConsumedCredits);
            Assert.Equal(100_000 - fact.DefaultCredits, sandbox.Balance);
            Assert.True(RequestJson.MeanTheSame(fact.MinimalBody, done.Request!.Value.ToString()));
            Assert.True(Mp4Boxes.IsCompleteMp4(await File.ReadAllBytesAsync(path, ct)));
            Assert.Single(sandbox.Requests, seen => seen.Method == "POST");
            Assert.DoesNotContain(sandbox.Requests, seen => seen.HasKey && !seen.Path.StartsWith("/api/", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task GenerateAndWaitAsync_tells_each_change_and_gives_the_last_reply()
    {
        CancellationToken ct = TestContext.Current.CancellationToken;
        using Kling3Client client = TestClient.Answering(
            CannedReply.Task("""  "task_id":"t1","status":"IN_PROGRESS"  """),
            CannedReply.Task("""  "task_id":"t1","status":"IN_PROGRESS"  """),
            CannedReply.Task("""  "task_id":"t1","status":"QUEUED_AT_PROVIDER"  """),
            CannedReply.Task("""  "task_id":"t1","status":"QUEUED_AT_PROVIDER"  """),
            CannedReply.Task("""  "task_id":"t1","status":"SUCCESS","response":["https://example.com/v.mp4"]  """));
        List<string> seen = [];

        VideoTask done = await client.GenerateAndWaitAsync(new ProTextToVideoRequest { Prompt = "x" }, new Collecting(seen), ct);

        Assert.Equal(["IN_PROGRESS", "QUEUED_AT_PROVIDER", "SUCCESS"], seen);
        Assert.Equal("https://example.com/v.mp4", Assert.Single(done.Response!));
    }

    [Fact]
    public async Task A_task_is_resumed_by_its_id_without_a_second_submit()
    {
        CancellationToken ct = TestContext.Current.CancellationToken;
        await using SandboxServer sandbox = await TestClient.StartSandboxAsync();
        string id;
        using (Kling3Client first = TestClient.For(sandbox))
        {
            id = (await first.GenerateAsync(new ProTextToVideoRequest { Prompt = "x" }, ct)).TaskId;
        }

        using Kling3Client second = TestClient.For(sandbox);
        Operation<VideoTask> operation = second.ResumeGenerate(id);
        Assert.Single(sandbox.Requests);
        VideoTask done = await operation.WaitForCompletionAsync(ct);

        Assert.Equal((id, VideoStatus.Success), (done.TaskId, done.Status));
        Assert.Single(sandbox.Requests, seen => seen.Method == "POST");
    }

    [Fact]
    public async Task Watching_yields_each_change_and_ends_with_the_last_reply_of_a_failure_too()
    {
        CancellationToken ct = TestContext.Current.CancellationToken;
        using Kling3Client client = TestClient.Answering(
            CannedReply.Task("""  "task_id":"t1","status":"IN_PROGRESS"  """),
            CannedReply.Task("""  "task_id":"t1","status":"FAILED","failed_reason":"No."  """));
        Operation<VideoTask> operation = client.ResumeGenerate("t1");

        List<string> seen = [];
        await foreach (VideoTask task in operation.WatchAsync(ct))
        {
            seen.Add(task.Status.Value);
        }

        Assert.Equal(["IN_PROGRESS", "FAILED"], seen);
        Assert.True(operation.IsCompleted);
        var failure = await Assert.ThrowsAsync<OperationFailedException>(() => operation.WaitForCompletionAsync(ct));
        Assert.Equal(("t1", "FAILED", "No."), (failure.OperationId, failure.State, failure.ApiMessage));
    }

    private sealed class Collecting(List<string> seen) : IProgress<VideoTask>
    {
        public void Report(VideoTask value) => seen.Add(value.Status.Value);
    }
}
