using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kling3.TestSupport;
using Microsoft.Extensions.Time.Testing;

namespace Kling3.Sandbox.Tests;

/// <summary>The page's tables over HTTP.</summary>
public sealed class DocumentedBehaviourTests
{
    public static TheoryData<string> ModelTypes => [.. DocumentedFacts.Models.Select(model => model.Type)];

    public static TheoryData<string> Bodies => [.. DocumentedFacts.Bodies];

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public async Task Every_duration_costs_what_is_documented_and_no_other_is_taken(string type)
    {
        ModelFact fact = Fact(type);
        await using SandboxServer sandbox = await StartAsync();
        using SandboxCaller caller = new(sandbox);

        SandboxCaller.Answer bare = await caller.GenerateAsync(fact.MinimalBody);
        Assert.Equal(fact.DefaultCredits, bare.Data.GetProperty("consumed_credits").GetInt32());

        for (int seconds = 0; seconds <= 16 && fact.FixedCredits is null; seconds++)
        {
            SandboxCaller.Answer answer = await caller.GenerateAsync(With(fact, "duration", seconds));
            if (fact.CreditsBySeconds.TryGetValue(seconds, out int credits))
            {
                Assert.Equal(HttpStatusCode.OK, answer.Status);
                Assert.Equal(credits, answer.Data.GetProperty("consumed_credits").GetInt32());
            }
            else
            {
                Assert.Equal("INVALID_DURATION", answer.Code);
                Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            }
        }
    }

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public async Task What_a_model_requires_is_missed_with_the_documented_code_when_absent_null_or_blank(string type)
    {
        ModelFact fact = Fact(type);
        await using SandboxServer sandbox = await StartAsync();
        using SandboxCaller caller = new(sandbox);
        foreach (string member in fact.Required.Where(member => member != "type"))
        {
            string code = member switch { "prompt" => "INVALID_PROMPT", "video" => "MISSING_VIDEO", _ => "MISSING_IMAGE" };
            JsonNode?[] blanks = member == "images" ? [null, new JsonArray(), new JsonArray(" "), new JsonArray("https://example.com/a.jpg", "")] : [null, "", " \t\n\u00a0"];
            string[] bodies = [Without(fact, member), .. blanks.Select(blank => With(fact, member, blank))];
            foreach (string body in bodies)
            {
                SandboxCaller.Answer answer = await caller.GenerateAsync(body);
                Assert.Equal((code, HttpStatusCode.BadRequest), (answer.Code, answer.Status));
                Assert.Contains(member, answer.Message, StringComparison.Ordinal);
            }
        }

        Assert.Equal(new SandboxOptions().InitialBalance, sandbox.Balance);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_documented_body_is_accepted_and_echoed(string body)
    {
        FakeTimeProvider time = new(new DateTimeOffset(2025, 12, 5, 13, 5, 9, TimeSpan.Zero));
        await using SandboxServer sandbox = await StartAsync(time);
        using SandboxCaller caller = new(sandbox);

        SandboxCaller.Answer submitted = await caller.GenerateAsync(body);
        Assert.Equal(HttpStatusCode.OK, submitted.Status);
        Assert.Equal(("200", "success"), (submitted.Code, submitted.Message));
        Assert.Equal(["task_id", "status", "consumed_credits"], submitted.Data.EnumerateObject().Select(member => member.Name));
        Assert.Equal("IN_PROGRESS", submitted.Data.GetProperty("status").GetString());

        SandboxCaller.Answer status = await caller.StatusAsync(submitted.TaskId);
        using JsonDocument sent = JsonDocument.Parse(body);
        Assert.True(JsonElement.DeepEquals(sent.RootElement, status.Data.GetProperty("request")));
        Assert.Equal(JsonValueKind.Null, status.Data.GetProperty("response").ValueKind);
        Assert.Equal("2025-12-05 13:05:09", status.Data.GetProperty("created_at").GetString());
        Assert.Equal(JsonValueKind.Null, status.Data.GetProperty("error_message").ValueKind);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"type":"pro-text-to-movie","prompt":"x"}""")]
    [InlineData("""{"type":"","prompt":"x"}""")]
    [InlineData("""{"type":null,"prompt":"x"}""")]
    [InlineData("""{"type":5}""")]
    [InlineData("""{"type":["pro-text-to-video"],"prompt":"x"}""")]
    [InlineData("""{"prompt":"","duration":77}""")]
    public async Task A_type_that_is_none_is_told_first_and_names_those_that_are(string body)
    {
        await using SandboxServer sandbox = await StartAsync();
        using SandboxCaller caller = new(sandbox);

        SandboxCaller.Answer answer = await caller.GenerateAsync(body);

        Assert.Equal((HttpStatusCode.BadRequest, "INVALID_TYPE"), (answer.Status, answer.Code));
        Assert.All(DocumentedFacts.Models, model => Assert.Contains(model.Type, answer.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2000, 200)]
    [InlineData(2001, 400)]
    public async Task A_prompt_has_at_most_2000_characters(int length, int status)
    {
        await using SandboxServer sandbox = await StartAsync();
        using SandboxCaller caller = new(sandbox);

        SandboxCaller.Answer answer = await caller.GenerateAsync(With(Fact("std-text-to-video"), "prompt", new string('x', length)));

        Assert.Equal(status, (int)answer.Status);
        Assert.Equal(status == 200 ? "200" : "INVALID_PROMPT", answer.Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Basic c2FuZGJveC1rZXk=")]
    [InlineData("Bearer")]
    [InlineData("Bearer another-key")]
    [InlineData("sandbox-key")]
    public async Task Without_a_valid_key_nothing_is_done(string? authorization)
    {
        await using SandboxServer sandbox = await StartAsync();
        using SandboxCaller caller = new(sandbox, key: null);
        foreach ((HttpMethod method, string path) in new[] { (HttpMethod.Post, "api/generate"), (HttpMethod.Get, "api/status?task_id=1") })
        {
            HttpRequestMessage request = new(method, path);
            if (authorization is not null)
            {
                Assert.True(request.Headers.TryAddWithoutValidation("Authorization", authorization));
            }

            SandboxCaller.Answer answer = await caller.SendAsync(request);
            Assert.Equal((HttpStatusCode.Unauthorized, "INVALID_API_KEY"), (answer.Status, answer.Code));
        }
    }

    [Fact]
    public async Task Each_of_several_keys_is_valid()
    {
        await using SandboxServer sandbox = await SandboxServer.StartAsync(new SandboxOptions { ApiKeys = ["one", "two"] }, TestContext.Current.CancellationToken);
        foreach (string key in new[] { "one", "two" })
        {
            using SandboxCaller caller = new(sandbox, key);
            Assert.Equal(HttpStatusCode.OK, (await caller.GenerateAsync(DocumentedFacts.Bodies[0])).Status);
        }
    }

    [Fact]
    public async Task A_balance_that_does_not_cover_a_task_is_told_last()
    {
        await using SandboxServer sandbox = await SandboxServer.StartAsync(new SandboxOptions { InitialBalance = 239 }, TestContext.Current.CancellationToken);
        using SandboxCaller caller = new(sandbox);

        SandboxCaller.Answer covered = await caller.GenerateAsync(DocumentedFacts.Bodies[0]);
        SandboxCaller.Answer invalid = await caller.GenerateAsync("""{"type":"pro-text-to-video","prompt":"x","duration":7}""");

        Assert.Equal((HttpStatusCode.PaymentRequired, "INSUFFICIENT_CREDITS"), (covered.Status, covered.Code));
        Assert.Equal("INVALID_DURATION", invalid.Code);
        Assert.Equal(239, sandbox.Balance);
    }

    [Theory]
    [InlineData(429, "RATE_LIMITED")]
    [InlineData(500, "INTERNAL_ERROR")]
    public async Task A_server_that_is_told_to_refuse_does_so_with_the_documented_code(int status, string code)
    {
        await using SandboxServer sandbox = await StartAsync();
        using SandboxCaller caller = new(sandbox);
        sandbox.RefuseNext(status, TimeSpan.FromSeconds(1.2), times: 2);

        for (int i = 0; i < 2; i++)
        {
            SandboxCaller.Answer refused = await caller.GenerateAsync(DocumentedFacts.Bodies[0]);
            Assert.Equal((status, code, TimeSpan.FromSeconds(2)), ((int)refused.Status, refused.Code, refused.RetryAfter));
        }

        SandboxCaller.Answer accepted = await caller.GenerateAsync(DocumentedFacts.Bodies[0]);
        Assert.Equal(HttpStatusCode.OK, accepted.Status);
        Assert.Null(accepted.RetryAfter);
        Assert.Equal(new SandboxOptions().InitialBalance - 240, sandbox.Balance);
    }

    [Fact]
    public void Every_documented_error_has_a_test_here()
    {
        string[] tested =
        [
            "INVALID_PROMPT", "INVALID_DURATION", "INVALID_TYPE", "MISSING_IMAGE", "MISSING_VIDEO",
            "INVALID_API_KEY", "INSUFFICIENT_CREDITS", "RATE_LIMITED", "INTERNAL_ERROR",
        ];

        Assert.Equal(DocumentedFacts.Errors.Select(error => error.Code), tested);
    }

    private static Task<SandboxServer> StartAsync(TimeProvider? time = null) =>
        SandboxServer.StartAsync(new SandboxOptions { TimeProvider = time ?? new FakeTimeProvider() }, TestContext.Current.CancellationToken);

    private static ModelFact Fact(string type) => DocumentedFacts.Models.Single(model => model.Type == type);

    private static string With(ModelFact fact, string member, JsonNode? value)
    {
        JsonObject body = (JsonObject)JsonNode.Parse(fact.MinimalBody)!;
        body[member] = value;
        return body.ToJsonString();
    }

    private static string Without(ModelFact fact, string member)
    {
        JsonObject body = (JsonObject)JsonNode.Parse(fact.MinimalBody)!;
        Assert.True(body.Remove(member));
        return body.ToJsonString();
    }
}
