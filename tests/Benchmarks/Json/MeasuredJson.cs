using System.Text.Encodings.Web;
using Kling3;
using Kling3.Runtime.Emitted;

namespace Benchmarks.Json;

/// <summary>What is read and written where JSON is measured: here its time, in a test what it allocates.</summary>
internal static class MeasuredJson
{
    public static readonly byte[] Submit = """{"code":200,"message":"success","data":{"task_id":"n70abc123kling3","status":"IN_PROGRESS","consumed_credits":240}}"""u8.ToArray();

    public static readonly byte[] Status = """{"code":200,"message":"success","data":{"task_id":"n70abc123kling3","status":"SUCCESS","request":{"type":"pro-image-to-video","prompt":"The character slowly turns and smiles","image":"https://example.com/my-image.jpg","duration":5},"response":["https://cdn.example.com/results/2025/12/05/n70abc123kling3.mp4"],"consumed_credits":240,"created_at":"2025-12-05 13:05:09","error_message":null}}"""u8.ToArray();

    public static readonly ProImageToVideoRequest Request = new() { Prompt = "The character slowly turns and smiles", Image = "https://example.com/my-image.jpg", Duration = 5, AspectRatio = AspectRatio.Landscape, Sound = true, CfgScale = 0.5 };

    public static void Write<T>(T value, JsonWriteCallback<T> write)
    {
        var output = new JsonOutput(JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        write(ref output, value);
        output.Dispose();
    }

    /// <summary>As the client does: what is around the data is looked at, not kept.</summary>
    public static void ReadData<T>(byte[] utf8, JsonReadCallback<T> read)
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
}
