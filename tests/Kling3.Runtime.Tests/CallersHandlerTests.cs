using System.Net;
using Kling3.Runtime.Emitted;
using Kling3.Runtime.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kling3.Runtime.Tests;

/// <summary>Whatever a caller's own handlers do, a submit is one body.</summary>
public sealed class CallersHandlerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_redirecting_handler_sends_one_body()
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(307, "", "Location: /api/generate\r\n"));
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = true });
        using var transport = new ApiTransport(TestApi.Description, client, TestApi.Options(server.Address));

        await Assert.ThrowsAsync<SubmissionUnknownException>(() => TestApi.GenerateAsync(transport, Ct));

        Assert.Equal(1, server.CompleteBodies);
    }

    [Fact]
    public async Task A_handler_that_answers_in_place_of_the_server_is_not_said_to_have_sent_the_body()
    {
        using var client = new HttpClient(new Answering());
        using var transport = new ApiTransport(TestApi.Description, client, TestApi.Options(new Uri("https://api.example.com")));

        SubmissionUnknownException error = await Assert.ThrowsAsync<SubmissionUnknownException>(() => TestApi.GenerateAsync(transport, Ct));

        Assert.False(error.BodySent);
        Assert.Contains("its body was not seen to be sent at", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_handler_that_sends_again_sends_one_body(bool looksAtBody)
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(500, ""));
        using var client = new HttpClient(new SendingAgain(looksAtBody) { InnerHandler = new SocketsHttpHandler() });
        using var transport = new ApiTransport(TestApi.Description, client, TestApi.Options(server.Address));

        await Assert.ThrowsAsync<SubmissionUnknownException>(() => TestApi.GenerateAsync(transport, Ct));

        Assert.Equal(1, server.CompleteBodies);
    }

    [Fact]
    public async Task Handlers_may_look_at_the_body_and_send_it_once()
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, TestApi.Accepted()));
        var looking = new Looking { InnerHandler = new SocketsHttpHandler() };
        using var client = new HttpClient(new Looking { InnerHandler = new Looking { InnerHandler = looking } });
        using var transport = new ApiTransport(TestApi.Description, client, TestApi.Options(server.Address));

        TestApi.Submitted reply = await TestApi.GenerateAsync(transport, Ct);

        Assert.Equal("t1", reply.TaskId);
        Assert.Equal("""{"prompt":"mountains"}""", looking.Seen);
        Assert.Equal("application/json", Assert.Single(server.Requests).Header("Content-Type"));
        Assert.Equal(1, server.CompleteBodies);
    }

    [Theory]
    [InlineData("500", false)]
    [InlineData("close", false)]
    [InlineData("500", true)]
    [InlineData("close", true)]
    public async Task The_standard_resilience_handler_sends_one_body(string fault, bool looksAtBody)
    {
        await using var server = FailingBy(fault);
        var services = new ServiceCollection();
        IHttpClientBuilder builder = services.AddHttpClient("api");
        builder.AddStandardResilienceHandler(options => options.Retry.Delay = TimeSpan.FromMilliseconds(1));
        if (looksAtBody)
        {
            builder.AddHttpMessageHandler(() => new Looking());
        }

        await using ServiceProvider provider = services.BuildServiceProvider();
        using HttpClient client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("api");
        using var transport = new ApiTransport(TestApi.Description, client, TestApi.Options(server.Address));

        await Assert.ThrowsAsync<SubmissionUnknownException>(() => TestApi.GenerateAsync(transport, Ct));

        Assert.Equal(1, server.CompleteBodies);
    }

    [Theory]
    [InlineData("500", "nothing")]
    [InlineData("500", "reads")]
    [InlineData("500", "buffers")]
    [InlineData("500", "copies")]
    [InlineData("500", "wraps")]
    [InlineData("500", "reads, wraps")]
    [InlineData("500", "wraps with a buffer")]
    [InlineData("500", "replaces")]
    [InlineData("close", "nothing")]
    [InlineData("close", "reads")]
    [InlineData("close", "copies")]
    [InlineData("close", "wraps")]
    [InlineData("close", "reads, wraps")]
    [InlineData("close", "wraps with a buffer")]
    [InlineData("close", "replaces")]
    public async Task Before_our_own_last_handler_hedging_with_copies_sends_one_body(string fault, string inner)
    {
        await using var server = FailingBy(fault);
        var services = new ServiceCollection();
        IHttpClientBuilder builder = services.AddHttpClient("api").ConfigurePrimaryHttpMessageHandler(ApiTransport.CreateHandler);
        builder.AddStandardHedgingHandler();
        builder.AddHttpMessageHandler(() => new Copying(inner));
        await using ServiceProvider provider = services.BuildServiceProvider();
        using HttpClient client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("api");
        using var transport = new ApiTransport(TestApi.Description, client, TestApi.Options(server.Address));

        SubmissionUnknownException error = await Assert.ThrowsAsync<SubmissionUnknownException>(() => TestApi.GenerateAsync(transport, Ct));

        Assert.True(error.BodySent);
        Assert.Equal(1, server.CompleteBodies);
        FaultRequest request = Assert.Single(server.Requests);
        Assert.Equal("""{"prompt":"mountains"}""", request.Body);
        Assert.Equal("application/json", request.Header("Content-Type"));
    }

    [Theory]
    [InlineData("500", 429)]
    [InlineData("close", 429)]
    [InlineData("500", 403)]
    public async Task A_refusal_by_a_handler_after_the_body_was_sent_is_not_the_servers(string fault, int status)
    {
        await using var server = FailingBy(fault);
        using var client = new HttpClient(new TryingAgain { InnerHandler = new Limiting((HttpStatusCode)status) { InnerHandler = ApiTransport.CreateHandler() } });
        ApiClientOptions options = TestApi.Options(server.Address);
        options.TimeProvider = new EagerTimeProvider();
        using var transport = new ApiTransport(TestApi.Description, client, options);

        await Assert.ThrowsAsync<SubmissionUnknownException>(() => TestApi.GenerateAsync(transport, Ct));

        Assert.Equal(1, server.CompleteBodies);
    }

    [Fact]
    public async Task Behind_our_own_last_handler_a_429_of_the_servers_is_retried()
    {
        int count = 0;
        await using var server = FaultServer.Answering((connection, _) => ++count == 1 ? connection.ReplyAsync(429, "") : connection.ReplyAsync(200, TestApi.Accepted()));
        using var client = new HttpClient(ApiTransport.CreateHandler());
        ApiClientOptions options = TestApi.Options(server.Address);
        options.TimeProvider = new EagerTimeProvider();
        using var transport = new ApiTransport(TestApi.Description, client, options);

        Assert.Equal("t1", (await TestApi.GenerateAsync(transport, Ct)).TaskId);
        Assert.Equal(2, server.CompleteBodies);
    }

    [Fact]
    public async Task Hedging_by_a_callers_client_sends_one_body()
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(500, ""));
        var services = new ServiceCollection();
        services.AddHttpClient("api").AddStandardHedgingHandler();
        await using ServiceProvider provider = services.BuildServiceProvider();
        using HttpClient client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("api");
        using var transport = new ApiTransport(TestApi.Description, client, TestApi.Options(server.Address));

        await Assert.ThrowsAsync<SubmissionUnknownException>(() => TestApi.GenerateAsync(transport, Ct));

        Assert.Equal(1, server.CompleteBodies);
    }

    [Theory]
    [InlineData("reads")]
    [InlineData("copies")]
    [InlineData("wraps")]
    [InlineData("reads, wraps")]
    [InlineData("wraps with a buffer")]
    public async Task A_copy_that_our_own_last_handler_could_not_send_is_known_to_be_unsent(string how)
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, TestApi.Accepted()));
        int connects = 0;
        SocketsHttpHandler connections = ApiTransport.CreateConnections();
        connections.ConnectCallback = async (context, cancellationToken) =>
        {
            if (++connects < 3)
            {
                throw new IOException("refused");
            }

            var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
        };
        using var client = new HttpClient(new Copying(how) { InnerHandler = new Sending.OneShotHandler(connections) });
        ApiClientOptions options = TestApi.Options(server.Address);
        options.TimeProvider = new EagerTimeProvider();
        using var transport = new ApiTransport(TestApi.Description, client, options);

        Assert.Equal("t1", (await TestApi.GenerateAsync(transport, Ct)).TaskId);

        Assert.Equal(3, connects);
        Assert.Equal(1, server.CompleteBodies);
    }

    [Fact]
    public async Task Whatever_version_a_callers_client_prefers_a_submit_is_HTTP_1_1()
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, TestApi.Accepted()));
        using var client = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var transport = new ApiTransport(TestApi.Description, client, TestApi.Options(server.Address));

        await TestApi.GenerateAsync(transport, Ct);

        Assert.EndsWith("HTTP/1.1", Assert.Single(server.Requests).Head.Split('\r')[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Our_own_connections_submit_over_HTTP_1_1_and_refuse_HTTP_2()
    {
        await using var server = new GoAwayServer();
        ApiClientOptions options = TestApi.Options(server.Address);
        using var transport = new ApiTransport(TestApi.Description, options);

        await Assert.ThrowsAsync<SubmissionUnknownException>(() => TestApi.GenerateAsync(transport, Ct));

        Assert.Equal(0, server.CompleteBodies);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Going_away_over_HTTP_2_makes_a_callers_handler_send_one_body(bool looksAtBody)
    {
        await using var server = new GoAwayServer();
        DelegatingHandler handler = new Upgrading { InnerHandler = new SocketsHttpHandler() };
        using var client = new HttpClient(looksAtBody ? new Looking { InnerHandler = handler } : handler);
        using var transport = new ApiTransport(TestApi.Description, client, TestApi.Options(server.Address));

        await Assert.ThrowsAsync<SubmissionUnknownException>(() => TestApi.GenerateAsync(transport, Ct));

        Assert.Equal(1, server.CompleteBodies);
        Assert.True(server.Connections > 1, "The handler did not try again, so this shows nothing.");
    }

    [Fact]
    public async Task A_callers_client_is_not_disposed()
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, TestApi.Accepted()));
        using var client = new HttpClient();
        new ApiTransport(TestApi.Description, client, TestApi.Options(server.Address)).Dispose();

        using var transport = new ApiTransport(TestApi.Description, client, TestApi.Options(server.Address));
        Assert.Equal("t1", (await TestApi.GenerateAsync(transport, Ct)).TaskId);
    }

    [Fact]
    public async Task A_handler_that_fails_before_the_body_has_sent_nothing()
    {
        using var client = new HttpClient(new Failing());
        ApiClientOptions options = TestApi.Options(new Uri("https://api.example.com"));
        options.TimeProvider = new EagerTimeProvider();
        using var transport = new ApiTransport(TestApi.Description, client, options);

        ApiException error = await Assert.ThrowsAsync<ApiException>(() => TestApi.GenerateAsync(transport, Ct));

        Assert.IsType<NotSupportedException>(error.InnerException);
        Assert.Contains("the API has seen nothing of it", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_a_handler_kept_is_not_sent_after_the_call(bool looksAtBody)
    {
        HttpContent? kept = null;
        using var client = new HttpClient(new AnsweringBy(async request =>
        {
            if (looksAtBody)
            {
                await request.Content!.ReadAsStringAsync(Ct);
            }

            kept = request.Content;
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(TestApi.Accepted()) };
        }));
        using var transport = new ApiTransport(TestApi.Description, client, TestApi.Options(new Uri("https://api.example.com")));

        await TestApi.GenerateAsync(transport, Ct);

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => kept!.CopyToAsync(Stream.Null, Ct));
        Assert.StartsWith("The body of a submit is sent once only", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_still_being_written_when_its_call_is_given_up_stays_as_it_is()
    {
        var connection = new Stalling();
        using var client = new HttpClient(new AnsweringBy(request =>
        {
            _ = request.Content!.CopyToAsync(connection, Ct);
            throw new HttpRequestException("gone");
        }));
        using var transport = new ApiTransport(TestApi.Description, client, TestApi.Options(new Uri("https://api.example.com")));

        await Assert.ThrowsAsync<SubmissionUnknownException>(() => TestApi.GenerateAsync(transport, Ct));

        // All of that ran on this thread, whose spare buffers are handed out again first.
        for (int length = 256; length <= 4096; length *= 2)
        {
            System.Buffers.ArrayPool<byte>.Shared.Rent(length).AsSpan().Fill(0xFF);
        }

        Assert.Equal("""{"prompt":"mountains"}""", System.Text.Encoding.UTF8.GetString(connection.Writing.Span));
    }

    /// <summary>Takes a request and answers with HTTP 500, or closes the connection.</summary>
    private static FaultServer FailingBy(string fault) => FaultServer.Answering((connection, _) =>
    {
        if (fault == "500")
        {
            return connection.ReplyAsync(500, "");
        }

        connection.Close();
        return Task.CompletedTask;
    });

    private sealed class SendingAgain(bool looksAtBody) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            for (int attempt = 0; attempt < 4; attempt++)
            {
                if (looksAtBody)
                {
                    await request.Content!.ReadAsStringAsync(cancellationToken);
                }

                HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
                if (response.StatusCode != HttpStatusCode.InternalServerError)
                {
                    return response;
                }
            }

            return new HttpResponseMessage(HttpStatusCode.InternalServerError);
        }
    }

    private sealed class Looking : DelegatingHandler
    {
        public string? Seen { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Seen = await request.Content!.ReadAsStringAsync(cancellationToken);
            return await base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Copying(string how) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            switch (how)
            {
                case "reads":
                    await request.Content!.ReadAsStringAsync(cancellationToken);
                    break;
                case "buffers":
                    await request.Content!.LoadIntoBufferAsync(cancellationToken);
                    break;
                case "copies":
                    var copy = new ByteArrayContent(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
                    copy.Headers.ContentType = request.Content.Headers.ContentType;
                    request.Content = copy;
                    break;
                case "wraps":
                    request.Content = new Wrapper(request.Content!, hasBuffer: false);
                    break;
                case "reads, wraps":
                    await request.Content!.ReadAsStringAsync(cancellationToken);
                    request.Content = new Wrapper(request.Content, hasBuffer: false);
                    break;
                case "wraps with a buffer":
                    request.Content = new Wrapper(request.Content!, hasBuffer: true);
                    break;
                case "replaces":
                    request.Content = new StringContent("""{"prompt":"mountains"}""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
                    break;
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>A body that is drawn from the one below only while it is sent, as those that count or compress are.</summary>
    private sealed class Wrapper : HttpContent
    {
        private readonly HttpContent _inner;
        private readonly bool _hasBuffer;

        public Wrapper(HttpContent inner, bool hasBuffer)
        {
            _inner = inner;
            _hasBuffer = hasBuffer;
            Headers.ContentType = inner.Headers.ContentType;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _inner.Headers.ContentLength ?? 0;
            return true;
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            if (!_hasBuffer)
            {
                var counting = new BufferedStream(stream);
                await _inner.CopyToAsync(counting, context);
                await counting.FlushAsync(Ct);
                return;
            }

            var buffer = new MemoryStream();
            await _inner.CopyToAsync(buffer, context);
            await stream.WriteAsync(buffer.ToArray(), Ct);
        }
    }

    private sealed class Upgrading : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Version = HttpVersion.Version20;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class AnsweringBy(Func<HttpRequestMessage, Task<HttpResponseMessage>> act) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => act(request);
    }

    /// <summary>A connection that never gets rid of what it is given.</summary>
    private sealed class Stalling : Stream
    {
        public ReadOnlyMemory<byte> Writing { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writing = buffer;
            return new ValueTask(new TaskCompletionSource().Task);
        }

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }

    private sealed class Failing : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new NotSupportedException("no");
    }

    /// <summary>Tries a second time after a failure.</summary>
    private sealed class TryingAgain : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
                if ((int)response.StatusCode < 500)
                {
                    return response;
                }
            }
            catch (HttpRequestException)
            {
                // Once more.
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>Lets every other request through, and answers by itself in between.</summary>
    private sealed class Limiting(HttpStatusCode status) : DelegatingHandler
    {
        private int _count;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Interlocked.Increment(ref _count) % 2 == 1 ? base.SendAsync(request, cancellationToken) : Task.FromResult(new HttpResponseMessage(status));
    }

    /// <summary>Answers by itself, as a circuit breaker does.</summary>
    private sealed class Answering : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
    }
}
