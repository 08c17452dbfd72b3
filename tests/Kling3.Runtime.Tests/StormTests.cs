using System.Collections.Concurrent;
using System.Globalization;
using Kling3.Runtime.Emitted;
using Kling3.Runtime.Tests.Support;

namespace Kling3.Runtime.Tests;

/// <summary>Everything fails at once, and nothing is lost or paid twice.</summary>
public sealed class StormTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_a_storm_of_faults_every_task_is_accounted_for_and_no_body_is_sent_twice()
    {
        const int Tasks = 400;
        var random = new Random(20260102);
        Lock @lock = new();
        var bodies = new ConcurrentDictionary<string, int>();
        var accepted = new ConcurrentDictionary<string, string>();
        await using var server = FaultServer.Answering(async (connection, request) =>
        {
            int dice;
            lock (@lock)
            {
                dice = random.Next(100);
            }

            bool isPost = request.Method == "POST";
            if (isPost && dice is < 50 or >= 60)
            {
                // Only what is not answered with 429 may have been taken.
                bodies.AddOrUpdate(request.Body, 1, (_, seen) => seen + 1);
            }

            switch (dice)
            {
                case < 20:
                    connection.Reset();
                    break;
                case < 40:
                    await connection.ReplyAsync(dice % 2 == 0 ? 500 : 503, "{}");
                    break;
                case < 50:
                    await connection.ReplyAsync(200, "<html>garbage</html>");
                    break;
                case < 60:
                    await connection.ReplyAsync(429, "{}");
                    break;
                default:
                    if (isPost)
                    {
                        string id = "id-" + request.Body["{\"prompt\":\"".Length..^2];
                        accepted[id] = request.Body;
                        await connection.ReplyAsync(200, TestApi.Accepted(id));
                    }
                    else
                    {
                        await connection.ReplyAsync(200, TestApi.StatusBody(dice < 80 ? "IN_PROGRESS" : "SUCCESS", dice < 80 ? null : "https://cdn.example.com/v.mp4"));
                    }

                    break;
            }
        });
        ApiClientOptions options = TestApi.Options(server.Address);
        options.TimeProvider = new EagerTimeProvider();
        options.SubmitTimeout = TimeSpan.FromDays(1);
        options.Polling.Deadline = Timeout.InfiniteTimeSpan;
        var budget = new CreditBudget(1_000_000);
        options.Budget = budget;
        using var transport = new ApiTransport(TestApi.Description, options);

        string[] outcomes = await Task.WhenAll(Enumerable.Range(0, Tasks).Select(async number =>
        {
            try
            {
                Operation<TestApi.Status> operation = await TestApi.StartAsync(transport, Ct, number.ToString(CultureInfo.InvariantCulture));
                Assert.Equal("id-" + number.ToString(CultureInfo.InvariantCulture), operation.Id);
                await operation.WaitForCompletionAsync(Ct);
                return "done";
            }
            catch (SubmissionUnknownException)
            {
                return "unknown";
            }
            catch (ApiException e)
            {
                return $"refused {(int?)e.StatusCode}";
            }
        }));

        Assert.All(bodies, body => Assert.Equal((body.Key, 1), (body.Key, body.Value)));
        Assert.Equal(accepted.Count, outcomes.Count(outcome => outcome == "done"));
        Assert.All(outcomes, outcome => Assert.Contains(outcome, (string[])["done", "unknown", "refused 429"]));
        int refused = outcomes.Count(outcome => outcome == "refused 429");
        Assert.Equal(240m * (Tasks - refused), budget.Spent);
        Assert.InRange(outcomes.Count(outcome => outcome == "done"), 100, 300);
    }
}
