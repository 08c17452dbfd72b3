using Kling3.Runtime;
using Kling3.Sandbox;

namespace Kling3.Generated.Tests.Support;

/// <summary>Clients that are in a hurry.</summary>
internal static class TestClient
{
    /// <summary>A sandbox whose tasks end at once.</summary>
    public static Task<SandboxServer> StartSandboxAsync(decimal balance = 100_000, string? spec = null) => SandboxServer.StartAsync(
        new SandboxOptions { TaskDuration = TimeSpan.FromMilliseconds(1), InitialBalance = balance, Spec = spec },
        TestContext.Current.CancellationToken);

    public static ApiClientOptions OptionsFor(SandboxServer sandbox)
    {
        var options = new ApiClientOptions { ApiKey = sandbox.ApiKey, BaseAddress = sandbox.BaseAddress };
        options.Polling.FirstDelay = TimeSpan.FromMilliseconds(10);
        options.Polling.MaxDelay = TimeSpan.FromMilliseconds(20);
        return options;
    }

    public static Kling3Client For(SandboxServer sandbox) => new(OptionsFor(sandbox));

    /// <summary>A client whose every reply is written down beforehand; the last one is repeated.</summary>
    public static Kling3Client Answering(params CannedReply[] replies)
    {
        var options = new ApiClientOptions { ApiKey = "key" };
        options.Polling.FirstDelay = TimeSpan.FromMilliseconds(1);
        options.Polling.MaxDelay = TimeSpan.FromMilliseconds(1);
        return new Kling3Client(new HttpClient(new CannedHandler(replies)), options);
    }
}
