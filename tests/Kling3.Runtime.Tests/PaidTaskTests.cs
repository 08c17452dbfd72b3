using System.Diagnostics;
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
    [InlineData("a listener to spans throws")]
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
                options.LoggerFactory = new ThrowingLogs();
                break;
            default:
                ActivitySource.AddActivityListener(listener);
                break;
        }

        using var transport = new ApiTransport(TestApi.Description, options);

        Operation<TestApi.Status> operation = await TestApi.StartAsync(transport, Ct);

        Assert.Equal("t1", operation.Id);
        Assert.Equal(1, server.CompleteBodies);
    }

    private sealed class ThrowingJournal : IOperationJournal
    {
        public ValueTask BeginAsync(JournalEntry entry, CancellationToken cancellationToken) => default;

        public ValueTask SubmittedAsync(string entryId, string operationId) => throw new IOException("disk full");

        public ValueTask NotSubmittedAsync(string entryId) => throw new IOException("disk full");

        public ValueTask EndedAsync(string operationId) => throw new IOException("disk full");

        public ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(CancellationToken cancellationToken = default) => new((IReadOnlyList<JournalEntry>)[]);
    }

    private sealed class ThrowingLogs : ILoggerFactory, ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

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
