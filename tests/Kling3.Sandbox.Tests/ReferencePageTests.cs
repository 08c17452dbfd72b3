using System.Net;
using Kling3.TestSupport;

namespace Kling3.Sandbox.Tests;

/// <summary>The page for people beside the API.</summary>
public sealed class ReferencePageTests
{
    [Fact]
    public async Task The_page_is_there_and_takes_nothing_from_the_api()
    {
        await using SandboxServer sandbox = await SandboxServer.StartAsync(new SandboxOptions(), new ReferencePage(), TestContext.Current.CancellationToken);
        using HttpClient http = new() { BaseAddress = sandbox.BaseAddress };
        using SandboxCaller caller = new(sandbox);

        string page = await http.GetStringAsync(new Uri("scalar/", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("openapi.json", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await caller.GenerateAsync(DocumentedFacts.Bodies[0])).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await caller.SendAsync(new HttpRequestMessage(HttpMethod.Get, "nothing"))).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await caller.SendAsync(new HttpRequestMessage(HttpMethod.Get, "api/generate"))).Status);
    }

    [Fact]
    public async Task A_sandbox_that_is_embedded_has_no_page()
    {
        await using SandboxServer sandbox = await SandboxServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using SandboxCaller caller = new(sandbox);

        Assert.Equal(HttpStatusCode.NotFound, (await caller.SendAsync(new HttpRequestMessage(HttpMethod.Get, "scalar/"))).Status);
    }
}
