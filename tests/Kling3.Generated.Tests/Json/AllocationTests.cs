using System.Text.Encodings.Web;
using Kling3.Runtime.Emitted;

namespace Kling3.Generated.Tests.Json;

/// <summary>What direct code allocates, exactly: the objects it returns and nothing else.</summary>
public sealed class AllocationTests
{
    private static readonly byte[] s_submit = """{"code":200,"message":"success","data":{"task_id":"n70abc123kling3","status":"IN_PROGRESS","consumed_credits":240}}"""u8.ToArray();

    private static readonly byte[] s_status = """{"code":200,"message":"success","data":{"task_id":"n70abc123kling3","status":"SUCCESS","request":{"type":"pro-image-to-video","prompt":"The character slowly turns and smiles","image":"https://example.com/my-image.jpg","duration":5},"response":["https://cdn.example.com/results/2025/12/05/n70abc123kling3.mp4"],"consumed_credits":240,"created_at":"2025-12-05 13:05:09","error_message":null}}"""u8.ToArray();

    [Fact]
    public void Writing_a_request_allocates_nothing()
    {
        GenerateRequest request = new ProImageToVideoRequest { Prompt = "The character slowly turns", Image = "https://example.com/my-image.jpg", Duration = 5, AspectRatio = AspectRatio.Landscape, CfgScale = 0.5 };

        Assert.Equal(0, AllocatedBy(() =>
        {
            var output = new JsonOutput(JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
            GenerateRequestJson.Write(ref output, request);
            output.Dispose();
        }));
    }

    [Fact]
    public void Reading_the_submit_reply_allocates_the_task_and_its_id() => Assert.Equal(120, AllocatedBy(() => Read(s_submit, SubmittedTaskJson.Read)));

    [Fact]
    public void Reading_the_status_reply_allocates_what_the_task_holds() => Assert.Equal(568, AllocatedBy(() => Read(s_status, VideoTaskJson.Read)));

    /// <summary>As the client does: what is around the data is looked at, not kept.</summary>
    private static void Read<T>(byte[] utf8, JsonReadCallback<T> read)
    {
        var input = new JsonInput(utf8);
        input.StartObject();
        while (input.Member(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("data"u8))
            {
                read(ref input);
            }
            else
            {
                input.Skip();
            }
        }

        input.End();
    }

    private static long AllocatedBy(Action action)
    {
        action();
        long least = long.MaxValue;
        for (int i = 0; i < 10; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
