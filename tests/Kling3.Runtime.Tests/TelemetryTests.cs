using System.Diagnostics;
using Kling3.Runtime.Emitted;
using Kling3.Runtime.Tests.Support;

namespace Kling3.Runtime.Tests;

/// <summary>Spans and measurements by OpenTelemetry's names.</summary>
public sealed class TelemetryTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_is_a_client_span_and_a_measurement()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Kling3.Runtime",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                lock (spans)
                {
                    spans.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var everything = new Everything();
        int count = 0;
        await using var server = FaultServer.Answering((connection, _) => ++count == 1 ? connection.ReplyAsync(503, "") : connection.ReplyAsync(200, TestApi.StatusBody("IN_PROGRESS")));
        ApiClientOptions options = TestApi.Options(server.Address);
        options.TimeProvider = new EagerTimeProvider();
        using var transport = new ApiTransport(TestApi.Description, options);

        await TestApi.StatusAsync(transport, Ct);

        Activity[] mine;
        lock (spans)
        {
            mine = [.. spans.Where(span => Equals(span.GetTagItem("server.port"), server.Address.Port))];
        }

        Assert.Equal(2, mine.Length);
        Assert.All(mine, span => Assert.Equal(("GET /api/status", ActivityKind.Client), (span.DisplayName, span.Kind)));
        Assert.All(mine, span => Assert.Equal("GET", span.GetTagItem("http.request.method")));
        Assert.All(mine, span => Assert.Equal("127.0.0.1", span.GetTagItem("server.address")));
        Assert.All(mine, span => Assert.Equal("/api/status", span.GetTagItem("url.template")));
        Assert.All(mine, span => Assert.Equal(new Uri(server.Address, "/api/status").AbsoluteUri, span.GetTagItem("url.full")));
        Assert.Equal((503, "503", ActivityStatusCode.Error), (mine[0].GetTagItem("http.response.status_code"), mine[0].GetTagItem("error.type"), mine[0].Status));
        Assert.Equal((200, 1, ActivityStatusCode.Unset), (mine[1].GetTagItem("http.response.status_code"), mine[1].GetTagItem("http.request.resend_count"), mine[1].Status));
        string port = $"[server.port, {server.Address.Port}]";
        Assert.Equal(2, everything.Texts.Count(text => text.StartsWith("Kling3.Runtime http.client.request.duration s ", StringComparison.Ordinal) && text.Contains(port, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(500)]
    public async Task A_reply_that_breaks_off_is_measured_by_the_full_name_of_its_exception_too(int status)
    {
        using var everything = new Everything();
        await using var server = FaultServer.Answering(async (connection, _) =>
        {
            await connection.WriteAsync($"HTTP/1.1 {status} X\r\nContent-Length: 500\r\n\r\n{{");
            connection.Close();
        });
        using var transport = new ApiTransport(TestApi.Description, TestApi.Options(server.Address));

        await Assert.ThrowsAsync<SubmissionUnknownException>(() => TestApi.GenerateAsync(transport, Ct));

        string port = $"[server.port, {server.Address.Port}]";
        string text = Assert.Single(everything.Texts, text => text.StartsWith("Kling3.Runtime http.client.request.duration s ", StringComparison.Ordinal) && text.Contains(port, StringComparison.Ordinal));
        Assert.Contains("[error.type, System.Net.Http.HttpIOException]", text, StringComparison.Ordinal);
        Assert.Contains($"[http.response.status_code, {status}]", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_without_a_reply_is_measured_by_the_full_name_of_its_exception()
    {
        using var everything = new Everything();
        await using var server = FaultServer.Answering((connection, _) =>
        {
            connection.Reset();
            return Task.CompletedTask;
        });
        using var transport = new ApiTransport(TestApi.Description, TestApi.Options(server.Address));

        await Assert.ThrowsAsync<SubmissionUnknownException>(() => TestApi.GenerateAsync(transport, Ct));

        string port = $"[server.port, {server.Address.Port}]";
        string text = Assert.Single(everything.Texts, text => text.StartsWith("Kling3.Runtime http.client.request.duration s ", StringComparison.Ordinal) && text.Contains(port, StringComparison.Ordinal));
        Assert.Contains("[error.type, System.Net.Http.HttpRequestException]", text, StringComparison.Ordinal);
        Assert.DoesNotContain("http.response.status_code", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_trace_ids_travel_and_connections_of_our_own_add_no_spans()
    {
        using var everything = new Everything();
        using var activity = new Activity("caller").Start();
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, TestApi.StatusBody("IN_PROGRESS")));
        using var transport = new ApiTransport(TestApi.Description, TestApi.Options(server.Address));

        await TestApi.StatusAsync(transport, Ct);

        Assert.Null(Assert.Single(server.Requests).Header("traceparent"));
    }

    [Fact]
    public async Task An_unknown_submit_is_counted()
    {
        using var everything = new Everything();
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(500, ""));
        using var transport = new ApiTransport(new ApiDescription { Name = "Counted" }, new ApiClientOptions { BaseAddress = server.Address });

        await Assert.ThrowsAsync<SubmissionUnknownException>(() => TestApi.GenerateAsync(transport, Ct));

        Assert.Contains("Kling3.Runtime kling3.runtime.submits.unknown {submit} 1 [kling3.api, Counted]", everything.Texts);
    }
}
