using System.Net;
using Kling3.Runtime.Emitted;
using Kling3.Runtime.Tests.Support;

namespace Kling3.Runtime.Tests;

/// <summary>Calls that may be repeated are, within limits.</summary>
public sealed class GetFaultTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("500")]
    [InlineData("429")]
    [InlineData("408")]
    [InlineData("close")]
    [InlineData("reset")]
    [InlineData("garbage")]
    [InlineData("page")]
    [InlineData("cut")]
    [InlineData("code 500 in the envelope")]
    public async Task A_failure_that_may_pass_is_repeated(string fault)
    {
        int count = 0;
        await using var server = FaultServer.Answering((connection, _) => Interlocked.Increment(ref count) < 3
            ? FailAsync(connection, fault)
            : connection.ReplyAsync(200, TestApi.StatusBody("IN_PROGRESS")));
        var time = new EagerTimeProvider();
        ApiClientOptions options = TestApi.Options(server.Address);
        options.TimeProvider = time;
        using var transport = new ApiTransport(TestApi.Description, options);

        Assert.Equal("IN_PROGRESS", (await TestApi.StatusAsync(transport, Ct)).State);

        // The handler itself repeats a GET whose connection died without a word, so those may need no repeat of ours.
        Assert.InRange(count, 3, 4);
        TimeSpan[] delays = [.. time.Delays.Where(delay => delay < TimeSpan.FromSeconds(10))];
        Assert.InRange(delays.Length, fault is "close" or "reset" ? 0 : 2, 2);
        Assert.All(delays, delay => Assert.InRange(delay, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1.51)));
    }

    [Fact]
    public async Task It_is_given_up_after_three_repeats_with_the_last_failure()
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(503, """{"code":"BUSY"}"""));
        ApiClientOptions options = TestApi.Options(server.Address);
        options.TimeProvider = new EagerTimeProvider();
        using var transport = new ApiTransport(TestApi.Description, options);

        ApiException error = await Assert.ThrowsAsync<ApiException>(() => TestApi.StatusAsync(transport, Ct));

        Assert.Equal("BUSY", error.ErrorCode);
        Assert.Equal(4, server.Requests.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    public async Task A_refusal_is_final(int status)
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(status, ""));
        using var transport = new ApiTransport(TestApi.Description, TestApi.Options(server.Address));

        await Assert.ThrowsAsync<ApiException>(() => TestApi.StatusAsync(transport, Ct));

        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("head")]
    [InlineData("body")]
    public async Task Head_and_body_have_a_time_limit_each_attempt(string part)
    {
        int count = 0;
        await using var server = new FaultServer(async connection =>
        {
            await connection.ReadRequestAsync();
            if (Interlocked.Increment(ref count) > 1)
            {
                await connection.ReplyAsync(200, TestApi.StatusBody("IN_PROGRESS"));
            }

            string text = part == "head" ? "HTTP/1.1 200 OK\r\nX-A: " : "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n";
            await connection.WriteAsync(text);
            while (true)
            {
                await connection.WriteAsync("x");
                await Task.Delay(20, connection.Stopped);
            }
        });
        ApiClientOptions options = TestApi.Options(server.Address);
        options.RequestTimeout = TimeSpan.FromMilliseconds(150);
        using var transport = new ApiTransport(TestApi.Description, options);

        Assert.Equal("IN_PROGRESS", (await TestApi.StatusAsync(transport, Ct)).State);
    }

    [Fact]
    public async Task Cancelling_is_a_cancellation_by_the_callers_token()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        await using var server = new FaultServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await source.CancelAsync();
            await connection.StallAsync();
        });
        using var transport = new ApiTransport(TestApi.Description, TestApi.Options(server.Address));

        OperationCanceledException error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TestApi.StatusAsync(transport, source.Token));

        Assert.Equal(source.Token, error.CancellationToken);
    }

    [Fact]
    public void Our_own_connections_follow_changes_of_DNS_and_no_redirects()
    {
        using SocketsHttpHandler handler = ApiTransport.CreateConnections();

        Assert.InRange(handler.PooledConnectionLifetime, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        Assert.InRange(handler.ConnectTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.False(handler.AllowAutoRedirect);
        Assert.False(handler.UseCookies);
        Assert.Equal(DecompressionMethods.All, handler.AutomaticDecompression);
    }

    private static async Task FailAsync(FaultConnection connection, string fault)
    {
        switch (fault)
        {
            case "close":
                connection.Close();
                break;
            case "reset":
                connection.Reset();
                break;
            case "garbage":
                await connection.WriteAsync("what?\r\n\r\n");
                connection.Close();
                break;
            case "page":
                await connection.ReplyAsync(200, "<html>", type: "text/html");
                break;
            case "cut":
                await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
                connection.Close();
                break;
            case "code 500 in the envelope":
                await connection.ReplyAsync(200, """{"code":500}""");
                break;
            default:
                await connection.ReplyAsync(int.Parse(fault, System.Globalization.CultureInfo.InvariantCulture), "");
                break;
        }
    }
}
