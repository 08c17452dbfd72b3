using Kling3.Generated.Tests.Support;
using Kling3.Runtime;
using Kling3.Sandbox;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;

namespace Kling3.Generated.Tests;

public sealed class DependencyInjectionTests
{
    private static readonly GenerateRequest s_request = new ProTextToVideoRequest { Prompt = "x" };

    [Fact]
    public async Task A_client_is_made_with_options_that_code_has_set()
    {
        await using SandboxServer sandbox = await TestClient.StartSandboxAsync();
        ServiceCollection services = new();
        services.AddKling3Client(options => (options.ApiKey, options.BaseAddress) = (sandbox.ApiKey, sandbox.BaseAddress));
        await using ServiceProvider provider = services.BuildServiceProvider();

        IKling3Client client = provider.GetRequiredService<IKling3Client>();
        SubmittedTask task = await client.GenerateAsync(s_request, TestContext.Current.CancellationToken);

        Assert.NotEmpty(task.TaskId);
        Assert.Same(client, provider.GetRequiredService<Kling3Client>());
    }

    [Fact]
    public async Task A_client_is_made_with_options_from_configuration()
    {
        await using SandboxServer sandbox = await TestClient.StartSandboxAsync();
        IConfiguration configuration = Configuration(
            ("Kling3:ApiKey", sandbox.ApiKey),
            ("Kling3:BaseAddress", sandbox.BaseAddress.AbsoluteUri),
            ("Kling3:SubmitTimeout", "00:00:42"),
            ("Kling3:Polling:FirstDelay", "00:00:00.010"),
            ("Kling3:Polling:MaxDelay", "00:00:00.020"),
            ("Kling3:Download:MaxBytes", "1000"));
        ServiceCollection services = new();
        services.AddKling3Client(configuration.GetSection("Kling3"));
        await using ServiceProvider provider = services.BuildServiceProvider();

        ApiClientOptions options = provider.GetRequiredService<IOptionsMonitor<ApiClientOptions>>().Get("Kling3Client");
        VideoTask done = await provider.GetRequiredService<IKling3Client>().GenerateAndWaitAsync(s_request, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(TimeSpan.FromSeconds(42), options.SubmitTimeout);
        Assert.Equal(TimeSpan.FromMilliseconds(20), options.Polling.MaxDelay);
        Assert.Equal(1000, options.Download.MaxBytes);
        Assert.Equal(VideoStatus.Success, done.Status);
    }

    [Fact]
    public async Task Options_that_cannot_work_fail_when_the_host_starts()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddKling3Client(options => (options.ApiKey, options.BaseAddress) = ("key", new Uri("http://example.com")));
        using IHost host = builder.Build();

        OptionsValidationException exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("http", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_key_fails_when_the_host_starts()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddKling3Client(Configuration());
        using IHost host = builder.Build();

        OptionsValidationException exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("ApiKey", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_value_that_cannot_be_read_fails_when_the_host_starts_and_is_named_without_its_value()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddKling3Client(Configuration(("ApiKey", "key"), ("SubmitTimeout", "secret-soon")));
        using IHost host = builder.Build();

        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("SubmitTimeout", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-soon", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_accounts_are_two_keyed_clients()
    {
        await using SandboxServer first = await SandboxServer.StartAsync(new SandboxOptions { ApiKeys = ["first-key"] }, TestContext.Current.CancellationToken);
        await using SandboxServer second = await SandboxServer.StartAsync(new SandboxOptions { ApiKeys = ["second-key"] }, TestContext.Current.CancellationToken);
        ServiceCollection services = new();
        services.AddKeyedKling3Client("first", options => (options.ApiKey, options.BaseAddress) = ("first-key", first.BaseAddress));
        services.AddKeyedKling3Client("second", Configuration(("ApiKey", "second-key"), ("BaseAddress", second.BaseAddress.AbsoluteUri)));
        await using ServiceProvider provider = services.BuildServiceProvider();

        await provider.GetRequiredKeyedService<IKling3Client>("first").GenerateAsync(s_request, TestContext.Current.CancellationToken);
        await provider.GetRequiredKeyedService<IKling3Client>("second").GenerateAsync(s_request, TestContext.Current.CancellationToken);

        Assert.Equal((200, 200), (Assert.Single(first.Requests).Status, Assert.Single(second.Requests).Status));
        Assert.Null(provider.GetService<IKling3Client>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_standard_resilience_handler_sends_one_body(bool isDropped)
    {
        await using SandboxServer sandbox = await TestClient.StartSandboxAsync();
        ServiceCollection services = new();
        services.AddKling3Client(options => (options.ApiKey, options.BaseAddress) = (sandbox.ApiKey, sandbox.BaseAddress))
            .AddStandardResilienceHandler(resilience => resilience.Retry.Delay = TimeSpan.FromMilliseconds(1));
        await using ServiceProvider provider = services.BuildServiceProvider();
        if (isDropped)
        {
            sandbox.DropNextReply();
        }
        else
        {
            sandbox.RefuseNext(500, times: 10);
        }

        await Assert.ThrowsAsync<SubmissionUnknownException>(
            () => provider.GetRequiredService<IKling3Client>().GenerateAsync(s_request, TestContext.Current.CancellationToken));

        Assert.Single(sandbox.Requests);
    }

    private static IConfigurationRoot Configuration(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(value => KeyValuePair.Create(value.Key, (string?)value.Value))).Build();
}
