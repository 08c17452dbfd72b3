using CsCheck;
using Kling3.Runtime.Emitted;
using Kling3.Runtime.Tests.Support;

namespace Kling3.Runtime.Tests;

/// <summary>A limit that is never exceeded by what was estimated.</summary>
public sealed class CreditBudgetTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_submit_that_would_exceed_it_is_refused_before_sending()
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, TestApi.Accepted(cost: 240)));
        var budget = new CreditBudget(500);
        using ApiTransport transport = Transport(server, budget);

        await TestApi.StartAsync(transport, Ct);
        await TestApi.GenerateAsync(transport, Ct);
        Assert.Equal(480, budget.Spent);
        BudgetExceededException error = await Assert.ThrowsAsync<BudgetExceededException>(() => TestApi.StartAsync(transport, Ct));

        Assert.Equal(240, error.Estimate);
        Assert.Equal(20, error.Remaining);
        Assert.Equal(2, server.CompleteBodies);
    }

    [Fact]
    public void Operations_whose_end_nobody_sees_are_followed_in_bounded_number_and_stay_counted()
    {
        const int Most = 65_536;
        var budget = new CreditBudget(10_000_000);
        for (int number = 0; number <= Most; number++)
        {
            BudgetEntry entry = budget.Reserve(1);
            entry.Settle(null);
            budget.Follow("Test", number.ToString(System.Globalization.CultureInfo.InvariantCulture), entry);
        }

        budget.End("Test", "0", consumed: 0, isLast: true);
        Assert.Equal(Most + 1, budget.Spent);

        budget.End("Test", "1", consumed: 0, isLast: true);
        budget.End("Test", Most.ToString(System.Globalization.CultureInfo.InvariantCulture), consumed: 0, isLast: true);
        Assert.Equal(Most - 1, budget.Spent);

        // What was followed twice by one name counts as one.
        budget.Follow("Test", "2", budget.Reserve(1));
        budget.Follow("Test", "x", budget.Reserve(1));
        budget.Follow("Test", "y", budget.Reserve(1));
        budget.End("Test", "3", consumed: 0, isLast: true);
        Assert.Equal(Most + 1, budget.Spent);
    }

    [Fact]
    public async Task The_reply_settles_the_estimate()
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, TestApi.Accepted(cost: 300)));
        var budget = new CreditBudget(500);
        using ApiTransport transport = Transport(server, budget);

        await TestApi.StartAsync(transport, Ct);

        Assert.Equal(300, budget.Spent);
        Assert.Equal(200, budget.Remaining);
    }

    [Fact]
    public async Task A_submit_refused_or_never_sent_gives_it_back()
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(400, """{"code":"INVALID_PROMPT"}"""));
        var budget = new CreditBudget(500);
        using ApiTransport transport = Transport(server, budget);
        await Assert.ThrowsAsync<ApiException>(() => TestApi.StartAsync(transport, Ct));
        await Assert.ThrowsAsync<ApiException>(() => SendAsync(transport));
        Assert.Equal(0, budget.Spent);

        using ApiTransport unreachable = new(TestApi.Description, Options(new Uri("https://no-such-host.invalid"), budget));
        await Assert.ThrowsAsync<ApiException>(() => TestApi.StartAsync(unreachable, Ct));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TestApi.StartAsync(transport, new CancellationToken(true)));
        Assert.Equal(0, budget.Spent);
    }

    [Fact]
    public async Task An_unknown_submit_stays_counted()
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(500, ""));
        var budget = new CreditBudget(500);
        using ApiTransport transport = Transport(server, budget);

        await Assert.ThrowsAsync<SubmissionUnknownException>(() => TestApi.StartAsync(transport, Ct));
        await Assert.ThrowsAsync<SubmissionUnknownException>(() => SendAsync(transport));

        Assert.Equal(480, budget.Spent);
    }

    [Fact]
    public async Task An_operation_that_fails_gives_it_back_and_one_that_ends_well_does_not()
    {
        var budget = new CreditBudget(1000);
        var api = new SimulatedApi(number => number == 1 ? SimulatedApi.Status("FAILED") : SimulatedApi.Done());
        api.Options.Budget = budget;
        using ApiTransport transport = api.Transport();
        Operation<TestApi.Status> failing = await api.StartAsync(transport);
        Operation<TestApi.Status> ending = await api.StartAsync(transport);
        Assert.Equal(480, budget.Spent);

        await failing.UpdateAsync(Ct);
        Assert.Equal(240, budget.Spent);
        await failing.UpdateAsync(Ct);
        await ending.UpdateAsync(Ct);

        Assert.Equal(240, budget.Spent);
    }

    [Theory]
    [InlineData("", 240)]
    [InlineData(",\"consumed_credits\":0", 0)]
    [InlineData(",\"consumed_credits\":-5000", 240)]
    [InlineData(",\"consumed_credits\":79228162514264337593543950335", 1e18)]
    public async Task What_a_reply_says_was_consumed_is_taken_when_it_can_be_a_price(string consumed, double spent)
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, $$$"""{"code":200,"data":{"task_id":"t1"{{{consumed}}}}}"""));
        var budget = new CreditBudget(500);
        using ApiTransport transport = Transport(server, budget);

        await TestApi.StartAsync(transport, Ct);

        Assert.Equal((decimal)spent, budget.Spent);
        Assert.Equal(Math.Max(0, 500 - (decimal)spent), budget.Remaining);
    }

    [Fact]
    public async Task Whoever_sees_the_end_settles_it_and_only_once()
    {
        var budget = new CreditBudget(1000);
        var api = new SimulatedApi(number => number == 4 ? SimulatedApi.Status("SUCCESS", "https://cdn.example.com/v.mp4", ",\"consumed_credits\":200") : SimulatedApi.Status("FAILED"));
        api.Options.Budget = budget;
        using ApiTransport transport = api.Transport();
        using ApiTransport other = api.Transport();
        string id = (await TestApi.GenerateAsync(transport, Ct)).TaskId!;
        Assert.Equal(240, budget.Spent);

        // Handles that have nothing to do with the submit, one of another client, and all of them told the same.
        Operation<TestApi.Status>[] handles = [transport.Resume(TestApi.Submit, id), other.Resume(TestApi.Submit, id), other.Resume(TestApi.Submit, id)];
        await Task.WhenAll(handles.Select(handle => handle.UpdateAsync(Ct)));
        Assert.Equal(0, budget.Spent);

        await TestApi.GenerateAsync(transport, Ct);
        await other.Resume(TestApi.Submit, "another").UpdateAsync(Ct);
        Assert.Equal(240, budget.Spent);
        await other.Resume(TestApi.Submit, id).UpdateAsync(Ct);
        Assert.Equal(0, budget.Spent);
    }

    [Fact]
    public async Task An_unknown_submit_whose_reply_named_it_is_given_back_when_it_is_seen_to_fail()
    {
        await using var server = FaultServer.Answering((connection, request) => request.Method == "POST"
            ? connection.ReplyAsync(500, """{"code":500,"data":{"task_id":"t1"}}""")
            : connection.ReplyAsync(200, TestApi.StatusBody("FAILED")));
        var budget = new CreditBudget(1000);
        using ApiTransport transport = Transport(server, budget);
        SubmissionUnknownException unknown = await Assert.ThrowsAsync<SubmissionUnknownException>(() => TestApi.StartAsync(transport, Ct));
        Assert.Equal(240, budget.Spent);

        await transport.Resume(TestApi.Submit, unknown.OperationId!).UpdateAsync(Ct);

        Assert.Equal(0, budget.Spent);
    }

    [Fact]
    public async Task An_unpriced_submit_is_refused_only_when_nothing_is_left()
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, TestApi.Accepted(cost: 240)));
        var budget = new CreditBudget(200);
        using ApiTransport transport = Transport(server, budget);

        await TestApi.StartAsync(transport, Ct, estimate: null);
        Assert.Equal(240, budget.Spent);
        Assert.Equal(0, budget.Remaining);
        BudgetExceededException error = await Assert.ThrowsAsync<BudgetExceededException>(() => TestApi.StartAsync(transport, Ct, estimate: null));

        Assert.Null(error.Estimate);
        Assert.Equal(1, server.CompleteBodies);
    }

    [Fact]
    public async Task Clients_that_share_it_submit_exactly_as_often_as_it_allows()
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, TestApi.Accepted(cost: 10)));
        var budget = new CreditBudget(105);
        using ApiTransport first = Transport(server, budget);
        using ApiTransport second = Transport(server, budget);

        bool[] accepted = await Task.WhenAll(Enumerable.Range(0, 60).Select(async number =>
        {
            try
            {
                await TestApi.StartAsync(number % 2 == 0 ? first : second, Ct, estimate: 10);
                return true;
            }
            catch (BudgetExceededException)
            {
                return false;
            }
        }));

        Assert.Equal(10, accepted.Count(one => one));
        Assert.Equal(10, server.CompleteBodies);
        Assert.Equal(100, budget.Spent);
    }

    [Fact]
    public void Whatever_is_done_at_once_the_sum_is_exact_and_estimates_never_exceed_the_limit()
    {
        Gen.Int[1, 50].Array[1, 200].Sample(
            amounts =>
            {
                var budget = new CreditBudget(500);
                decimal expected = 0;
                Lock @lock = new();
                Parallel.ForEach(amounts, amount =>
                {
                    BudgetEntry entry;
                    try
                    {
                        entry = budget.Reserve(amount);
                    }
                    catch (BudgetExceededException)
                    {
                        return;
                    }

                    if (budget.Spent > 500)
                    {
                        throw new InvalidOperationException("More was set aside than allowed.");
                    }

                    if (amount % 3 == 0)
                    {
                        entry.GiveBack();
                        entry.GiveBack();
                    }
                    else
                    {
                        entry.Settle(amount % 2 == 0 ? null : amount - 1);
                        lock (@lock)
                        {
                            expected += amount % 2 == 0 ? amount : amount - 1;
                        }
                    }
                });
                return budget.Spent == expected;
            },
            iter: 200);
    }

    private static ApiClientOptions Options(Uri address, CreditBudget budget)
    {
        ApiClientOptions options = TestApi.Options(address);
        options.Budget = budget;
        options.TimeProvider = new EagerTimeProvider();
        return options;
    }

    private static ApiTransport Transport(FaultServer server, CreditBudget budget) => new(TestApi.Description, Options(server.Address, budget));

    private static Task<TestApi.Submitted> SendAsync(ApiTransport transport) =>
        transport.SendAsync(TestApi.Generate, TestApi.GenerateTarget, new TestApi.Request("mountains"), TestApi.Write, Ct);
}
