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
}
