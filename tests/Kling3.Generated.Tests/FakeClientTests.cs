using Kling3.Runtime;

namespace Kling3.Generated.Tests;

/// <summary>What an application's tests do: a fake in the client's place, with operations that need no server.</summary>
public sealed class FakeClientTests
{
    [Fact]
    public async Task A_fake_hands_out_operations_that_have_succeeded()
    {
        IKling3Client client = new FakeClient(Operation.Completed(
            "t1", new VideoTask { TaskId = "t1", Status = VideoStatus.Success }, [new Uri("https://example.com/v.mp4")]));

        Operation<VideoTask> operation = await client.StartGenerateAsync(new ProTextToVideoRequest { Prompt = "x" }, TestContext.Current.CancellationToken);

        Assert.True(operation.IsCompleted);
        Assert.Equal("https://example.com/v.mp4", Assert.Single(operation.Results).AbsoluteUri);
        Assert.Equal("t1", (await operation.WaitForCompletionAsync(TestContext.Current.CancellationToken)).TaskId);
        VideoTask watched = Assert.Single(await operation.WatchAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(VideoStatus.Success, watched.Status);
    }

    [Fact]
    public async Task A_fake_hands_out_operations_that_have_failed()
    {
        var failure = new OperationFailedException("t1", "Too dark.") { State = "FAILED" };
        IKling3Client client = new FakeClient(Operation.Failed(new VideoTask { TaskId = "t1", Status = VideoStatus.Failed }, failure));

        Operation<VideoTask> operation = client.ResumeGenerate("t1");

        Assert.Same(failure, await Assert.ThrowsAsync<OperationFailedException>(() => operation.WaitForCompletionAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(VideoStatus.Failed, operation.Value!.Status);
    }

    private sealed class FakeClient(Operation<VideoTask> operation) : IKling3Client
    {
        public Task<SubmittedTask> GenerateAsync(GenerateRequest request, CancellationToken cancellationToken = default) =>
            Task.FromResult(new SubmittedTask { TaskId = operation.Id });

        public Task<Operation<VideoTask>> StartGenerateAsync(GenerateRequest request, CancellationToken cancellationToken = default) => Task.FromResult(operation);

        public Operation<VideoTask> ResumeGenerate(string operationId) => operation;

        public Task<VideoTask> GenerateAndWaitAsync(GenerateRequest request, IProgress<VideoTask>? progress = null, CancellationToken cancellationToken = default) =>
            operation.WaitForCompletionAsync(progress, cancellationToken);

        public Task<VideoTask> GetStatusAsync(string taskId, CancellationToken cancellationToken = default) => operation.UpdateAsync(cancellationToken);

        public Task DownloadAsync(Uri address, string path, bool overwrite = false, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
            Task.CompletedTask;
    }
}
