using System.Net;
using Kling3.Generated.Tests.Support;
using Kling3.Runtime;
using Kling3.Sandbox;
using Kling3.TestSupport;

namespace Kling3.Generated.Tests;

/// <summary>The page's table of errors, from the reply to the exception.</summary>
public sealed class DocumentedErrorsTests
{
    public static TheoryData<int, string> Errors
    {
        get
        {
            TheoryData<int, string> rows = [];
            foreach (ErrorFact error in DocumentedFacts.Errors)
            {
                rows.Add(error.Status, error.Code);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task Each_error_of_the_server_is_an_exception_with_its_status_and_code(int status, string code)
    {
        await using SandboxServer sandbox = await TestClient.StartSandboxAsync(balance: code == "INSUFFICIENT_CREDITS" ? 239 : 240);
        ApiClientOptions options = TestClient.OptionsFor(sandbox);
        options.ValidateRequests = false;

        // Shorter than the first pause before a repeat: a 429 is not waited for.
        options.SubmitTimeout = TimeSpan.FromMilliseconds(400);
        if (code == "INVALID_API_KEY")
        {
            options.ApiKey = "another-key";
        }
        else if (status is 429 or 500)
        {
            sandbox.RefuseNext(status);
        }

        GenerateRequest request = code switch
        {
            "INVALID_PROMPT" => new ProTextToVideoRequest { Prompt = " " },
            "INVALID_DURATION" => new ProTextToVideoRequest { Prompt = "x", Duration = 7 },
            "INVALID_TYPE" => RequestJson.Read("""{"type":"ultra-text-to-video","prompt":"x"}"""),
            "MISSING_IMAGE" => new ProImageToVideoRequest { Prompt = "x", Image = "" },
            "MISSING_VIDEO" => new O3ProVideoEditRequest { Prompt = "x", Video = "" },
            _ => new ProTextToVideoRequest { Prompt = "x" },
        };
        using Kling3Client client = new(options);

        ApiException exception = await Assert.ThrowsAnyAsync<ApiException>(() => client.GenerateAsync(request, TestContext.Current.CancellationToken));

        Assert.Equal(status == 500 ? typeof(SubmissionUnknownException) : typeof(ApiException), exception.GetType());
        Assert.Equal(((HttpStatusCode)status, code), (exception.StatusCode, exception.ErrorCode));
        Assert.Contains(new Kling3ErrorCode(exception.ErrorCode!), KnownCodes());
        Assert.Single(sandbox.Requests);
        Assert.DoesNotContain(options.ApiKey!, exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INVALID_PROMPT")]
    [InlineData("INVALID_DURATION")]
    [InlineData("INVALID_TYPE")]
    [InlineData("MISSING_IMAGE")]
    [InlineData("MISSING_VIDEO")]
    public async Task What_the_server_would_refuse_is_refused_before_it_is_sent_with_the_same_code(string code)
    {
        await using SandboxServer sandbox = await TestClient.StartSandboxAsync();
        using Kling3Client client = TestClient.For(sandbox);
        GenerateRequest request = code switch
        {
            "INVALID_PROMPT" => new ProTextToVideoRequest { Prompt = "" },
            "INVALID_DURATION" => new O3ProTextToVideoRequest { Prompt = "x", Duration = 16 },
            "INVALID_TYPE" => RequestJson.Read("""{"type":"ultra-text-to-video","prompt":"x"}"""),
            "MISSING_IMAGE" => new O3StdReferenceToVideoRequest { Prompt = "x", Images = [] },
            _ => new O3StdVideoEditRequest { Prompt = "x", Video = " " },
        };
        CancellationToken ct = TestContext.Current.CancellationToken;

        Func<Task>[] calls = [() => client.GenerateAsync(request, ct), () => client.StartGenerateAsync(request, ct), () => client.GenerateAndWaitAsync(request, null, ct)];
        foreach (Func<Task> call in calls)
        {
            RequestInvalidException exception = await Assert.ThrowsAsync<RequestInvalidException>(call);
            Assert.Equal(code, exception.ErrorCode);
            Assert.Equal(code, Assert.Single(exception.Errors).Code);
            Assert.Null(exception.StatusCode);
        }

        Assert.Empty(sandbox.Requests);
    }

    [Fact]
    public async Task A_status_query_with_a_wrong_key_is_refused()
    {
        await using SandboxServer sandbox = await TestClient.StartSandboxAsync();
        ApiClientOptions options = TestClient.OptionsFor(sandbox);
        options.ApiKey = "another-key";
        using Kling3Client client = new(options);

        ApiException exception = await Assert.ThrowsAsync<ApiException>(() => client.GetStatusAsync("t1", TestContext.Current.CancellationToken));

        Assert.Equal((HttpStatusCode.Unauthorized, "INVALID_API_KEY"), (exception.StatusCode, exception.ErrorCode));
    }

    [Fact]
    public async Task A_refusal_to_query_is_asked_again()
    {
        await using SandboxServer sandbox = await TestClient.StartSandboxAsync();
        using Kling3Client client = TestClient.For(sandbox);
        CancellationToken ct = TestContext.Current.CancellationToken;
        Operation<VideoTask> operation = await client.StartGenerateAsync(new ProTextToVideoRequest { Prompt = "x" }, ct);
        sandbox.RefuseNext(500);
        sandbox.RefuseNext(429);

        VideoTask done = await operation.WaitForCompletionAsync(ct);

        Assert.Equal(VideoStatus.Success, done.Status);
    }

    [Fact]
    public async Task A_task_that_fails_is_an_exception_with_its_id_and_reason()
    {
        await using SandboxServer sandbox = await TestClient.StartSandboxAsync();
        using Kling3Client client = TestClient.For(sandbox);
        sandbox.FailNextTask("Too dark.");

        OperationFailedException exception = await Assert.ThrowsAsync<OperationFailedException>(
            () => client.GenerateAndWaitAsync(new ProTextToVideoRequest { Prompt = "x" }, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(("FAILED", "Too dark."), (exception.State, exception.ApiMessage));
        Assert.NotEmpty(exception.OperationId);
        Assert.Equal(100_000, sandbox.Balance);
    }

    [Fact]
    public async Task A_reply_that_is_lost_leaves_the_fate_unknown_and_nothing_is_sent_again()
    {
        await using SandboxServer sandbox = await TestClient.StartSandboxAsync();
        using Kling3Client client = TestClient.For(sandbox);
        sandbox.DropNextReply();

        SubmissionUnknownException exception = await Assert.ThrowsAsync<SubmissionUnknownException>(
            () => client.GenerateAsync(new ProTextToVideoRequest { Prompt = "x" }, TestContext.Current.CancellationToken));

        Assert.True(exception.BodySent);
        Assert.Single(sandbox.Requests);
        Assert.Equal(100_000 - 240, sandbox.Balance);
    }

    private static IEnumerable<Kling3ErrorCode> KnownCodes() => DocumentedFacts.Errors.Select(error => new Kling3ErrorCode(error.Code));
}
