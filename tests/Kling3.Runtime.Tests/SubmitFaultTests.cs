using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.RateLimiting;
using Kling3.Runtime.Emitted;
using Kling3.Runtime.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Kling3.Runtime.Tests;

/// <summary>The truth table of what a failed submit means. Each test counts the bodies that arrived whole.</summary>
public sealed class SubmitFaultTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_submit_is_one_complete_body_with_key_length_and_type()
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, TestApi.Accepted()));
        using var transport = new ApiTransport(TestApi.Description, TestApi.Options(server.Address));

        TestApi.Submitted reply = await TestApi.GenerateAsync(transport, Ct);

        Assert.Equal(new TestApi.Submitted("t1", 240), reply);
        FaultRequest request = Assert.Single(server.Requests);
        Assert.Equal("POST", request.Method);
        Assert.Equal("/api/generate", request.Path);
        Assert.Equal("Bearer " + TestApi.Key, request.Header("Authorization"));
        Assert.Equal("application/json", request.Header("Content-Type"));
        Assert.Equal("""{"prompt":"mountains"}""", request.Body);
        Assert.Equal(1, server.CompleteBodies);
    }

    [Fact]
    public async Task A_refused_connection_is_retried_three_times_and_then_reported_as_never_sent()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var time = new EagerTimeProvider();
        ApiClientOptions options = TestApi.Options(new Uri($"http://127.0.0.1:{port}"));
        options.TimeProvider = time;
        using var transport = new ApiTransport(TestApi.Description, options);

        ApiException error = await Assert.ThrowsAsync<ApiException>(() => TestApi.GenerateAsync(transport, Ct));

        Assert.Contains("the API has seen nothing of it", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, time.Delays.Count(delay => delay < TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_refused_connection_that_comes_back_is_submitted_once()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        int attempts = 0;
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, TestApi.Accepted()));
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, ++attempts < 3 ? port : server.Address.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var client = new HttpClient(handler);
        ApiClientOptions options = TestApi.Options(server.Address);
        options.TimeProvider = new EagerTimeProvider();
        using var transport = new ApiTransport(TestApi.Description, client, options);

        TestApi.Submitted reply = await TestApi.GenerateAsync(transport, Ct);

        Assert.Equal("t1", reply.TaskId);
        Assert.Equal(3, attempts);
        Assert.Equal(1, server.CompleteBodies);
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_never_sent()
    {
        ApiClientOptions options = TestApi.Options(new Uri("https://no-such-host.invalid"));
        options.TimeProvider = new EagerTimeProvider();
        using var transport = new ApiTransport(TestApi.Description, options);

        ApiException error = await Assert.ThrowsAsync<ApiException>(() => TestApi.GenerateAsync(transport, Ct));

        Assert.Contains("the API has seen nothing of it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_tls_handshake_is_never_sent()
    {
        await using var server = new FaultServer(async connection =>
        {
            await connection.ReceiveAsync();
            await connection.WriteAsync("this is no TLS\r\n");
            connection.Close();
        });
        ApiClientOptions options = TestApi.Options(new Uri($"https://127.0.0.1:{server.Address.Port}"));
        options.TimeProvider = new EagerTimeProvider();
        using var transport = new ApiTransport(TestApi.Description, options);

        ApiException error = await Assert.ThrowsAsync<ApiException>(() => TestApi.GenerateAsync(transport, Ct));

        Assert.Contains("the API has seen nothing of it", error.Message, StringComparison.Ordinal);
        Assert.Equal(4, server.Connections);
        Assert.Equal(0, server.CompleteBodies);
    }

    [Fact]
    public async Task A_connect_that_never_ends_is_never_sent_when_the_submit_timeout_passes()
    {
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
                throw new UnreachableException();
            },
        };
        using var client = new HttpClient(handler);
        ApiClientOptions options = TestApi.Options(new Uri("http://127.0.0.1:9"));
        options.SubmitTimeout = TimeSpan.FromMilliseconds(200);
        using var transport = new ApiTransport(TestApi.Description, client, options);

        ApiException error = await Assert.ThrowsAsync<ApiException>(() => TestApi.GenerateAsync(transport, Ct));

        Assert.Contains("No connection within 0.2 s.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_turn_that_never_comes_is_said_to_be_what_was_waited_for()
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, TestApi.Accepted()));
        using var limiter = new System.Threading.RateLimiting.ConcurrencyLimiter(new() { PermitLimit = 1, QueueLimit = 1 });
        using System.Threading.RateLimiting.RateLimitLease taken = limiter.AttemptAcquire();
        ApiClientOptions options = TestApi.Options(server.Address);
        options.SubmitTimeout = TimeSpan.FromMilliseconds(200);
        options.RateLimiter = limiter;
        using var transport = new ApiTransport(TestApi.Description, options);

        ApiException error = await Assert.ThrowsAsync<ApiException>(() => TestApi.GenerateAsync(transport, Ct));

        Assert.Contains("The rate limiter gave it no turn within 0.2 s.", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task Cancelled_in_the_queue_for_a_connection_is_a_plain_cancellation()
    {
        var arrived = new TaskCompletionSource();
        await using var server = new FaultServer(async connection =>
        {
            await connection.ReadRequestAsync();
            arrived.SetResult();
            await connection.StallAsync();
        });
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 1 };
        using var client = new HttpClient(handler);
        using var transport = new ApiTransport(TestApi.Description, client, TestApi.Options(server.Address));
        using var first = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        Task<TestApi.Submitted> sent = TestApi.GenerateAsync(transport, first.Token);
        await arrived.Task;
        using var second = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        Task<TestApi.Submitted> queued = TestApi.GenerateAsync(transport, second.Token);

        await second.CancelAsync();

        OperationCanceledException cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued);
        Assert.Equal(second.Token, cancelled.CancellationToken);
        await first.CancelAsync();
        SubmissionUnknownException unknown = await Assert.ThrowsAsync<SubmissionUnknownException>(() => sent);
        Assert.True(unknown.BodySent);
        Assert.Equal(1, server.CompleteBodies);
    }

    [Fact]
    public async Task Cancelled_before_the_call_sends_nothing()
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, TestApi.Accepted()));
        using var transport = new ApiTransport(TestApi.Description, TestApi.Options(server.Address));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TestApi.GenerateAsync(transport, new CancellationToken(true)));

        Assert.Equal(0, server.Connections);
    }

    [Theory]
    [InlineData("close before the body")]
    [InlineData("reset before the body")]
    [InlineData("reset during the body")]
    [InlineData("close after the body")]
    [InlineData("reset after the body")]
    [InlineData("reset during the reply's head")]
    [InlineData("reset during the reply's body")]
    [InlineData("truncated reply")]
    [InlineData("garbage")]
    [InlineData("a page for a reply")]
    [InlineData("an empty reply")]
    [InlineData("JSON cut short")]
    [InlineData("no data in the reply")]
    [InlineData("no id in the reply")]
    [InlineData("wrong type in the reply")]
    [InlineData("500")]
    [InlineData("502 with a page")]
    [InlineData("503 with a hint")]
    [InlineData("303")]
    [InlineData("100, then close")]
    [InlineData("103, then garbage")]
    [InlineData("101")]
    [InlineData("204")]
    [InlineData("half of a gzip")]
    [InlineData("no gzip at all")]
    [InlineData("chunks without an end")]
    [InlineData("a chunk without a size")]
    [InlineData("headers without an end")]
    public async Task What_fails_after_the_body_has_begun_is_unknown_and_is_not_sent_again(string fault)
    {
        await using var server = new FaultServer(connection => BreakAsync(connection, fault));
        ApiClientOptions options = TestApi.Options(server.Address);
        options.TimeProvider = new EagerTimeProvider();
        using var transport = new ApiTransport(TestApi.Description, options);

        // Large enough that no kernel takes all of it while nobody reads.
        bool large = fault.Contains("the body", StringComparison.Ordinal) && !fault.Contains("after", StringComparison.Ordinal);
        string prompt = large ? new string('x', 8_000_000) : "mountains";
        SubmissionUnknownException error = await Assert.ThrowsAsync<SubmissionUnknownException>(() => TestApi.GenerateAsync(transport, Ct, prompt));

        Assert.Equal(!large, error.BodySent);
        Assert.Equal(large ? 0 : 1, server.CompleteBodies);
        Assert.Equal(1, server.Connections);
        Assert.Contains("It was not sent again", error.Message, StringComparison.Ordinal);
        Assert.Contains(large ? "partly sent" : "body was sent", error.Message, StringComparison.Ordinal);
        if (fault.StartsWith('5'))
        {
            Assert.Equal(int.Parse(fault[..3], System.Globalization.CultureInfo.InvariantCulture), (int)error.StatusCode!);
        }
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("half a head")]
    [InlineData("a trickle")]
    public async Task A_reply_that_does_not_come_in_time_is_unknown(string reply)
    {
        await using var server = new FaultServer(async connection =>
        {
            await connection.ReadRequestAsync();
            if (reply != "nothing")
            {
                await connection.WriteAsync(reply == "half a head" ? "HTTP/1.1 200 OK\r\nCont" : "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            }

            while (reply == "a trickle")
            {
                await connection.WriteAsync(" ");
                await Task.Delay(20, connection.Stopped);
            }

            await connection.StallAsync();
        });
        ApiClientOptions options = TestApi.Options(server.Address);
        options.SubmitTimeout = TimeSpan.FromMilliseconds(300);
        using var transport = new ApiTransport(TestApi.Description, options);

        SubmissionUnknownException error = await Assert.ThrowsAsync<SubmissionUnknownException>(() => TestApi.GenerateAsync(transport, Ct));

        Assert.True(error.BodySent);
        Assert.InRange(error.Waited, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));
        Assert.Equal(1, server.CompleteBodies);
    }

    [Theory]
    [InlineData("nothing", 100, 60_000)]
    [InlineData("nothing", 300, 300)]
    [InlineData("a head", 100, 300)]
    [InlineData("a trickle", 100, 300)]
    [InlineData("nothing", 60_000, 300)]
    [InlineData("nothing", -1, 300)]
    public async Task Over_a_callers_client_the_shorter_limit_holds_up_to_the_head_and_ours_up_to_the_end(string reply, int clients, int ours)
    {
        await using var server = new FaultServer(async connection =>
        {
            await connection.ReadRequestAsync();
            if (reply != "nothing")
            {
                await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            }

            while (reply == "a trickle")
            {
                await connection.WriteAsync(" ");
                await Task.Delay(20, connection.Stopped);
            }

            await connection.StallAsync();
        });
        using var client = new HttpClient { Timeout = TimeSpan.FromMilliseconds(clients) };
        ApiClientOptions options = TestApi.Options(server.Address);
        options.SubmitTimeout = TimeSpan.FromMilliseconds(ours);
        using var transport = new ApiTransport(TestApi.Description, client, options);

        SubmissionUnknownException error = await Assert.ThrowsAsync<SubmissionUnknownException>(
            () => TestApi.GenerateAsync(transport, Ct).WaitAsync(TimeSpan.FromSeconds(20), Ct));

        Assert.True(error.BodySent);
        Assert.InRange(error.Waited, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(5));
        Assert.Equal(1, server.CompleteBodies);
    }

    [Fact]
    public async Task Over_a_callers_client_a_reply_that_trickles_without_ever_waiting_is_cut_off()
    {
        using var client = new HttpClient(new BlockingHandler(" ", 2000, TimeSpan.FromMilliseconds(20)));
        ApiClientOptions options = TestApi.Options(new Uri("http://127.0.0.1:9"));
        options.SubmitTimeout = TimeSpan.FromMilliseconds(300);
        client.Timeout = options.SubmitTimeout;
        using var transport = new ApiTransport(TestApi.Description, client, options);

        SubmissionUnknownException error = await Assert.ThrowsAsync<SubmissionUnknownException>(
            () => Task.Run(() => TestApi.GenerateAsync(transport, Ct), Ct).WaitAsync(TimeSpan.FromSeconds(20), Ct));

        Assert.True(error.BodySent);
        Assert.InRange(error.Waited, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Over_a_callers_client_a_reply_that_comes_late_but_whole_is_taken()
    {
        using var client = new HttpClient(new BlockingHandler(TestApi.Accepted(), 1, TimeSpan.FromMilliseconds(400)));
        ApiClientOptions options = TestApi.Options(new Uri("http://127.0.0.1:9"));
        options.SubmitTimeout = TimeSpan.FromMilliseconds(300);
        client.Timeout = options.SubmitTimeout;
        using var transport = new ApiTransport(TestApi.Description, client, options);

        Assert.Equal("t1", (await TestApi.GenerateAsync(transport, Ct)).TaskId);
    }

    [Fact]
    public async Task Over_a_callers_client_a_repeat_has_only_what_is_left_of_the_time()
    {
        int attempts = 0;
        await using var server = FaultServer.Answering(async (connection, _) =>
        {
            if (++attempts > 1)
            {
                await connection.StallAsync();
            }

            await Task.Delay(1400, connection.Stopped);
            await connection.ReplyAsync(429, """{"code":429,"message":"Slow down","data":null}""");
        });
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(3) };
        ApiClientOptions options = TestApi.Options(server.Address);
        options.SubmitTimeout = client.Timeout;
        using var transport = new ApiTransport(TestApi.Description, client, options);

        SubmissionUnknownException error = await Assert.ThrowsAsync<SubmissionUnknownException>(
            () => TestApi.GenerateAsync(transport, Ct).WaitAsync(TimeSpan.FromSeconds(20), Ct));

        Assert.InRange(error.Waited, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2));
        Assert.Equal(2, server.CompleteBodies);
    }

    [Fact]
    public async Task Over_a_callers_client_a_wait_for_a_turn_ends_with_the_time()
    {
        await using var limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = 1 });
        using RateLimitLease taken = limiter.AttemptAcquire();
        using var client = new HttpClient { Timeout = TimeSpan.FromMilliseconds(100) };
        ApiClientOptions options = TestApi.Options(new Uri("http://127.0.0.1:9"));
        options.SubmitTimeout = TimeSpan.FromMilliseconds(300);
        options.RateLimiter = limiter;
        using var transport = new ApiTransport(TestApi.Description, client, options);

        ApiException error = await Assert.ThrowsAsync<ApiException>(
            () => TestApi.GenerateAsync(transport, Ct).WaitAsync(TimeSpan.FromSeconds(20), Ct));

        Assert.Contains("gave it no turn", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_a_callers_client_an_injected_clock_still_limits_a_submit()
    {
        var time = new FakeTimeProvider();
        await using var server = new FaultServer(async connection =>
        {
            await connection.ReadRequestAsync();
            time.Advance(TimeSpan.FromSeconds(100));
            await connection.StallAsync();
        });
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(50) };
        ApiClientOptions options = TestApi.Options(server.Address);
        options.SubmitTimeout = TimeSpan.FromSeconds(100);
        options.TimeProvider = time;
        using var transport = new ApiTransport(TestApi.Description, client, options);

        SubmissionUnknownException error = await Assert.ThrowsAsync<SubmissionUnknownException>(
            () => TestApi.GenerateAsync(transport, Ct).WaitAsync(TimeSpan.FromSeconds(20), Ct));

        Assert.Equal(TimeSpan.FromSeconds(100), error.Waited);
    }

    [Fact]
    public async Task Over_a_callers_client_a_cancellation_while_the_reply_comes_is_unknown()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        await using var server = new FaultServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            await Task.Delay(100, connection.Stopped);
            await source.CancelAsync();
            await connection.StallAsync();
        });
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        using var transport = new ApiTransport(TestApi.Description, client, TestApi.Options(server.Address));

        SubmissionUnknownException error = await Assert.ThrowsAsync<SubmissionUnknownException>(
            () => TestApi.GenerateAsync(transport, source.Token).WaitAsync(TimeSpan.FromSeconds(20), Ct));

        Assert.True(error.BodySent);
        Assert.Equal(1, server.CompleteBodies);
    }

    [Fact]
    public async Task Cancelled_after_the_body_was_sent_is_unknown()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        await using var server = new FaultServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await source.CancelAsync();
            await connection.StallAsync();
        });
        using var transport = new ApiTransport(TestApi.Description, TestApi.Options(server.Address));

        SubmissionUnknownException error = await Assert.ThrowsAsync<SubmissionUnknownException>(() => TestApi.GenerateAsync(transport, source.Token));

        Assert.IsAssignableFrom<OperationCanceledException>(error.InnerException);
        Assert.Equal(1, server.CompleteBodies);
    }

    [Fact]
    public async Task Two_replies_to_one_submit_are_one_submit_and_do_not_confuse_the_next()
    {
        await using var server = new FaultServer(async connection =>
        {
            while (await connection.ReadRequestAsync() is not null)
            {
                string reply = $"HTTP/1.1 200 OK\r\nContent-Length: {TestApi.Accepted("tN").Length}\r\n\r\n";
                await connection.WriteAsync(
                    reply + TestApi.Accepted($"t{connection.Number}") + (connection.Number == 1 ? reply + TestApi.Accepted("t9") : ""));
            }
        });
        using var transport = new ApiTransport(TestApi.Description, TestApi.Options(server.Address));

        TestApi.Submitted first = await TestApi.GenerateAsync(transport, Ct);
        await Task.Delay(50, Ct);
        string? second = null;
        try
        {
            second = (await TestApi.GenerateAsync(transport, Ct)).TaskId;
        }
        catch (SubmissionUnknownException)
        {
            // Also right: what cannot be told is not made up.
        }

        Assert.Equal("t1", first.TaskId);
        Assert.NotEqual("t9", second);
        Assert.InRange(server.CompleteBodies, 1, 2);
    }

    [Fact]
    public async Task A_pooled_connection_that_closes_under_a_submit_gets_no_second_body()
    {
        await using var server = new FaultServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.ReplyAsync(200, TestApi.Accepted());

            // The next request on this connection is taken whole, and the connection closed instead of an answer.
            if (await connection.ReadRequestAsync() is not null)
            {
                connection.Reset();
            }
        });
        using var transport = new ApiTransport(TestApi.Description, TestApi.Options(server.Address));
        await TestApi.GenerateAsync(transport, Ct);

        await Assert.ThrowsAsync<SubmissionUnknownException>(() => TestApi.GenerateAsync(transport, Ct));

        Assert.Equal(2, server.CompleteBodies);
        Assert.Equal(1, server.Connections);
    }

    [Theory]
    [InlineData(400, """{"code":"INVALID_DURATION","message":"no"}""", "INVALID_DURATION")]
    [InlineData(402, """{"code":402,"message":"No available credits"}""", "INSUFFICIENT_CREDITS")]
    [InlineData(404, "", null)]
    [InlineData(200, """{"code":"INVALID_TYPE","message":"no"}""", "INVALID_TYPE")]
    [InlineData(200, """{"code":500,"message":"later"}""", "INTERNAL_ERROR")]
    [InlineData(307, "", null)]
    public async Task A_refusal_is_an_api_exception_with_the_code_and_is_not_sent_again(int status, string body, string? code)
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(status, body, "Location: http://127.0.0.1:1/elsewhere\r\n"));
        ApiClientOptions options = TestApi.Options(server.Address);
        options.TimeProvider = new EagerTimeProvider();
        using var transport = new ApiTransport(TestApi.Description, options);

        ApiException error = await Assert.ThrowsAsync<ApiException>(() => TestApi.GenerateAsync(transport, Ct));

        Assert.Equal(status, (int)error.StatusCode!);
        Assert.Equal(code, error.ErrorCode);
        Assert.Equal(1, server.CompleteBodies);
    }

    [Fact]
    public async Task A_refusal_whose_words_break_off_is_still_a_refusal()
    {
        await using var server = new FaultServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync("HTTP/1.1 402 Payment Required\r\nContent-Length: 1000\r\n\r\n{\"code\":");
            connection.Close();
        });
        using var transport = new ApiTransport(TestApi.Description, TestApi.Options(server.Address));

        ApiException error = await Assert.ThrowsAsync<ApiException>(() => TestApi.GenerateAsync(transport, Ct));

        Assert.Equal("INSUFFICIENT_CREDITS", error.ErrorCode);
    }

    [Fact]
    public async Task Rate_limited_is_retried_after_the_hint_and_accepted_once()
    {
        int count = 0;
        await using var server = FaultServer.Answering((connection, _) => ++count < 3
            ? connection.ReplyAsync(429, """{"code":"RATE_LIMITED"}""", "Retry-After: 7\r\n")
            : connection.ReplyAsync(200, TestApi.Accepted()));
        var time = new EagerTimeProvider();
        ApiClientOptions options = TestApi.Options(server.Address);
        options.TimeProvider = time;
        using var transport = new ApiTransport(TestApi.Description, options);

        TestApi.Submitted reply = await TestApi.GenerateAsync(transport, Ct);

        Assert.Equal("t1", reply.TaskId);
        Assert.Equal(3, server.CompleteBodies);
        Assert.Equal(2, time.Delays.Count(delay => delay >= TimeSpan.FromSeconds(7) && delay <= TimeSpan.FromSeconds(7.7)));
    }

    [Fact]
    public async Task Rate_limited_four_times_is_a_refusal()
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(429, """{"code":"RATE_LIMITED"}"""));
        ApiClientOptions options = TestApi.Options(server.Address);
        options.TimeProvider = new EagerTimeProvider();
        using var transport = new ApiTransport(TestApi.Description, options);

        ApiException error = await Assert.ThrowsAsync<ApiException>(() => TestApi.GenerateAsync(transport, Ct));

        Assert.Equal("RATE_LIMITED", error.ErrorCode);
        Assert.Equal(4, server.CompleteBodies);
    }

    [Fact]
    public async Task A_hint_beyond_the_submit_timeout_is_reported_instead_of_waited_for()
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(429, "{}", "Retry-After: 600\r\n"));
        using var transport = new ApiTransport(TestApi.Description, TestApi.Options(server.Address));

        ApiException error = await Assert.ThrowsAsync<ApiException>(() => TestApi.GenerateAsync(transport, Ct));

        Assert.Equal(TimeSpan.FromMinutes(10), error.RetryAfter);
        Assert.Equal(1, server.CompleteBodies);
    }

    [Fact]
    public async Task A_pause_whose_spreading_may_outlast_the_submit_timeout_is_reported_instead_of_waited_for()
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(429, "{}", "Retry-After: 28\r\n"));
        ApiClientOptions options = TestApi.Options(server.Address);
        options.TimeProvider = new EagerTimeProvider();
        options.Random = new Highest();
        using var transport = new ApiTransport(TestApi.Description, options);
        await Assert.ThrowsAsync<ApiException>(() => TestApi.GenerateAsync(transport, Ct));

        ApiException error = await Assert.ThrowsAsync<ApiException>(() => TestApi.GenerateAsync(transport, Ct));

        Assert.Equal(TimeSpan.FromSeconds(28), error.RetryAfter);
        Assert.Equal(1, server.CompleteBodies);
    }

    [Fact]
    public async Task An_invalid_request_is_never_sent()
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, TestApi.Accepted()));
        using var transport = new ApiTransport(TestApi.Description, TestApi.Options(server.Address));

        RequestInvalidException error = await Assert.ThrowsAsync<RequestInvalidException>(() => TestApi.GenerateAsync(transport, Ct, " "));

        Assert.Equal("INVALID_PROMPT", error.ErrorCode);
        Assert.Equal("prompt", Assert.Single(error.Errors).Member);
        Assert.Equal(0, server.Connections);
    }

    [Theory]
    [InlineData(201)]
    [InlineData(202)]
    [InlineData(226)]
    public async Task Any_success_is_one(int status)
    {
        await using var server = FaultServer.Answering(async (connection, _) =>
        {
            await connection.WriteAsync("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n");
            await Task.Delay(20, Ct);
            string body = TestApi.Accepted();
            await connection.WriteAsync($"HTTP/1.1 {status} X\r\nContent-Length: {body.Length}\r\n\r\n{body[..30]}");
            await Task.Delay(20, Ct);
            await connection.WriteAsync(body[30..]);
        });
        using var transport = new ApiTransport(TestApi.Description, TestApi.Options(server.Address));

        Assert.Equal("t1", (await TestApi.GenerateAsync(transport, Ct)).TaskId);
        Assert.Equal(1, server.CompleteBodies);
    }

    [Fact]
    public async Task A_refusal_in_the_middle_of_a_large_body_sends_no_second_one()
    {
        await using var server = new FaultServer(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.ReplyAsync(413, """{"code":"TOO_LARGE"}""", "Connection: close\r\n");
            connection.Close();
        });
        using var transport = new ApiTransport(TestApi.Description, TestApi.Options(server.Address));

        ApiException error = await Assert.ThrowsAnyAsync<ApiException>(() => TestApi.GenerateAsync(transport, Ct, new string('x', 8_000_000)));

        // Whether the refusal was read before the connection broke is the platform's luck.
        Assert.True(error is SubmissionUnknownException { BodySent: false } or { ErrorCode: "TOO_LARGE" }, error.ToString());
        Assert.Equal(0, server.CompleteBodies);
        Assert.Equal(1, server.Connections);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(409)]
    [InlineData(425)]
    public async Task Other_refusals_are_not_sent_again_whatever_they_ask(int status)
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(status, "{}", "Retry-After: 1\r\n"));
        using var transport = new ApiTransport(TestApi.Description, TestApi.Options(server.Address));

        ApiException error = await Assert.ThrowsAsync<ApiException>(() => TestApi.GenerateAsync(transport, Ct));

        Assert.Equal(TimeSpan.FromSeconds(1), error.RetryAfter);
        Assert.Equal(1, server.CompleteBodies);
    }

    [Theory]
    [InlineData("queue")]
    [InlineData("journal")]
    [InlineData("pause after a 429")]
    public async Task Cancelled_before_it_is_sent_nothing_is_and_nothing_counts(string where)
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        await using var server = FaultServer.Answering(async (connection, _) =>
        {
            await connection.ReplyAsync(429, "{}", "Retry-After: 20\r\n");
            source.CancelAfter(50);
        });
        ApiClientOptions options = TestApi.Options(server.Address);
        options.Budget = new CreditBudget(1000);
        using var limiter = new System.Threading.RateLimiting.ConcurrencyLimiter(new() { PermitLimit = 1, QueueLimit = 1 });
        using System.Threading.RateLimiting.RateLimitLease? taken = where == "queue" ? limiter.AttemptAcquire() : null;
        options.RateLimiter = limiter;
        options.Journal = where == "journal" ? new SlowJournal() : null;
        using var transport = new ApiTransport(TestApi.Description, options);

        Task<Operation<TestApi.Status>> submit = TestApi.StartAsync(transport, source.Token);
        if (where != "pause after a 429")
        {
            source.CancelAfter(50);
        }

        OperationCanceledException error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => submit);
        Assert.Equal(source.Token, error.CancellationToken);
        Assert.Equal(where == "pause after a 429" ? 1 : 0, server.CompleteBodies);
        Assert.Equal(0, options.Budget.Spent);
    }

    [Fact]
    public async Task A_proxy_that_refuses_is_never_sent()
    {
        await using var proxy = new FaultServer(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
            connection.Close();
        });
        using var client = new HttpClient(new SocketsHttpHandler { Proxy = new WebProxy(proxy.Address) });
        ApiClientOptions options = TestApi.Options(new Uri("https://api.example.com"));
        options.TimeProvider = new EagerTimeProvider();
        using var transport = new ApiTransport(TestApi.Description, client, options);

        ApiException error = await Assert.ThrowsAsync<ApiException>(() => TestApi.GenerateAsync(transport, Ct));

        Assert.Contains("the API has seen nothing of it", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, proxy.CompleteBodies);
    }

    [Fact]
    public async Task A_client_disposed_of_during_a_submit_leaves_it_unknown_or_answered()
    {
        using var client = new HttpClient();
        await using var server = new FaultServer(async connection =>
        {
            await connection.ReadRequestAsync();
            client.Dispose();
            await connection.StallAsync();
        });
        ApiClientOptions options = TestApi.Options(server.Address);
        options.SubmitTimeout = TimeSpan.FromSeconds(5);
        using var transport = new ApiTransport(TestApi.Description, client, options);

        SubmissionUnknownException error = await Assert.ThrowsAsync<SubmissionUnknownException>(() => TestApi.GenerateAsync(transport, Ct));

        Assert.True(error.BodySent);
        Assert.Equal(1, server.CompleteBodies);
    }

    private static byte[] Zipped(string text)
    {
        using var memory = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(memory, System.IO.Compression.CompressionLevel.Optimal))
        {
            gzip.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }

        return memory.ToArray();
    }

    private sealed class SlowJournal : IOperationJournal
    {
        public ValueTask BeginAsync(JournalEntry entry, CancellationToken cancellationToken) => new(Task.Delay(Timeout.Infinite, cancellationToken));

        public ValueTask SubmittedAsync(string entryId, string operationId) => default;

        public ValueTask NotSubmittedAsync(string entryId) => default;

        public ValueTask EndedAsync(string operationId) => default;

        public ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(CancellationToken cancellationToken = default) => new((IReadOnlyList<JournalEntry>)[]);
    }

    private static async Task BreakAsync(FaultConnection connection, string fault)
    {
        switch (fault)
        {
            case "close before the body":
                await connection.ReadHeadAsync();
                connection.Close();
                return;
            case "reset before the body":
                await connection.ReadHeadAsync();
                connection.Reset();
                return;
            case "reset during the body":
                await connection.ReadRequestAsync(atMostBodyBytes: 1000);
                connection.Reset();
                return;
        }

        await connection.ReadRequestAsync();
        switch (fault)
        {
            case "close after the body":
                connection.Close();
                break;
            case "reset after the body":
                connection.Reset();
                break;
            case "reset during the reply's head":
                await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-");
                connection.Reset();
                break;
            case "reset during the reply's body":
                await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"code\":200,");
                connection.Reset();
                break;
            case "truncated reply":
                await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"code\":200,");
                connection.Close();
                break;
            case "garbage":
                await connection.WriteAsync("\u0001\u0002 what is this \r\n\r\n");
                connection.Close();
                break;
            case "a page for a reply":
                await connection.ReplyAsync(200, "<html><title>One moment</title></html>", type: "text/html");
                break;
            case "an empty reply":
                await connection.ReplyAsync(200, "");
                break;
            case "JSON cut short":
                await connection.ReplyAsync(200, TestApi.Accepted()[..^3]);
                break;
            case "no data in the reply":
                await connection.ReplyAsync(200, """{"code":200,"message":"success"}""");
                break;
            case "no id in the reply":
                await connection.ReplyAsync(200, """{"code":200,"data":{"consumed_credits":240}}""");
                break;
            case "wrong type in the reply":
                await connection.ReplyAsync(200, """{"code":200,"data":{"task_id":{"a":1}}}""");
                break;
            case "500":
                await connection.ReplyAsync(500, """{"code":"INTERNAL_ERROR"}""");
                break;
            case "502 with a page":
                await connection.ReplyAsync(502, "<html>Bad gateway</html>", type: "text/html");
                break;
            case "503 with a hint":
                await connection.ReplyAsync(503, "", "Retry-After: 1\r\n");
                break;
            case "100, then close":
                await connection.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n");
                connection.Close();
                break;
            case "103, then garbage":
                await connection.WriteAsync("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nwhat");
                connection.Close();
                break;
            case "101":
                await connection.WriteAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
                connection.Close();
                break;
            case "204":
                await connection.WriteAsync("HTTP/1.1 204 No Content\r\n\r\n");
                break;
            case "half of a gzip" or "no gzip at all":
                byte[] zipped = Zipped(TestApi.Accepted("t" + new string('1', 40)));
                byte[] sent = fault == "no gzip at all" ? System.Text.Encoding.UTF8.GetBytes("plain text") : zipped[..(zipped.Length / 4)];
                await connection.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {sent.Length}\r\n\r\n");
                await connection.WriteAsync(sent);
                break;
            case "chunks without an end":
                await connection.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"cod\r\n");
                connection.Close();
                break;
            case "a chunk without a size":
                await connection.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n{\"cod\r\n");
                connection.Close();
                break;
            case "headers without an end":
                await connection.WriteAsync("HTTP/1.1 200 OK\r\nX-A: " + new string('a', 200_000));
                connection.Close();
                break;
            case "303":
                await connection.ReplyAsync(303, "", "Location: /done\r\n");
                break;
            default:
                throw new ArgumentException(fault);
        }
    }

    private sealed class Highest : Random
    {
        public override double NextDouble() => 0.999;
    }

    /// <summary>Answers with a body in pieces, each written at once after the thread has slept.</summary>
    private sealed class BlockingHandler(string piece, int count, TimeSpan pause) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new Pieces(piece, count, pause) };
        }

        private sealed class Pieces(string piece, int count, TimeSpan pause) : HttpContent
        {
            protected override bool TryComputeLength(out long length)
            {
                length = 0;
                return false;
            }

            protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
            {
                for (int i = 0; i < count; i++)
                {
                    Thread.Sleep(pause);
                    stream.Write(Encoding.UTF8.GetBytes(piece));
                }

                return Task.CompletedTask;
            }
        }
    }
}
