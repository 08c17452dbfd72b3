using Kling3.Runtime;
using Kling3.Sandbox;

namespace Kling3.Generated.Tests;

public class QuickTests
{
    [Fact]
    public async Task A_video_arrives()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { TaskDuration = TimeSpan.FromMilliseconds(50) }, TestContext.Current.CancellationToken);
        var options = new ApiClientOptions { ApiKey = sandbox.ApiKey, BaseAddress = sandbox.BaseAddress };
        options.Polling.FirstDelay = TimeSpan.FromMilliseconds(20);
        using var client = new Kling3Client(options);
        var request = new ProImageToVideoRequest { Prompt = "x", Image = "https://example.com/a.jpg", Duration = 5 };
        Assert.Equal(240, request.EstimateCredits());
        Operation<VideoTask> operation = await client.StartGenerateAsync(request, TestContext.Current.CancellationToken);
        VideoTask done = await operation.WaitForCompletionAsync(TestContext.Current.CancellationToken);
        Assert.Equal(VideoStatus.Success, done.Status);
        Assert.NotEmpty(operation.Results);
    }
}
