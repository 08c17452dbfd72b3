using System.Text;
using Kling3.Runtime.Replies;

namespace Kling3.Runtime.Tests;

/// <summary>What a server writes costs no more to look at than its length.</summary>
public sealed class HostileTextTests
{
    [Fact]
    public void JSON_in_texts_in_texts_is_looked_into_once()
    {
        string json = $$"""{"note":"{{{new string('x', 1 << 20)}}"}""";
        for (int depth = 0; depth < 12; depth++)
        {
            json = $$"""{"text":{{System.Text.Json.JsonSerializer.Serialize(json, new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })}}}""";
        }

        byte[] body = Encoding.UTF8.GetBytes(json);
        ReplyId.Find(body, ["data", "task_id"], Verdict.Unreadable);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Null(ReplyId.Find(body, ["data", "task_id"], Verdict.Unreadable));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, body.Length / 2, 2 * body.Length);
    }

    [Theory]
    [InlineData("""{"data":"{\"task_id\":\"t1\"}"}""", "t1")]
    [InlineData("""{"data":"{\"data\":\"{\\\"task_id\\\":\\\"t1\\\"}\"}"}""", null)]
    [InlineData("""{"note":"{\ud800","task_id":"t1"}""", "t1")]
    public void An_id_is_found_in_JSON_that_is_one_text_deep(string body, string? id) =>
        Assert.Equal(id, ReplyId.Find(Encoding.UTF8.GetBytes(body), ["data", "task_id"], Verdict.Unreadable));

    [Fact]
    public async Task Words_are_cut_before_addresses_are_looked_for_in_them()
    {
        string words = string.Concat(Enumerable.Repeat("http://", (4 << 20) / 7));

        string shown = await Task.Run(() => new ErrorText("s3cret").Clean(words), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.Equal(256, shown.Length);
    }

    [Fact]
    public void An_exception_that_held_the_key_says_the_same_and_is_the_same_otherwise()
    {
        const string Text = "The server said s3cret.";
        var text = new ErrorText("s3cret");
        Exception[] errors =
        [
            new IOException(Text),
            new HttpIOException(HttpRequestError.InvalidResponse, Text),
            new HttpRequestException(HttpRequestError.InvalidResponse, Text, null, System.Net.HttpStatusCode.BadGateway),
            new OperationCanceledException(Text, new CancellationToken(true)),
            new TimeoutException(Text),
            new FormatException(Text),
            new IOException("Look inside.", new IOException(Text)),
        ];

        foreach (Exception error in errors)
        {
            Exception clean = text.Clean(error);

            Assert.Equal(error is FormatException ? typeof(InvalidOperationException) : error.GetType(), clean.GetType());
            Assert.Equal(error.Message.Replace("s3cret", "***", StringComparison.Ordinal), clean.Message);
            Assert.Null(clean.InnerException);
            Assert.Equal((error as HttpIOException)?.HttpRequestError, (clean as HttpIOException)?.HttpRequestError);
            Assert.Equal((error as HttpRequestException)?.StatusCode, (clean as HttpRequestException)?.StatusCode);
            Assert.Equal((error as OperationCanceledException)?.CancellationToken, (clean as OperationCanceledException)?.CancellationToken);
        }
    }
}
