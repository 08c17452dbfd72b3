using System.Globalization;
using System.Threading.RateLimiting;
using Kling3.Runtime.Emitted;
using Kling3.Runtime.Tests.Support;

namespace Kling3.Runtime.Tests;

/// <summary>Waiting, in simulated time.</summary>
public sealed class PollingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Delays_begin_with_the_first_grow_and_are_capped()
    {
        var api = new SimulatedApi(number => number < 8 ? SimulatedApi.Status("IN_PROGRESS") : SimulatedApi.Done());
        Operation<TestApi.Status> operation = await api.StartAsync();

        Task<TestApi.Status> wait = operation.WaitForCompletionAsync(Ct);
        await api.PassUntilAsync(wait, 300);

        Assert.Equal([5, 12.5, 23.75, 40.625, 66, 96, 126, 156], api.AskedAt);
        Assert.Equal("SUCCESS", (await wait).State);
        Assert.True(operation.IsCompleted);
        Assert.Equal(new Uri("https://cdn.example.com/v.mp4?sig=s1gnature"), Assert.Single(operation.Results));
    }

    [Fact]
    public async Task A_resumed_operation_is_asked_about_at_once_and_never_submitted()
    {
        var api = new SimulatedApi(number => number < 3 ? SimulatedApi.Status("IN_PROGRESS") : SimulatedApi.Done());
        using ApiTransport transport = api.Transport();
        Operation<TestApi.Status> operation = transport.Resume(TestApi.Submit, "t1");
        Assert.Null(operation.Value);
        Assert.False(operation.IsCompleted);

        Task<TestApi.Status> wait = operation.WaitForCompletionAsync(Ct);
        await api.PassUntilAsync(wait, 60);

        Assert.Equal([0, 5, 12.5], api.AskedAt);
    }

    [Fact]
    public async Task Jitter_only_makes_delays_longer_and_by_its_share_at_most()
    {
        var api = new SimulatedApi(_ => SimulatedApi.Status("IN_PROGRESS"));
        api.Options.Polling.Growth = 1;
        api.Options.Polling.Jitter = 0.5;
        api.Options.Random = new EvenRandom();
        Operation<TestApi.Status> operation = await api.StartAsync();

        using var source = new CancellationTokenSource();
        Task wait = operation.WaitForCompletionAsync(source.Token);
        api.Pass(300, 0.03125);
        await source.CancelAsync();
        await Assert.ThrowsAsync<OperationWaitCanceledException>(() => wait);

        double[] delays = [.. api.AskedAt.Zip(api.AskedAt.Skip(1), (before, after) => after - before)];
        Assert.All(delays, delay => Assert.InRange(delay, 5, 7.532));
        Assert.True(delays.Distinct().Count() > 5, "The delays are all alike.");
    }

    [Theory]
    [InlineData("20", null, 20)]
    [InlineData("1", null, 7.5)]
    [InlineData("-30", null, 7.5)]
    [InlineData("0", null, 7.5)]
    [InlineData("soon", null, 7.5)]
    [InlineData("-", null, 7.5)]
    [InlineData("5, 10", null, 7.5)]
    [InlineData("12.5", null, 7.5)]
    [InlineData("+20", null, 7.5)]
    [InlineData("2e1", null, 7.5)]
    [InlineData("0x20", null, 7.5)]
    [InlineData("٢٠", null, 7.5)]
    [InlineData("Infinity", null, 7.5)]
    [InlineData("∞", null, 7.5)]
    [InlineData("NaN", null, 7.5)]
    [InlineData(" 20 ", null, 20)]
    [InlineData("0020", null, 20)]
    [InlineData("1e9", null, 7.5)]
    [InlineData("3.4", null, 7.5)]
    [InlineData("2030-01-01", null, 7.5)]
    [InlineData("10:30", null, 7.5)]
    [InlineData("999999999999999999999999999999", null, 3600)]
    [InlineData("2000000000", null, 3600)]
    [InlineData("+40s", 0, 40)]
    [InlineData("+40s", 7200, 40)]
    [InlineData("+40s", -7200, 40)]
    [InlineData("-40s", 0, 7.5)]
    [InlineData("+9000s", 0, 3600)]
    public async Task The_servers_hint_wins_when_it_is_longer_whatever_its_clock_says(string hint, int? skew, double expected)
    {
        SimulatedApi api = null!;
        api = new SimulatedApi(number =>
        {
            if (number > 1)
            {
                return SimulatedApi.Done();
            }

            DateTimeOffset serverTime = api.Time.GetUtcNow().AddSeconds(skew ?? 0);
            string text = skew is null ? hint : serverTime.AddSeconds(int.Parse(hint[..^1], CultureInfo.InvariantCulture)).ToString("r", CultureInfo.InvariantCulture);
            return SimulatedApi.Reply(200, TestApi.StatusBody("IN_PROGRESS"), text, skew is null ? null : serverTime);
        });
        api.Options.Polling.Deadline = Timeout.InfiniteTimeSpan;
        Operation<TestApi.Status> operation = await api.StartAsync();

        Task<TestApi.Status> wait = operation.WaitForCompletionAsync(Ct);
        await api.PassUntilAsync(wait, 4000);

        Assert.Equal([5, 5 + expected], api.AskedAt);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_failure_with_a_hint_is_asked_again_after_it(int status)
    {
        var api = new SimulatedApi(number => number == 1 ? SimulatedApi.Reply(status, "", "25") : SimulatedApi.Done());
        Operation<TestApi.Status> operation = await api.StartAsync();

        Task<TestApi.Status> wait = operation.WaitForCompletionAsync(Ct);
        await api.PassUntilAsync(wait, 100);

        Assert.Equal([5, 30], api.AskedAt);
    }

    [Fact]
    public async Task The_deadline_ends_the_wait_but_not_the_operation()
    {
        var api = new SimulatedApi(number => number < 4 ? SimulatedApi.Status("IN_PROGRESS") : SimulatedApi.Done());
        api.Options.Polling.Deadline = TimeSpan.FromSeconds(30);
        Operation<TestApi.Status> operation = await api.StartAsync();

        Task<TestApi.Status> wait = operation.WaitForCompletionAsync(Ct);
        api.Pass(29.875);
        Assert.False(wait.IsCompleted);
        api.Pass(0.125);
        OperationTimeoutException error = await Assert.ThrowsAsync<OperationTimeoutException>(() => wait);

        Assert.Equal("t1", error.OperationId);
        Assert.Equal("IN_PROGRESS", error.LastState);
        Assert.Null(error.InnerException);
        Assert.False(operation.IsCompleted);
        Task<TestApi.Status> again = operation.WaitForCompletionAsync(Ct);
        await api.PassUntilAsync(again, 100);
        Assert.Equal("SUCCESS", (await again).State);
        Assert.Equal([5, 12.5, 23.75, 40.625], api.AskedAt);
    }

    [Fact]
    public async Task The_deadline_ends_a_question_that_hangs()
    {
        var api = new SimulatedApi(_ => throw new InvalidOperationException());
        api.Answer = async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException();
        };
        api.Options.Polling.Deadline = TimeSpan.FromSeconds(12);
        Operation<TestApi.Status> operation = await api.StartAsync();

        Task<TestApi.Status> wait = operation.WaitForCompletionAsync(Ct);
        await api.PassUntilAsync(wait, 12);

        OperationTimeoutException error = await Assert.ThrowsAsync<OperationTimeoutException>(() => wait);
        Assert.IsType<ApiException>(error.InnerException);
    }

    [Fact]
    public async Task A_hint_beyond_the_deadline_ends_the_wait_at_the_deadline()
    {
        var api = new SimulatedApi(_ => SimulatedApi.Reply(429, "", "3000"));
        api.Options.Polling.Deadline = TimeSpan.FromSeconds(60);
        Operation<TestApi.Status> operation = await api.StartAsync();

        Task<TestApi.Status> wait = operation.WaitForCompletionAsync(Ct);
        await api.PassUntilAsync(wait, 60);

        await Assert.ThrowsAsync<OperationTimeoutException>(() => wait);
        Assert.Equal([5], api.AskedAt);
    }

    [Fact]
    public async Task A_status_endpoint_that_fails_for_a_minute_and_comes_back_loses_nothing()
    {
        SimulatedApi api = null!;
        api = new SimulatedApi(number => api.AskedAt[^1] < 65
            ? (number % 4) switch
            {
                0 => SimulatedApi.Reply(502, "<html>"),
                1 => throw new HttpRequestException("reset"),
                2 => SimulatedApi.Reply(200, "{\"code\":200,\"da"),
                _ => SimulatedApi.Reply(200, """{"code":500,"message":"try later"}"""),
            }
            : SimulatedApi.Done());
        Operation<TestApi.Status> operation = await api.StartAsync();

        Task<TestApi.Status> wait = operation.WaitForCompletionAsync(Ct);
        await api.PassUntilAsync(wait, 120);

        Assert.Equal("SUCCESS", (await wait).State);
        Assert.Equal([5, 12.5, 23.75, 40.625, 66], api.AskedAt);
    }

    [Theory]
    [InlineData(401, "INVALID_API_KEY")]
    [InlineData(404, "NO_SUCH_TASK")]
    public async Task A_refusal_to_tell_ends_the_wait_and_names_the_operation(int status, string code)
    {
        var api = new SimulatedApi(_ => SimulatedApi.Reply(status, $$"""{"code":"{{code}}"}"""));
        Operation<TestApi.Status> operation = await api.StartAsync();

        Task<TestApi.Status> wait = operation.WaitForCompletionAsync(Ct);
        await api.PassUntilAsync(wait, 10);

        ApiException error = await Assert.ThrowsAsync<ApiException>(() => wait);
        Assert.Equal(code, error.ErrorCode);
        Assert.Equal("t1", error.OperationId);
    }

    [Fact]
    public async Task Cancelled_before_the_first_question_during_a_delay_and_during_a_call()
    {
        var api = new SimulatedApi(_ => SimulatedApi.Status("IN_PROGRESS"));
        Operation<TestApi.Status> operation = await api.StartAsync();

        OperationWaitCanceledException before = await Assert.ThrowsAsync<OperationWaitCanceledException>(
            () => operation.WaitForCompletionAsync(new CancellationToken(true)));
        Assert.Equal("t1", before.OperationId);
        Assert.Empty(api.AskedAt);

        using var delay = new CancellationTokenSource();
        Task waiting = operation.WaitForCompletionAsync(delay.Token);
        api.Pass(6);
        await delay.CancelAsync();
        OperationWaitCanceledException during = await Assert.ThrowsAsync<OperationWaitCanceledException>(() => waiting);
        Assert.Equal(delay.Token, during.CancellationToken);
        Assert.Single(api.AskedAt);

        api.Answer = async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException();
        };
        using var call = new CancellationTokenSource();
        Task calling = operation.WaitForCompletionAsync(call.Token);
        api.Pass(20);
        Assert.Equal(2, api.AskedAt.Count);
        await call.CancelAsync();
        await Assert.ThrowsAsync<OperationWaitCanceledException>(() => calling);
        Assert.True(calling.IsCanceled);
        Assert.False(operation.IsCompleted);
    }

    [Fact]
    public async Task An_unknown_state_means_go_on()
    {
        var api = new SimulatedApi(number => number < 3 ? SimulatedApi.Status(number == 1 ? "QUEUED_AGAIN" : "success") : SimulatedApi.Done());
        Operation<TestApi.Status> operation = await api.StartAsync();

        Task<TestApi.Status> wait = operation.WaitForCompletionAsync(Ct);
        await api.PassUntilAsync(wait, 60);

        Assert.Equal("SUCCESS", (await wait).State);
        Assert.Equal(3, api.AskedAt.Count);
    }

    [Fact]
    public async Task Success_without_results_is_an_error_of_its_own_and_may_heal()
    {
        var api = new SimulatedApi(number => number == 1 ? SimulatedApi.Status("SUCCESS") : SimulatedApi.Done());
        Operation<TestApi.Status> operation = await api.StartAsync();

        Task<TestApi.Status> wait = operation.WaitForCompletionAsync(Ct);
        await api.PassUntilAsync(wait, 10);

        OperationFailedException error = await Assert.ThrowsAsync<OperationFailedException>(() => wait);
        Assert.True(error.SucceededWithoutResults);
        Assert.True(operation.IsCompleted);
        Assert.Empty(operation.Results);

        await operation.UpdateAsync(Ct);
        Assert.Single(operation.Results);
        Assert.Equal("SUCCESS", (await operation.WaitForCompletionAsync(Ct)).State);
    }

    [Fact]
    public async Task Success_without_results_is_not_undone_by_an_older_answer_and_may_turn_out_to_be_a_failure()
    {
        string[] states = ["SUCCESS", "IN_PROGRESS", "FAILED", "SUCCESS"];
        var api = new SimulatedApi(number => SimulatedApi.Status(states[number - 1]));
        api.Options.Budget = new CreditBudget(1000);
        Operation<TestApi.Status> operation = await api.StartAsync();
        await operation.UpdateAsync(Ct);
        Assert.Equal(240, api.Options.Budget.Spent);

        TestApi.Status stale = await operation.UpdateAsync(Ct);

        Assert.Equal("SUCCESS", stale.State);
        Assert.True((await Assert.ThrowsAsync<OperationFailedException>(() => operation.WaitForCompletionAsync(Ct))).SucceededWithoutResults);
        Assert.Equal(240, api.Options.Budget.Spent);

        Assert.Equal("FAILED", (await operation.UpdateAsync(Ct)).State);

        Assert.False((await Assert.ThrowsAsync<OperationFailedException>(() => operation.WaitForCompletionAsync(Ct))).SucceededWithoutResults);
        Assert.Equal(0, api.Options.Budget.Spent);
        Assert.Equal("FAILED", (await operation.UpdateAsync(Ct)).State);
        Assert.Equal(3, api.AskedAt.Count);
    }

    [Theory]
    [InlineData("error_message")]
    [InlineData("failed_reason")]
    public async Task A_failure_says_why_in_either_field(string field)
    {
        var api = new SimulatedApi(_ => SimulatedApi.Status("FAILED", null, $",\"{field}\":\"The image\\nis too dark\""));
        Operation<TestApi.Status> operation = await api.StartAsync();

        Task<TestApi.Status> wait = operation.WaitForCompletionAsync(Ct);
        await api.PassUntilAsync(wait, 10);

        OperationFailedException error = await Assert.ThrowsAsync<OperationFailedException>(() => wait);
        Assert.Equal("The image is too dark", error.ApiMessage);
        Assert.Equal("FAILED", error.State);
        Assert.Equal("t1", error.OperationId);
        Assert.False(error.SucceededWithoutResults);
        Assert.Equal("FAILED", (await operation.UpdateAsync(Ct)).State);
        Assert.Single(api.AskedAt);
    }

    [Fact]
    public async Task Watching_yields_each_change_once_and_the_last()
    {
        var api = new SimulatedApi(number => number switch
        {
            1 or 2 => SimulatedApi.Status("IN_PROGRESS"),
            3 or 4 => SimulatedApi.Status("RENDERING"),
            5 => SimulatedApi.Status("RENDERING", null, ",\"progress\":50"),
            _ => SimulatedApi.Done(),
        });
        Operation<TestApi.Status> operation = await api.StartAsync();
        var seen = new List<string>();

        Task watch = Task.Run(
            async () =>
            {
                await foreach (TestApi.Status status in operation.WatchAsync(Ct))
                {
                    seen.Add(status.State);
                }
            },
            Ct);
        await PassRealAsync(api, watch);

        Assert.Equal(["IN_PROGRESS", "RENDERING", "RENDERING", "SUCCESS"], seen);
        Assert.Equal(6, api.AskedAt.Count);

        seen.Clear();
        await foreach (TestApi.Status status in operation.WatchAsync(Ct))
        {
            seen.Add(status.State);
        }

        Assert.Equal(["SUCCESS"], seen);
    }

    [Fact]
    public async Task Watching_a_failure_yields_it_and_ends()
    {
        var api = new SimulatedApi(_ => SimulatedApi.Status("FAILED"));
        using ApiTransport transport = api.Transport();
        var seen = new List<string>();

        await foreach (TestApi.Status status in transport.Resume(TestApi.Submit, "t1").WatchAsync(Ct))
        {
            seen.Add(status.State);
        }

        Assert.Equal(["FAILED"], seen);
    }

    [Fact]
    public async Task Progress_is_told_each_change()
    {
        var api = new SimulatedApi(number => number < 4 ? SimulatedApi.Status("IN_PROGRESS") : SimulatedApi.Done());
        var told = new Told();
        using ApiTransport transport = api.Transport();

        Task<TestApi.Status> all = transport.StartAndWaitAsync(TestApi.Submit, TestApi.GenerateTarget, new TestApi.Request("mountains"), TestApi.Write, told, Ct);
        await api.PassUntilAsync(all, 100);

        Assert.Equal(["IN_PROGRESS", "SUCCESS"], told.States);
    }

    [Fact]
    public async Task Many_waiters_share_the_questions_and_all_get_the_end()
    {
        var api = new SimulatedApi(number => number < 4 ? SimulatedApi.Status("IN_PROGRESS") : SimulatedApi.Done());
        Operation<TestApi.Status> operation = await api.StartAsync();

        Task<TestApi.Status>[] waits = [.. Enumerable.Range(0, 50).Select(_ => operation.WaitForCompletionAsync(Ct))];
        await PassRealAsync(api, Task.WhenAll(waits));

        Assert.Equal(4, api.AskedAt.Count);
        Assert.All(waits, wait => Assert.Equal("SUCCESS", wait.Result.State));
    }

    [Fact]
    public async Task A_refusal_to_tell_ends_every_wait_at_once()
    {
        var api = new SimulatedApi(_ => SimulatedApi.Reply(401, """{"code":"INVALID_API_KEY"}"""));
        Operation<TestApi.Status> operation = await api.StartAsync();

        Task<TestApi.Status>[] waits = [.. Enumerable.Range(0, 20).Select(_ => operation.WaitForCompletionAsync(Ct))];
        await PassRealAsync(api, Task.WhenAll(waits).ContinueWith(_ => { }, Ct, TaskContinuationOptions.None, TaskScheduler.Default));

        foreach (Task<TestApi.Status> wait in waits)
        {
            Assert.Equal("INVALID_API_KEY", (await Assert.ThrowsAsync<ApiException>(() => wait)).ErrorCode);
        }

        Assert.Equal([5], api.AskedAt);
    }

    [Fact]
    public async Task What_changes_around_the_payload_is_no_change()
    {
        int number = 0;
        var api = new SimulatedApi(_ => SimulatedApi.Reply(
            200,
            $$"""{"trace":"{{++number}}","code":200,"data":{"status":"{{(number < 4 ? "IN_PROGRESS" : "SUCCESS")}}","response":["https://cdn.example.com/v.mp4"]},"at":{{number}}}"""));
        Operation<TestApi.Status> operation = await api.StartAsync();
        var told = new Told();

        Task<TestApi.Status> wait = operation.WaitForCompletionAsync(told, Ct);
        await api.PassUntilAsync(wait, 100);

        Assert.Equal(["IN_PROGRESS", "SUCCESS"], told.States);
        Assert.Equal(4, api.AskedAt.Count);
    }

    [Fact]
    public async Task A_payload_that_is_not_there_yet_is_asked_for_again()
    {
        var api = new SimulatedApi(number => number switch
        {
            1 => SimulatedApi.Reply(200, """{"code":200,"message":"success","data":null}"""),
            2 => SimulatedApi.Reply(200, """{"code":200,"message":"success"}"""),
            _ => SimulatedApi.Done(),
        });
        Operation<TestApi.Status> operation = await api.StartAsync();

        Task<TestApi.Status> wait = operation.WaitForCompletionAsync(Ct);
        await api.PassUntilAsync(wait, 60);

        Assert.Equal("SUCCESS", (await wait).State);
        Assert.Equal([5, 12.5, 23.75], api.AskedAt);
    }

    [Fact]
    public async Task The_deadline_ends_a_wait_for_a_rate_limiter_too()
    {
        var api = new SimulatedApi(_ => SimulatedApi.Done());
        using var limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = 10, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });
        using RateLimitLease taken = limiter.AttemptAcquire();
        api.Options.RateLimiter = limiter;
        api.Options.Polling.Deadline = TimeSpan.FromSeconds(20);
        using ApiTransport transport = api.Transport();

        Task<TestApi.Status> wait = transport.Resume(TestApi.Submit, "t1").WaitForCompletionAsync(Ct);
        api.Pass(19.875);
        Assert.False(wait.IsCompleted);
        await api.PassUntilAsync(wait, 1);

        OperationTimeoutException error = await Assert.ThrowsAsync<OperationTimeoutException>(() => wait);
        Assert.Equal("t1", error.OperationId);
        Assert.Empty(api.AskedAt);
    }

    [Theory]
    [InlineData("the client")]
    [InlineData("the HttpClient below it")]
    public async Task A_client_disposed_of_during_a_wait_ends_it_and_names_the_operation(string what)
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, TestApi.StatusBody("IN_PROGRESS")));
        ApiClientOptions options = TestApi.Options(server.Address);
        options.TimeProvider = new EagerTimeProvider();
        using HttpClient? client = what == "the client" ? null : new HttpClient();
        using var transport = new ApiTransport(TestApi.Description, client, options);
        var progress = new Acting(() => ((IDisposable?)client ?? transport).Dispose());

        ApiException error = await Assert.ThrowsAsync<ApiException>(
            () => transport.Resume(TestApi.Submit, "t1").WaitForCompletionAsync(progress, Ct));

        Assert.Contains("disposed of", error.Message, StringComparison.Ordinal);
        Assert.Equal("t1", error.OperationId);
        Assert.IsType<ObjectDisposedException>(error.InnerException);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Something_else_disposed_of_during_a_wait_is_a_failure_like_any_other()
    {
        var api = new SimulatedApi(number => number < 3 ? throw new ObjectDisposedException("stream") : SimulatedApi.Done());
        Operation<TestApi.Status> operation = await api.StartAsync();

        Task<TestApi.Status> wait = operation.WaitForCompletionAsync(Ct);
        await api.PassUntilAsync(wait, 60);

        Assert.Equal("SUCCESS", (await wait).State);
        Assert.Equal(3, api.AskedAt.Count);
    }

    [Fact]
    public async Task A_progress_that_throws_ends_the_wait_and_leaves_the_id_in_its_exception()
    {
        var api = new SimulatedApi(_ => SimulatedApi.Status("IN_PROGRESS"));
        using ApiTransport transport = api.Transport();

        Task<TestApi.Status> all = transport.StartAndWaitAsync(TestApi.Submit, TestApi.GenerateTarget, new TestApi.Request("mountains"), TestApi.Write, new Throwing(new NotSupportedException()), Ct);
        await api.PassUntilAsync(all, 100);

        NotSupportedException error = await Assert.ThrowsAsync<NotSupportedException>(() => all);
        Assert.Equal("t1", error.Data["OperationId"]);
    }

    [Theory]
    [InlineData("an ApiException about another operation")]
    [InlineData("an ApiException about none")]
    [InlineData("a cancelled wait for another operation")]
    public async Task What_a_progress_throws_about_something_else_has_the_id_too(string what)
    {
        Exception thrown = what switch
        {
            "an ApiException about none" => new ApiException("About none."),
            "an ApiException about another operation" => new ApiException("About another.") { OperationId = "t2" },
            _ => new OperationWaitCanceledException("t2", new CancellationToken(true)),
        };
        var api = new SimulatedApi(_ => SimulatedApi.Status("IN_PROGRESS"));
        using ApiTransport transport = api.Transport();

        Task<TestApi.Status> all = transport.StartAndWaitAsync(
            TestApi.Submit, TestApi.GenerateTarget, new TestApi.Request("mountains"), TestApi.Write, new Throwing(thrown), Ct);
        await api.PassUntilAsync(all, 100);

        Assert.Same(thrown, await Record.ExceptionAsync(() => all));
        Assert.Equal("t1", thrown.Data["OperationId"]);
    }

    [Fact]
    public async Task What_a_progress_throws_that_takes_no_data_is_wrapped_in_what_has_the_id()
    {
        var thrown = new ReadOnlyDataException();
        var api = new SimulatedApi(_ => SimulatedApi.Status("IN_PROGRESS"));
        using ApiTransport transport = api.Transport();

        Task<TestApi.Status> all = transport.StartAndWaitAsync(
            TestApi.Submit, TestApi.GenerateTarget, new TestApi.Request("mountains"), TestApi.Write, new Throwing(thrown), Ct);
        await api.PassUntilAsync(all, 100);

        ApiException error = await Assert.ThrowsAsync<ApiException>(() => all);
        Assert.Equal("t1", error.OperationId);
        Assert.Same(thrown, error.InnerException);
    }

    [Fact]
    public async Task Each_of_many_waiters_is_thrown_an_exception_of_its_own()
    {
        foreach (HttpResponseMessage last in (HttpResponseMessage[])[SimulatedApi.Status("FAILED"), SimulatedApi.Reply(401, "")])
        {
            var api = new SimulatedApi(_ => last);
            Operation<TestApi.Status> operation = await api.StartAsync();
            Task<TestApi.Status>[] waits = [.. Enumerable.Range(0, 5).Select(_ => operation.WaitForCompletionAsync(Ct))];
            await api.PassUntilAsync(Task.WhenAll(waits), 10);

            Exception?[] thrown = await Task.WhenAll(waits.Select(wait => Record.ExceptionAsync(() => wait).AsTask()));

            Assert.All(thrown, one => Assert.Equal("t1", Assert.IsAssignableFrom<ApiException>(one).OperationId));
            Assert.Equal(5, thrown.Distinct(ReferenceEqualityComparer.Instance).Count());
        }
    }

    [Fact]
    public async Task However_a_handler_fails_when_it_is_cancelled_the_wait_is_cancelled()
    {
        var api = new SimulatedApi(_ => SimulatedApi.Done());
        api.Answer = async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw new HttpRequestException("aborted");
        };
        using var source = new CancellationTokenSource();
        Operation<TestApi.Status> operation = await api.StartAsync();
        Task waiting = operation.WaitForCompletionAsync(source.Token);
        api.Pass(6);

        await source.CancelAsync();

        OperationWaitCanceledException error = await Assert.ThrowsAsync<OperationWaitCanceledException>(() => waiting);
        Assert.Equal("t1", error.OperationId);
    }

    [Fact]
    public async Task An_update_cancelled_in_the_middle_of_its_reply_is_cancelled()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var api = new SimulatedApi(_ => new HttpResponseMessage { Content = new StreamContent(new StalledStream("{\"code\":"u8.ToArray(), source)) });
        using ApiTransport transport = api.Transport();

        OperationCanceledException error = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => transport.Resume(TestApi.Submit, "t1").UpdateAsync(source.Token));

        Assert.Equal(source.Token, error.CancellationToken);
    }

    [Fact]
    public async Task Without_a_deadline_two_wait_for_as_long_as_it_takes()
    {
        var api = new SimulatedApi(number => number < 4 ? SimulatedApi.Status("IN_PROGRESS") : SimulatedApi.Done());
        api.Options.Polling.Deadline = Timeout.InfiniteTimeSpan;
        Operation<TestApi.Status> operation = await api.StartAsync();

        Task both = Task.WhenAll(operation.WaitForCompletionAsync(Ct), operation.WaitForCompletionAsync(Ct));
        await PassRealAsync(api, both);

        Assert.Equal(4, api.AskedAt.Count);
    }

    [Fact]
    public async Task When_the_one_who_asks_gives_up_another_goes_on()
    {
        var api = new SimulatedApi(number => number < 4 ? SimulatedApi.Status("IN_PROGRESS") : SimulatedApi.Done());
        Operation<TestApi.Status> operation = await api.StartAsync();
        using var source = new CancellationTokenSource();
        Task<TestApi.Status> first = operation.WaitForCompletionAsync(source.Token);
        Task<TestApi.Status> second = operation.WaitForCompletionAsync(Ct);
        api.Pass(6);

        await source.CancelAsync();

        await Assert.ThrowsAsync<OperationWaitCanceledException>(() => first);
        await PassRealAsync(api, second);
        Assert.Equal("SUCCESS", (await second).State);
        Assert.Equal(4, api.AskedAt.Count);
    }

    [Fact]
    public async Task Nobody_waiting_means_nobody_asking()
    {
        var api = new SimulatedApi(_ => SimulatedApi.Status("IN_PROGRESS"));
        Operation<TestApi.Status> operation = await api.StartAsync();
        using var source = new CancellationTokenSource();
        Task wait = operation.WaitForCompletionAsync(source.Token);
        api.Pass(6);
        await source.CancelAsync();
        await Assert.ThrowsAsync<OperationWaitCanceledException>(() => wait);

        api.Pass(600);

        Assert.Single(api.AskedAt);
    }

    [Fact]
    public async Task An_update_asks_at_once_and_moves_the_schedule()
    {
        var api = new SimulatedApi(number => number < 3 ? SimulatedApi.Status("IN_PROGRESS") : SimulatedApi.Done());
        Operation<TestApi.Status> operation = await api.StartAsync();
        Task<TestApi.Status> wait = operation.WaitForCompletionAsync(Ct);
        api.Pass(4);

        TestApi.Status now = await operation.UpdateAsync(Ct);
        Assert.Equal("IN_PROGRESS", now.State);
        await PassRealAsync(api, wait);

        Assert.Equal([4, 11.5, 22.75], api.AskedAt);
    }

    [Fact]
    public async Task A_429_makes_all_operations_of_the_client_wait()
    {
        int busy = 0;
        var api = new SimulatedApi(_ => Interlocked.Increment(ref busy) == 1 ? SimulatedApi.Reply(429, "", "60") : SimulatedApi.Done());
        using ApiTransport transport = api.Transport();
        Operation<TestApi.Status>[] operations = [await api.StartAsync(transport), await api.StartAsync(transport), await api.StartAsync(transport)];
        api.Options.Polling.FirstDelay = TimeSpan.FromSeconds(1);

        Task first = operations[0].WaitForCompletionAsync(Ct);
        api.Pass(5.5);
        Task second = operations[1].WaitForCompletionAsync(Ct);
        Task third = operations[2].WaitForCompletionAsync(Ct);
        await PassRealAsync(api, Task.WhenAll(first, second, third));

        Assert.Equal([5, 65, 65, 65], api.AskedAt);
    }

    [Fact]
    public async Task The_rate_limiter_spaces_the_questions_of_all_operations()
    {
        var api = new SimulatedApi(_ => SimulatedApi.Done());
        using var limiter = new CountingLimiter();
        api.Options.RateLimiter = limiter;
        using ApiTransport transport = api.Transport();

        await transport.Resume(TestApi.Submit, "a").WaitForCompletionAsync(Ct);
        await transport.Resume(TestApi.Submit, "b").WaitForCompletionAsync(Ct);
        await TestApi.GenerateAsync(transport, Ct);

        Assert.Equal(3, limiter.Acquired);
        Assert.Equal(3, limiter.Released);
    }

    [Fact]
    public async Task A_reply_is_about_the_operation_that_was_asked_for_whatever_id_it_has()
    {
        var api = new SimulatedApi(_ => SimulatedApi.Done());
        Operation<TestApi.Status> operation = api.Transport().Resume(TestApi.Submit, "t2");

        Assert.Contains("\"t1\"", TestApi.StatusBody("SUCCESS"), StringComparison.Ordinal);
        Assert.Equal("SUCCESS", (await operation.WaitForCompletionAsync(Ct)).State);
        Assert.Equal("t2", operation.Id);
    }

    [Fact]
    public async Task An_id_that_no_address_can_hold_ends_a_wait_at_once_and_is_named()
    {
        var api = new SimulatedApi(_ => SimulatedApi.Done());
        Task<TestApi.Status> wait = api.Transport().Resume(TestApi.SubmitByPath, "..").WaitForCompletionAsync(Ct);
        await api.PassUntilAsync(wait, 10);

        ApiException error = await Assert.ThrowsAsync<ApiException>(() => wait);
        Assert.Equal("..", error.OperationId);
        Assert.Contains("cannot be part of an address", error.Message, StringComparison.Ordinal);
        Assert.Empty(api.AskedAt);
    }

    [Fact]
    public async Task An_update_does_not_wait_for_a_pause_that_is_longer_than_a_reply_may_take()
    {
        int busy = 0;
        var api = new SimulatedApi(_ => Interlocked.Increment(ref busy) == 1 ? SimulatedApi.Reply(429, "", "60") : SimulatedApi.Done());
        Operation<TestApi.Status> operation = await api.StartAsync();
        await Assert.ThrowsAsync<ApiException>(() => operation.UpdateAsync(Ct));

        ApiException error = await Assert.ThrowsAsync<ApiException>(() => operation.UpdateAsync(Ct).WaitAsync(TimeSpan.FromSeconds(10), Ct));
        Assert.Equal((TimeSpan.FromSeconds(60), "t1"), (error.RetryAfter, error.OperationId));
        Assert.Single(api.AskedAt);

        api.Pass(31);
        Task<TestApi.Status> update = operation.UpdateAsync(Ct);
        await api.PassUntilAsync(update, 30);
        Assert.Equal("SUCCESS", (await update).State);
    }

    [Theory]
    [InlineData("an update")]
    [InlineData("a call by hand")]
    [InlineData("a submit")]
    public async Task A_pause_that_grows_beyond_the_time_limit_while_it_is_waited_for_ends_the_call(string call)
    {
        var api = new SimulatedApi(_ => throw new InvalidOperationException());
        var late = new TaskCompletionSource<HttpResponseMessage>();
        api.Answer = (number, _) => number == 1 ? late.Task : Task.FromResult(SimulatedApi.Reply(429, "", "20"));
        using ApiTransport transport = api.Transport();
        Operation<TestApi.Status> operation = await api.StartAsync(transport);
        Task first = operation.UpdateAsync(Ct);
        await Assert.ThrowsAsync<ApiException>(() => operation.UpdateAsync(Ct));
        Task paused = call switch
        {
            "an update" => operation.UpdateAsync(Ct),
            "a call by hand" => TestApi.StatusAsync(transport, Ct),
            _ => TestApi.GenerateAsync(transport, Ct),
        };
        api.Pass(10);
        late.SetResult(SimulatedApi.Reply(429, "", "3000"));
        await Assert.ThrowsAsync<ApiException>(() => first);

        await api.PassUntilAsync(paused, 10);

        ApiException error = await Assert.ThrowsAsync<ApiException>(() => paused);
        Assert.Equal(TimeSpan.FromSeconds(2990), error.RetryAfter);
        Assert.Equal(2, api.AskedAt.Count);
    }

    [Fact]
    public async Task After_a_429_no_two_ask_at_the_same_moment()
    {
        int busy = 0;
        var api = new SimulatedApi(_ => Interlocked.Increment(ref busy) == 1 ? SimulatedApi.Reply(429, "", "100") : SimulatedApi.Done());
        api.Options.Polling.Jitter = 0.2;
        api.Options.RequestTimeout = TimeSpan.FromSeconds(200);
        api.Options.Random = new EvenRandom();
        using ApiTransport transport = api.Transport();
        Operation<TestApi.Status>[] operations = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => api.StartAsync(transport)));

        Task first = operations[0].UpdateAsync(Ct);
        await Assert.ThrowsAsync<ApiException>(() => first);
        Task all = Task.WhenAll([.. operations.Select(operation => operation.WaitForCompletionAsync(Ct)), .. Enumerable.Range(0, 10).Select(_ => TestApi.StatusAsync(transport, Ct))]);
        await api.PassUntilAsync(all, 200, step: 0.01);

        double[] asked = [.. api.AskedAt.Skip(1)];
        Assert.Equal(30, asked.Length);
        Assert.InRange(asked.Min(), 100, 105);
        Assert.InRange(asked.Max(), 115, 120.1);
        Assert.InRange(asked.Distinct().Count(), 25, 30);
    }

    [Fact]
    public async Task An_update_that_is_given_up_before_it_begins_is_cancelled_in_a_long_pause_too()
    {
        var api = new SimulatedApi(_ => SimulatedApi.Reply(429, "", "3000"));
        using ApiTransport transport = api.Transport();
        Operation<TestApi.Status> operation = await api.StartAsync(transport);
        await Assert.ThrowsAsync<ApiException>(() => operation.UpdateAsync(Ct));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => operation.UpdateAsync(new CancellationToken(canceled: true)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TestApi.StatusAsync(transport, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task A_rate_limiter_that_refuses_keeps_a_submit_from_being_sent_and_a_wait_waiting()
    {
        var api = new SimulatedApi(_ => SimulatedApi.Done());
        using var limiter = new CountingLimiter { Refusals = 100 };
        api.Options.RateLimiter = limiter;
        using ApiTransport transport = api.Transport();
        Task<TestApi.Submitted> submit = TestApi.GenerateAsync(transport, Ct);
        await api.PassUntilAsync(submit, 30);
        ApiException error = await Assert.ThrowsAsync<ApiException>(() => submit);
        Assert.Contains("nothing was sent", error.Message, StringComparison.Ordinal);

        limiter.Refusals = 2;
        Task<TestApi.Status> wait = transport.Resume(TestApi.Submit, "t1").WaitForCompletionAsync(Ct);
        await api.PassUntilAsync(wait, 30);
        Assert.Single(api.AskedAt);
        Assert.Equal(1, limiter.Acquired);
    }

    [Fact]
    public async Task A_rate_limiter_that_was_disposed_of_ends_calls_and_waits_at_once()
    {
        var api = new SimulatedApi(_ => SimulatedApi.Done());
        var limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = 1 });
        api.Options.RateLimiter = limiter;
        using ApiTransport transport = api.Transport();
        Operation<TestApi.Status> operation = transport.Resume(TestApi.Submit, "t1");
        await limiter.DisposeAsync();

        foreach (Func<Task> call in (Func<Task>[])[() => operation.WaitForCompletionAsync(Ct), () => operation.UpdateAsync(Ct), () => TestApi.StatusAsync(transport, Ct), () => TestApi.GenerateAsync(transport, Ct)])
        {
            ApiException error = await Assert.ThrowsAsync<ApiException>(() => call().WaitAsync(TimeSpan.FromSeconds(10), Ct));
            Assert.StartsWith("The rate limiter of this client was disposed of; nothing was sent.", error.Message, StringComparison.Ordinal);
        }

        Assert.Empty(api.AskedAt);
    }

    [Fact]
    public async Task A_turn_that_comes_late_leaves_its_question_no_more_than_the_rest_of_the_deadline()
    {
        var api = new SimulatedApi(_ => throw new InvalidOperationException());
        api.Answer = async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException();
        };
        api.Options.Polling.Deadline = TimeSpan.FromSeconds(60);
        using var limiter = new CountingLimiter { Turn = cancellationToken => Task.Delay(TimeSpan.FromSeconds(50), api.Time, cancellationToken) };
        api.Options.RateLimiter = limiter;
        using ApiTransport transport = api.Transport();

        Task<TestApi.Status> wait = transport.Resume(TestApi.Submit, "t1").WaitForCompletionAsync(Ct);
        await api.PassUntilAsync(wait, 60);

        OperationTimeoutException error = await Assert.ThrowsAsync<OperationTimeoutException>(() => wait);
        Assert.Contains("no complete reply within 10 s", error.Message, StringComparison.Ordinal);
        Assert.Equal([50], api.AskedAt);
    }

    [Fact]
    public async Task Only_a_question_of_a_wait_is_said_to_be_repeated()
    {
        var api = new SimulatedApi(number => number < 3 ? SimulatedApi.Reply(502, "") : SimulatedApi.Done());
        using var everything = new Everything();
        api.Options.LoggerFactory = everything;
        Operation<TestApi.Status> operation = api.Transport().Resume(TestApi.Submit, "t1");

        await Assert.ThrowsAsync<ApiException>(() => operation.UpdateAsync(Ct));
        Assert.DoesNotContain(everything.Texts, text => text.StartsWith("log Warning PollFailed", StringComparison.Ordinal));

        Task<TestApi.Status> wait = operation.WaitForCompletionAsync(Ct);
        await api.PassUntilAsync(wait, 60);
        Assert.Single(everything.Texts, text => text.StartsWith("log Warning PollFailed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, 30, 60, 1.5, 0.1)]
    [InlineData(-5, 30, 60, 1.5, 0.1)]
    [InlineData(5, 0, 60, 1.5, 0.1)]
    [InlineData(5, 30, 0, 1.5, 0.1)]
    [InlineData(5, 30, -60, 1.5, 0.1)]
    [InlineData(5, 30, 60, 0.9, 0.1)]
    [InlineData(5, 30, 60, 11, 0.1)]
    [InlineData(5, 30, 60, double.NaN, 0.1)]
    [InlineData(5, 30, 60, 1.5, -0.1)]
    [InlineData(5, 30, 60, 1.5, 1.1)]
    [InlineData(100_000, 100_000, 60, 1.5, 0.1)]
    public void Options_that_cannot_work_are_refused_when_they_are_set(double first, double max, double deadline, double growth, double jitter)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PollingOptions
        {
            FirstDelay = TimeSpan.FromSeconds(first),
            MaxDelay = TimeSpan.FromSeconds(max),
            Deadline = TimeSpan.FromSeconds(deadline),
            Growth = growth,
            Jitter = jitter,
        });
    }

    [Fact]
    public void A_first_delay_beyond_the_largest_is_refused_when_the_client_is_made()
    {
        var api = new SimulatedApi(_ => SimulatedApi.Done());
        api.Options.Polling = new PollingOptions { FirstDelay = TimeSpan.FromSeconds(40) };

        ArgumentException error = Assert.Throws<ArgumentException>(api.Transport);

        Assert.Contains("MaxDelay", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fake_operation_needs_no_server()
    {
        var done = new TestApi.Status("SUCCESS", ["https://cdn.example.com/a.mp4"]);
        Operation<TestApi.Status> operation = Operation.Completed("f1", done, [new Uri("https://cdn.example.com/a.mp4")]);
        Assert.Same(done, await operation.WaitForCompletionAsync(Ct));
        Assert.Same(done, await operation.UpdateAsync(Ct));
        Assert.Same(done, operation.Value);
        Assert.Single(operation.Results);

        Operation<TestApi.Status> failed = Operation.Failed(done, new OperationFailedException("f2", "no"));
        await Assert.ThrowsAsync<OperationFailedException>(() => failed.WaitForCompletionAsync(Ct));
        Assert.Equal("f2 (failed)", failed.ToString());
    }

    /// <summary>Passes simulated time while other threads get real time to follow.</summary>
    private static async Task PassRealAsync(SimulatedApi api, Task until)
    {
        for (int steps = 0; steps < 2000 && !until.IsCompleted; steps++)
        {
            api.Time.Advance(TimeSpan.FromSeconds(0.125));
            await Task.Yield();
            if (steps % 4 == 0)
            {
                await Task.Delay(1, Ct);
            }
        }

        await until.WaitAsync(TimeSpan.FromSeconds(5), Ct);
    }

    private sealed class Told : IProgress<TestApi.Status>
    {
        public List<string> States { get; } = [];

        public void Report(TestApi.Status value) => States.Add(value.State);
    }

    /// <summary>Gives its bytes, and when more is asked for, cancels and gives no more.</summary>
    private sealed class StalledStream(byte[] bytes, CancellationTokenSource source) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read = await base.ReadAsync(buffer, cancellationToken);
            if (read == 0)
            {
                await source.CancelAsync();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            return read;
        }
    }

    private sealed class Throwing(Exception error) : IProgress<TestApi.Status>
    {
        public void Report(TestApi.Status value) => throw error;
    }

    private sealed class CountingLimiter : RateLimiter
    {
        public int Refusals { get; set; }

        public Func<CancellationToken, Task> Turn { get; init; } = static _ => Task.CompletedTask;

        public int Acquired { get; private set; }

        public int Released { get; private set; }

        public override TimeSpan? IdleDuration => null;

        public override RateLimiterStatistics? GetStatistics() => null;

        protected override RateLimitLease AttemptAcquireCore(int permitCount) => throw new NotSupportedException();

        protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
        {
            await Turn(cancellationToken);
            bool refused = Refusals-- > 0;
            Acquired += refused ? 0 : 1;
            return new Lease(this, !refused);
        }

        private sealed class Lease(CountingLimiter owner, bool isAcquired) : RateLimitLease
        {
            public override bool IsAcquired => isAcquired;

            public override IEnumerable<string> MetadataNames => [];

            public override bool TryGetMetadata(string metadataName, out object? metadata)
            {
                metadata = null;
                return false;
            }

            protected override void Dispose(bool disposing) => owner.Released += isAcquired ? 1 : 0;
        }
    }
}
