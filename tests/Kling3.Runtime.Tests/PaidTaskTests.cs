using System.Diagnostics;
using System.Threading.RateLimiting;
using Kling3.Runtime.Emitted;
using Kling3.Runtime.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Kling3.Runtime.Tests;

/// <summary>A task that the server has named is never lost, whatever else is wrong with the reply or on this side.</summary>
public sealed class PaidTaskTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("paid-task-tests-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(500, """{"code":500,"message":"late","data":{"task_id":"t1"}}""")]
    [InlineData(503, """{"task_id":"t1"}""")]
    [InlineData(429, """{"code":200,"message":"success","data":{"task_id":"t1","consumed_credits":240}}""")]
    [InlineData(409, """{"code":409,"data":{"task_id":"t1"}}""")]
    [InlineData(302, """{"code":200,"data":{"task_id":"t1"}}""")]
    [InlineData(200, """{"code":202,"message":"accepted","data":{"task_id":"t1"}}""")]
    [InlineData(200, """{"task_id":"t1","status":"IN_PROGRESS","consumed_credits":240}""")]
    [InlineData(200, """[{"task_id":"t1"}]""")]
    [InlineData(200, """{"code":200,"data":[{"task_id":"t1"}]}""")]
    [InlineData(200, """{"code":200,"data":{"task":{"task_id":"t1"},"consumed_credits":[]}}""")]
    [InlineData(200, """{"code":200,"data":"{\"task_id\":\"t1\"}"}""")]
    [InlineData(200, """{"code":200,"data":null,"data":{"task_id":"t1"},""")]
    [InlineData(200, """{"request":{"task_id":"parent"},"code":200,"data":{"task_id":"t1","consumed_credits":"many"}}""")]
    [InlineData(200, """{"code":200,"data":{"note":"\ud800","task_id":"t1","consumed_credits":[]}}""")]
    [InlineData(200, """)]}',  {"code":200,"data":{"task_id":"t1"}}""")]
    [InlineData(200, """data: {"code":200,"data":{"task_id":"t1"}}""")]
    [InlineData(200, """done({"code":200,"data":{"task_id":"t1"}});""")]
    [InlineData(200, """{"code":200,"data":{"trace":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]],"task_id":"t1"}}""")]
    [InlineData(200, """{"code":200,/* new */"data":{"task_id":"t1",},}""")]
    public async Task A_reply_that_names_a_task_is_no_refusal(int status, string body)
    {
        await IsNoRefusalAsync(status, body, "plain");
        await IsNoRefusalAsync(status, "\uFEFF" + body, "marked");
    }

    private async Task IsNoRefusalAsync(int status, string body, string folder)
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(status, body));
        using var journal = new FileOperationJournal(Path.Combine(_folder, folder));
        ApiClientOptions options = TestApi.Options(server.Address);
        options.TimeProvider = new EagerTimeProvider();
        options.Journal = journal;
        options.Budget = new CreditBudget(1000);
        using var transport = new ApiTransport(TestApi.Description, options);

        SubmissionUnknownException error = await Assert.ThrowsAsync<SubmissionUnknownException>(() => TestApi.StartAsync(transport, Ct));

        Assert.Equal("t1", error.OperationId);
        Assert.Contains("t1", error.Message, StringComparison.Ordinal);
        Assert.Equal(status, (int)error.StatusCode!);
        Assert.Equal(1, server.CompleteBodies);
        Assert.Equal(240, options.Budget.Spent);
        Assert.Equal("t1", Assert.Single(await journal.ReadAsync(Ct)).OperationId);
    }

    [Theory]
    [InlineData("zz\r\n")]
    [InlineData("ffffffffffffffffffff\r\n")]
    [InlineData("0\r\nno trailer\r\n\r\n")]
    public async Task A_frame_that_is_broken_behind_the_reply_does_not_lose_what_came_before_it(string end)
    {
        await using var server = FaultServer.Answering((connection, _) => connection.WriteAsync(
            $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{TestApi.Accepted().Length:x}\r\n{TestApi.Accepted()}\r\n{end}"));
        using var transport = new ApiTransport(TestApi.Description, TestApi.Options(server.Address));

        SubmissionUnknownException error = await Assert.ThrowsAsync<SubmissionUnknownException>(() => TestApi.StartAsync(transport, Ct));

        Assert.Equal("t1", error.OperationId);
        Assert.Equal(1, server.CompleteBodies);
    }

    [Theory]
    [InlineData("-")]
    [InlineData("--5")]
    [InlineData("5-")]
    [InlineData("NaN")]
    [InlineData("")]
    [InlineData("99999999999999999999999999999999999999999999999999999999999999999999999999999999999999")]
    [InlineData("Thu, 99 Nov 2026 99:99:99 GMT")]
    public async Task No_hint_is_odd_enough_to_lose_a_reply(string hint)
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, TestApi.Accepted(), $"Retry-After: {hint}\r\n"));
        using var transport = new ApiTransport(TestApi.Description, TestApi.Options(server.Address));

        Assert.Equal("t1", (await TestApi.StartAsync(transport, Ct)).Id);
    }

    [Theory]
    [InlineData("the journal throws")]
    [InlineData("the log throws")]
    [InlineData("the log throws when asked for its level")]
    [InlineData("a listener to spans throws when one starts")]
    [InlineData("a listener to spans throws")]
    [InlineData("the rate limiter's lease throws when given back")]
    [InlineData("the reply throws when disposed of")]
    public async Task Nothing_that_fails_on_this_side_after_the_reply_loses_the_task(string fault)
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, TestApi.Accepted()));
        ApiClientOptions options = TestApi.Options(server.Address);
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Kling3.Runtime",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (Equals(activity.GetTagItem("server.port"), server.Address.Port))
                {
                    throw new InvalidOperationException("no spans");
                }
            },
        };
        switch (fault)
        {
            case "the journal throws":
                options.Journal = new ThrowingJournal();
                break;
            case "the log throws":
                options.LoggerFactory = new ThrowingLogs(hasLevels: true);
                break;
            case "the log throws when asked for its level":
                options.LoggerFactory = new ThrowingLogs(hasLevels: false);
                break;
            case "the reply throws when disposed of":
                break;
            case "the rate limiter's lease throws when given back":
                options.RateLimiter = new ThrowingLimiter();
                break;
            case "a listener to spans throws when one starts":
                listener.ActivityStarted = activity =>
                {
                    if (Equals(activity.GetTagItem("server.port"), server.Address.Port) || activity.DisplayName == "POST /api/only-here")
                    {
                        throw new InvalidOperationException("no spans");
                    }
                };
                ActivitySource.AddActivityListener(listener);
                break;
            default:
                ActivitySource.AddActivityListener(listener);
                break;
        }

        using HttpClient? client = fault == "the reply throws when disposed of" ? new HttpClient(new ThrowingReplies { InnerHandler = new SocketsHttpHandler() }) : null;
        using var transport = new ApiTransport(TestApi.Description, client, options);

        Operation<TestApi.Status> operation = await transport.StartAsync(
            TestApi.Submit, new RequestTarget("/api/only-here"), new TestApi.Request("mountains"), TestApi.Write, Ct);

        Assert.Equal("t1", operation.Id);
        Assert.Equal(1, server.CompleteBodies);
    }

    [Theory]
    [InlineData("the reply's text", "t1")]
    [InlineData("the reply's JSON", "t1")]
    [InlineData("the id in the reply", null)]
    [InlineData("the price in the reply", "t1")]
    public async Task A_reader_that_fails_in_an_unforeseen_way_loses_no_task(string what, string? id)
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, TestApi.Accepted()));
        using var journal = new FileOperationJournal(_folder);
        ApiClientOptions options = TestApi.Options(server.Address);
        options.Journal = journal;
        options.Budget = new CreditBudget(1000);
        using var transport = new ApiTransport(TestApi.Description, options);
        SubmitOperation<TestApi.Submitted, TestApi.Status> submit = what switch
        {
            "the reply's text" => Submit(new ApiOperation<TestApi.Submitted>
            {
                Id = "generate",
                Method = HttpMethod.Post,
                IdPath = ["data", "task_id"],
                ReadText = static _ => throw new NotSupportedException("no reader"),
            }),
            "the id in the reply" => Submit(TestApi.Generate, id: static _ => throw new NotSupportedException("no reader")),
            "the price in the reply" => Submit(TestApi.Generate, cost: static _ => throw new NotSupportedException("no reader")),
            _ => Submit(new ApiOperation<TestApi.Submitted>
            {
                Id = "generate",
                Method = HttpMethod.Post,
                Unwrap = true,
                IdPath = ["data", "task_id"],
                ReadJson = static (ref _) => throw new NotSupportedException("no reader"),
            }),
        };

        SubmissionUnknownException error = await Assert.ThrowsAsync<SubmissionUnknownException>(
            () => transport.StartAsync(submit, TestApi.GenerateTarget, new TestApi.Request("mountains"), TestApi.Write, Ct));

        Assert.Equal(id, error.OperationId);
        Assert.Contains("no reader", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, server.CompleteBodies);
        Assert.Equal(240, options.Budget.Spent);
        Assert.Equal(id, Assert.Single(await journal.ReadAsync(Ct)).OperationId);
    }

    [Theory]
    [InlineData(401, """{"id":"req_1","code":"INVALID_API_KEY"}""", "data/id", null)]
    [InlineData(401, """{"id":"req_1","message":"no"}""", "id", null)]
    [InlineData(422, """{"request_id":"req_1","detail":"no prompt"}""", "request_id", null)]
    [InlineData(429, """{"id":"req_1","error":{"type":"too_many"}}""", "id", null)]
    [InlineData(500, """{"id":"req_1","error":"internal"}""", "data/id", null)]
    [InlineData(500, """{"id":"t1","error":"internal"}""", "id", "t1")]
    [InlineData(409, """{"id":"t1","status":"QUEUED"}""", "id", "t1")]
    [InlineData(409, """{"id":"req_1","message":"no","data":{"id":"t1"}}""", "data/id", "t1")]
    [InlineData(409, """{"task_id":"t1","message":"no"}""", "data/task_id", "t1")]
    [InlineData(200, """{"id":"req_1","code":200,"data":{"model":""", "data/id", null)]
    [InlineData(200, """{"id":"req_1","data":"{\"id\":\"t1\"}","code":""", "data/id", "t1")]
    [InlineData(200, """{"id":"t1","model":""", "data/id", "t1")]
    public async Task An_id_beside_an_errors_words_or_a_payload_is_theirs_where_it_may_be(int status, string body, string path, string? id)
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(status, body));
        ApiClientOptions options = TestApi.Options(server.Address);
        options.TimeProvider = new EagerTimeProvider();
        options.Budget = new CreditBudget(1000);
        using var transport = new ApiTransport(TestApi.Description, options);
        SubmitOperation<TestApi.Submitted, TestApi.Status> submit = Submit(new ApiOperation<TestApi.Submitted>
        {
            Id = "generate",
            Method = HttpMethod.Post,
            IdPath = path.Split('/'),
            ReadJson = TestApi.Generate.ReadJson,
        });

        ApiException error = await Assert.ThrowsAnyAsync<ApiException>(
            () => transport.StartAsync(submit, TestApi.GenerateTarget, new TestApi.Request("mountains"), TestApi.Write, Ct));

        Assert.Equal(id, error.OperationId);
        Assert.Equal(id is not null || status is 200 or 500, error is SubmissionUnknownException);
        Assert.Equal(error is SubmissionUnknownException ? 240 : 0, options.Budget.Spent);
    }

    private static SubmitOperation<TestApi.Submitted, TestApi.Status> Submit(
        ApiOperation<TestApi.Submitted> operation, Func<TestApi.Submitted, decimal?>? cost = null, Func<TestApi.Submitted, string?>? id = null) => new()
        {
            Submit = operation,
            Id = id ?? TestApi.Submit.Id,
            SubmitCost = cost,
            Status = TestApi.Submit.Status,
            StatusTarget = TestApi.Submit.StatusTarget,
            State = TestApi.Submit.State,
            Succeeded = TestApi.Submit.Succeeded,
            Failed = TestApi.Submit.Failed,
        };

    private sealed class ThrowingJournal : IOperationJournal
    {
        public ValueTask BeginAsync(JournalEntry entry, CancellationToken cancellationToken) => default;

        public ValueTask SubmittedAsync(string entryId, string operationId) => throw new IOException("disk full");

        public ValueTask NotSubmittedAsync(string entryId) => throw new IOException("disk full");

        public ValueTask EndedAsync(string operationId) => throw new IOException("disk full");

        public ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(CancellationToken cancellationToken = default) => new((IReadOnlyList<JournalEntry>)[]);
    }

    private sealed class ThrowingReplies : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage inner = await base.SendAsync(request, cancellationToken);
            return new Reply(inner);
        }

        private sealed class Reply : HttpResponseMessage
        {
            public Reply(HttpResponseMessage inner)
                : base(inner.StatusCode) => Content = inner.Content;

            protected override void Dispose(bool disposing)
            {
                base.Dispose(disposing);
                throw new IOException("the reply is still looked at");
            }
        }
    }

    private sealed class ThrowingLimiter : RateLimiter
    {
        public override TimeSpan? IdleDuration => null;

        public override RateLimiterStatistics? GetStatistics() => null;

        protected override RateLimitLease AttemptAcquireCore(int permitCount) => new Lease();

        protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) => new(new Lease());

        private sealed class Lease : RateLimitLease
        {
            public override bool IsAcquired => true;

            public override IEnumerable<string> MetadataNames => [];

            public override bool TryGetMetadata(string metadataName, out object? metadata)
            {
                metadata = null;
                return false;
            }

            protected override void Dispose(bool disposing) => throw new InvalidOperationException("no such lease");
        }
    }

    private sealed class ThrowingLogs(bool hasLevels) : ILoggerFactory, ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => hasLevels ? true : throw new IOException("the log has no levels");

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new IOException("the log is full");

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }
    }
}
