using System.Net;
using System.Text.Json;
using Kling3.Generated.Tests.Support;
using Kling3.Runtime;

namespace Kling3.Generated.Tests;

/// <summary>Replies as they may look, read into the emitted types.</summary>
public sealed class ReplyTests
{
    [Fact]
    public async Task A_status_that_is_not_listed_is_kept_and_is_not_final()
    {
        using Kling3Client client = TestClient.Answering(CannedReply.Task("""  "task_id":"t1","status":"EXPIRED"  """));
        Operation<VideoTask> operation = client.ResumeGenerate("t1");

        VideoTask task = await operation.UpdateAsync(TestContext.Current.CancellationToken);

        Assert.Equal("EXPIRED", task.Status.Value);
        Assert.False(operation.IsCompleted);
        Assert.NotEqual(VideoStatus.Success, task.Status);
    }

    [Fact]
    public async Task Members_that_are_not_listed_are_kept_and_written_again()
    {
        using Kling3Client client = TestClient.Answering(CannedReply.Task("""  "task_id":"t1","status":"SUCCESS","seed":42,"extra":{"a":[true]}  """));

        VideoTask task = await client.GetStatusAsync("t1", TestContext.Current.CancellationToken);

        Assert.Equal(42, task.AdditionalProperties!["seed"].GetInt32());
        string written = JsonSerializer.Serialize(task, Kling3JsonContext.Default.VideoTask);
        Assert.True(RequestJson.MeanTheSame("""{"task_id":"t1","status":"SUCCESS","seed":42,"extra":{"a":[true]}}""", written), written);
    }

    [Theory]
    [InlineData("""["https://example.com/1.mp4","https://example.com/2.mp4"]""", 2)]
    [InlineData("\"https://example.com/1.mp4\"", 1)]
    [InlineData("""  "[\"https://example.com/1.mp4\",\"https://example.com/2.mp4\"]"  """, 2)]
    [InlineData("""{"resultUrls":["https://example.com/1.mp4"]}""", 1)]
    public async Task The_results_are_read_in_every_form_that_was_seen(string response, int count)
    {
        using Kling3Client client = TestClient.Answering(CannedReply.Task($"""  "task_id":"t1","status":"SUCCESS","response":{response}  """));
        Operation<VideoTask> operation = client.ResumeGenerate("t1");

        VideoTask done = await operation.WaitForCompletionAsync(TestContext.Current.CancellationToken);

        Assert.Equal(count, operation.Results.Count);
        Assert.Equal("https://example.com/1.mp4", operation.Results[0].AbsoluteUri);
        Assert.Equal(count, done.Response!.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""" ,"response":null """)]
    [InlineData(""" ,"response":[] """)]
    public async Task A_success_without_results_is_an_error_that_says_so(string response)
    {
        using Kling3Client client = TestClient.Answering(CannedReply.Task($"""  "task_id":"t1","status":"SUCCESS"{response}  """));

        OperationFailedException exception = await Assert.ThrowsAsync<OperationFailedException>(
            () => client.ResumeGenerate("t1").WaitForCompletionAsync(TestContext.Current.CancellationToken));

        Assert.True(exception.SucceededWithoutResults);
        Assert.Equal("t1", exception.OperationId);
    }

    [Theory]
    [InlineData("""{"code":"INSUFFICIENT_CREDITS","message":"No available credits"}""", "INSUFFICIENT_CREDITS", "No available credits")]
    [InlineData("""{"code":402,"message":"No available credits"}""", "INSUFFICIENT_CREDITS", "No available credits")]
    [InlineData("""{"code":400,"message":"bad","data":{"code":"INVALID_PROMPT"}}""", "INVALID_PROMPT", "bad")]
    [InlineData("""{"code":400,"message":"bad","error":{"code":"MISSING_IMAGE"}}""", "MISSING_IMAGE", "bad")]
    public async Task A_failure_in_the_envelope_of_an_HTTP_200_is_a_refusal_with_its_code(string body, string code, string message)
    {
        using Kling3Client client = TestClient.Answering(CannedReply.Ok(body));

        ApiException exception = await Assert.ThrowsAnyAsync<ApiException>(
            () => client.GenerateAsync(new ProTextToVideoRequest { Prompt = "x" }, TestContext.Current.CancellationToken));

        Assert.IsType<ApiException>(exception);
        Assert.Equal((HttpStatusCode.OK, code, message), (exception.StatusCode, exception.ErrorCode, exception.ApiMessage));
    }

    [Theory]
    [InlineData("<html><body>Bad gateway</body></html>")]
    [InlineData("")]
    [InlineData("""{"code":200,"message":"success","data":{"status":"IN_PROGRESS"}}""")]
    [InlineData("""{"code":200,"message":"success","data":null}""")]
    public async Task A_submit_reply_that_cannot_be_read_leaves_the_fate_unknown(string body)
    {
        using Kling3Client client = TestClient.Answering(CannedReply.Ok(body));

        SubmissionUnknownException exception = await Assert.ThrowsAsync<SubmissionUnknownException>(
            () => client.GenerateAsync(new ProTextToVideoRequest { Prompt = "x" }, TestContext.Current.CancellationToken));

        Assert.Null(exception.OperationId);
    }

    [Theory]
    [InlineData("240", 240)]
    [InlineData("240.0", 240)]
    [InlineData("2.4e2", 240)]
    [InlineData("null", null)]
    public async Task A_task_is_not_lost_for_the_way_in_which_its_credits_are_written(string credits, int? expected)
    {
        using Kling3Client client = TestClient.Answering(
            CannedReply.Task($"""  "task_id":"t1","status":"IN_PROGRESS","consumed_credits":{credits}  """));

        SubmittedTask task = await client.GenerateAsync(new ProTextToVideoRequest { Prompt = "x" }, TestContext.Current.CancellationToken);

        Assert.Equal(("t1", (long?)expected), (task.TaskId, task.ConsumedCredits));
    }

    [Theory]
    [InlineData("""{"code":200,"message":"success","data":{"task_id":"t1","status":"IN_PROGRESS","consumed_credits":"240"}}""")]
    [InlineData("""{"code":200,"message":"success","data":{"task_id":"t1","status":"IN_PROGRESS","consumed_credits":240.5}}""")]
    [InlineData("""{"data":{"status":7,"task_id":"t1"},"code":200}""")]
    [InlineData("""{"code":200,"message":"success","data":{"task_id":"t1","status":"IN_PRO""")]
    public async Task The_id_of_a_reply_that_cannot_be_read_is_in_the_exception(string body)
    {
        using Kling3Client client = TestClient.Answering(CannedReply.Ok(body));

        SubmissionUnknownException exception = await Assert.ThrowsAsync<SubmissionUnknownException>(
            () => client.GenerateAsync(new ProTextToVideoRequest { Prompt = "x" }, TestContext.Current.CancellationToken));

        Assert.Equal("t1", exception.OperationId);
        Assert.Contains("t1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_codes_that_are_documented_compare_with_what_an_exception_carries()
    {
        using Kling3Client client = TestClient.Answering(new CannedReply(HttpStatusCode.PaymentRequired, """{"code":402,"message":"No available credits"}"""));

        ApiException exception = await Assert.ThrowsAsync<ApiException>(
            () => client.GenerateAsync(new ProTextToVideoRequest { Prompt = "x" }, TestContext.Current.CancellationToken));

        Assert.True(exception.ErrorCode! == Kling3ErrorCode.InsufficientCredits);
    }
}
