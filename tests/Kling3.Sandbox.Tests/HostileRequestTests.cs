using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CsCheck;
using Kling3.Sandbox.Checking;
using Kling3.TestSupport;

namespace Kling3.Sandbox.Tests;

/// <summary>Whatever a request holds, the answer is the API's envelope, a refusal, and nothing about the sandbox's inside.</summary>
public sealed class HostileRequestTests
{
    public static TheoryData<string> Bodies =>
    [
        "",
        " ",
        "null",
        "5",
        "\"pro-text-to-video\"",
        "[]",
        "{",
        "{\"type\":\"pro-text-to-video\",\"prompt\":\"x\"",
        "{\"type\":\"pro-text-to-video\",\"prompt\":\"x\"}}",
        "type=pro-text-to-video&prompt=x",
        "<html></html>",
        "{'type':'pro-text-to-video'}",
        "{\"type\":\"pro-text-to-video\",\"prompt\":\"\\ud800\"}",
        "{\"type\":\"\\ud800\",\"prompt\":\"x\"}",
        "{\"type\":\"pro-text-to-video\",\"prompt\":\"x\",\"\\udfff\":1}",
        "{\"type\":\"pro-text-to-video\",\"prompt\":[\"x\"]}",
        "{\"type\":\"pro-text-to-video\",\"prompt\":{\"a\":1}}",
        "{\"type\":\"pro-text-to-video\",\"prompt\":\"x\",\"duration\":\"5\"}",
        "{\"type\":\"pro-text-to-video\",\"prompt\":\"x\",\"duration\":5.5}",
        "{\"type\":\"pro-text-to-video\",\"prompt\":\"x\",\"duration\":null}",
        "{\"type\":\"pro-text-to-video\",\"prompt\":\"x\",\"duration\":1e400}",
        "{\"type\":\"o3-pro-text-to-video\",\"prompt\":\"x\",\"duration\":-1e400}",
        "{\"type\":\"o3-pro-text-to-video\",\"prompt\":\"x\",\"duration\":99999999999999999999999999999999}",
        "{\"type\":\"pro-text-to-video\",\"prompt\":\"x\",\"sound\":\"yes\"}",
        "{\"type\":\"pro-text-to-video\",\"prompt\":\"x\",\"cfg_scale\":\"much\"}",
        "{\"type\":\"pro-text-to-video\",\"prompt\":\"x\",\"aspect_ratio\":\"4:3\"}",
        "{\"type\":\"pro-text-to-video\",\"prompt\":\"x\",\"aspect_ratio\":\"16:9 \"}",
        "{\"type\":\"o3-pro-video-edit\",\"prompt\":\"x\",\"video\":[]}",
        "{\"type\":\"o3-pro-video-edit\",\"prompt\":\"x\",\"video\":\"v\",\"images\":\"i\"}",
        "{\"type\":\"o3-pro-reference-to-video\",\"prompt\":\"x\",\"images\":[1]}",
        "{\"type\":\"o3-pro-reference-to-video\",\"prompt\":\"x\",\"images\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\"]}",
    ];

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_that_is_no_valid_request_is_refused(string body)
    {
        await using SandboxServer sandbox = await SandboxServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using SandboxCaller caller = new(sandbox);

        AssertRefused(await caller.GenerateAsync(body), 400, sandbox);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused()
    {
        await using SandboxServer sandbox = await SandboxServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using SandboxCaller caller = new(sandbox);

        AssertRefused(await caller.GenerateAsync([0xff, 0xfe, 0x00]), 400, sandbox);
        AssertRefused(await caller.GenerateAsync([.. "{\"type\":\"pro-text-to-video\",\"prompt\":\""u8, 0xff, .. "\"}"u8]), 400, sandbox);
    }

    [Fact]
    public async Task A_deep_body_is_refused()
    {
        await using SandboxServer sandbox = await SandboxServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using SandboxCaller caller = new(sandbox);
        string deep = new string('[', 100_000) + new string(']', 100_000);

        AssertRefused(await caller.GenerateAsync(deep), 400, sandbox);
        AssertRefused(await caller.GenerateAsync($$"""{"type":"pro-text-to-video","prompt":"x","unknown":{{deep}}}"""), 400, sandbox);
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_refused()
    {
        await using SandboxServer sandbox = await SandboxServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using SandboxCaller caller = new(sandbox);
        byte[] body = new byte[SandboxServer.MaxBodyBytes + 1];
        HttpRequestMessage request = new(HttpMethod.Post, "api/generate") { Content = new ByteArrayContent(body) };
        request.Headers.ExpectContinue = true;

        AssertRefused(await caller.SendAsync(request), 413, sandbox);
    }

    [Fact]
    public async Task Members_that_no_model_has_are_passed_over_and_echoed()
    {
        await using SandboxServer sandbox = await SandboxServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using SandboxCaller caller = new(sandbox);

        SandboxCaller.Answer answer = await caller.GenerateAsync("""{"prompt":"x","callback":{"a":[1e400]},"type":"pro-text-to-video","duration":5.0}""");
        SandboxCaller.Answer status = await caller.StatusAsync(answer.TaskId);

        Assert.Equal(240, answer.Data.GetProperty("consumed_credits").GetInt32());
        Assert.Equal("1e400", status.Data.GetProperty("request").GetProperty("callback").GetProperty("a")[0].GetRawText());
    }

    [Theory]
    [InlineData("GET", "api/status", 400)]
    [InlineData("GET", "api/status?task_id=", 400)]
    [InlineData("GET", "api/status?task_id=unknown", 400)]
    [InlineData("GET", "api/status?task_id=a&task_id=b", 400)]
    [InlineData("GET", "api/status?task_id=%00%ff%0d%0a", 400)]
    [InlineData("POST", "api/status?task_id=unknown", 405)]
    [InlineData("GET", "api/generate", 405)]
    [InlineData("DELETE", "api/generate", 405)]
    [InlineData("BREW", "api/generate", 405)]
    [InlineData("GET", "", 404)]
    [InlineData("GET", "api/Status?task_id=unknown", 404)]
    [InlineData("POST", "api/generate/", 404)]
    [InlineData("GET", "results/", 404)]
    [InlineData("GET", "results/.mp4", 404)]
    [InlineData("GET", "results/..%2f..%2fetc%2fpasswd", 404)]
    public async Task A_call_that_leads_nowhere_is_refused(string method, string path, int status)
    {
        await using SandboxServer sandbox = await SandboxServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using SandboxCaller caller = new(sandbox);

        AssertRefused(await caller.SendAsync(new HttpRequestMessage(new HttpMethod(method), path)), status, sandbox);
    }

    [Fact]
    public async Task A_key_that_is_longer_than_any_is_refused()
    {
        await using SandboxServer sandbox = await SandboxServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using SandboxCaller caller = new(sandbox, key: null);
        HttpRequestMessage request = new(HttpMethod.Post, "api/generate") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", new string('k', 8000)) } };

        AssertRefused(await caller.SendAsync(request), 401, sandbox);
    }

    [Fact]
    public async Task Whatever_the_parts_of_a_body_are_the_answer_is_an_envelope()
    {
        await using SandboxServer sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { InitialBalance = decimal.MaxValue }, TestContext.Current.CancellationToken);
        using SandboxCaller caller = new(sandbox);
        string[] bodies = new string[200];
        for (int i = 0; i < bodies.Length; i++)
        {
            bodies[i] = AnyBody.Single();
        }

        foreach (string body in bodies)
        {
            SandboxCaller.Answer answer = await caller.GenerateAsync(body);
            Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{answer.Status}: {body}");
            Assert.Equal(["code", "message", "data"], answer.Envelope.EnumerateObject().Select(member => member.Name));
        }

        Assert.All(sandbox.Requests, request => Assert.Null(request.Failure));
    }

    [Fact]
    public void Whatever_a_body_is_checking_it_ends_with_a_verdict() => AnyBody.Sample(
        body =>
        {
            using JsonDocument document = JsonDocument.Parse(body);
            Violation? violation = ApiSpec.Default.Check(document.RootElement);
            if (violation is null)
            {
                Assert.True(ApiSpec.Default.Cost(document.RootElement) > 0);
            }
            else
            {
                Assert.NotEmpty(violation.Message);
                Assert.True(violation.Code is null || DocumentedFacts.Errors.Any(error => error.Status == 400 && error.Code == violation.Code));
            }
        },
        iter: 20_000,
        threads: 1);

    private static Gen<string> AnyBody
    {
        get
        {
            Gen<string> literal = OneOf(
                "null", "true", "false", "0", "5", "10", "3", "15", "16", "-1", "5.0", "1e400", "\"\"", "\" \"", "\"x\"", "\"16:9\"", "\"\\ud83d\\ude00\"", "[]", "{}", "[\"a\"]", "[\"\"]", "[[[]]]", "{\"a\":null}");
            Gen<string> text = Gen.String.Select(value => JsonSerializer.Serialize(value));
            Gen<string> name = OneOf([.. DocumentedFacts.Parameters.Select(parameter => parameter.Name), "keep_original_sound", "other"]);
            Gen<string> member = Gen.Select(name, Gen.OneOf(literal, text), (key, value) => $"\"{key}\":{value}");
            Gen<string> start = OneOf([.. DocumentedFacts.Models.Select(model => model.MinimalBody), "{\"other\":1}"]);
            return Gen.Select(start, member.List[0, 4], (body, more) => string.Concat([body.AsSpan(0, body.Length - 1).ToString(), .. more.Select(one => "," + one), "}"]));
        }
    }

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static void AssertRefused(SandboxCaller.Answer answer, int status, SandboxServer sandbox)
    {
        Assert.Equal(status, (int)answer.Status);
        Assert.Equal(["code", "message", "data"], answer.Envelope.EnumerateObject().Select(member => member.Name));
        Assert.Equal(JsonValueKind.Null, answer.Data.ValueKind);
        Assert.NotEmpty(answer.Message);
        Assert.True(Encoding.UTF8.GetByteCount(answer.Message) < 500, answer.Message);
        Assert.DoesNotContain("Exception", answer.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer.Message, StringComparison.Ordinal);
        bool isDocumented = DocumentedFacts.Errors.Any(error => error.Status == status && error.Code == answer.Code);
        Assert.True(isDocumented || answer.Code == status.ToString(System.Globalization.CultureInfo.InvariantCulture), answer.Code);
        Assert.All(sandbox.Requests, request => Assert.Null(request.Failure));
    }
}
