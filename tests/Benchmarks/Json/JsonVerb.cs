using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kling3;
using Kling3.Runtime.Emitted;

namespace Benchmarks.Json;

/// <summary><c>json</c>: emitted JSON code against System.Text.Json's source generator, on the same values in the same run.</summary>
internal static class JsonVerb
{
    private const string UnionFirst = """{"type":"pro-image-to-video","prompt":"The character slowly turns and smiles","image":"https://example.com/my-image.jpg","duration":5,"aspect_ratio":"16:9","sound":true,"cfg_scale":0.5}""";

    private const string UnionLast = """{"prompt":"The character slowly turns and smiles","image":"https://example.com/my-image.jpg","duration":5,"aspect_ratio":"16:9","sound":true,"cfg_scale":0.5,"type":"pro-image-to-video"}""";

    public static int Run(string[] arguments)
    {
        int runs = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 3;
        using var calls = new WholeCall(MeasuredJson.Submit);
        List<Comparison> rows = [.. Rows(), new("the whole call through HttpClient", 0.55, 0.55, calls.Theirs, calls.Ours, static theirs => 0.56 * theirs)];
        for (int i = 0; i < 3; i++)
        {
            rows.ForEach(static row => row.WarmUp());
            Thread.Sleep(300);
        }

        var cells = new StringBuilder();
        cells.AppendLine("| ratio of time, ours to System.Text.Json's | must | aim |" + string.Concat(Enumerable.Range(1, runs).Select(i => $" run {i} |")) + " theirs, ns | ours, ns | theirs, B | ours, B |");
        var failures = new List<string>();
        cells.AppendLine("|---|---|---|" + string.Concat(Enumerable.Repeat("---|", runs + 4)));
        foreach (Comparison row in rows)
        {
            List<(double Theirs, double Ours)> times = [.. Enumerable.Range(0, runs).Select(_ => row.Time())];
            (long theirBytes, long ourBytes) = row.Allocated();
            cells.AppendLine(CultureInfo.InvariantCulture, $"| {row.Name} | {row.Must:0.00} | {row.Aim:0.00} | {string.Join(" | ", times.Select(time => (time.Ours / time.Theirs).ToString("0.00", CultureInfo.InvariantCulture)))} | {times.Min(time => time.Theirs):0} | {times.Min(time => time.Ours):0} | {theirBytes} | {ourBytes} |");
            if (row.MostBytes?.Invoke(theirBytes) is { } most && ourBytes > most)
            {
                failures.Add(FormattableString.Invariant($"{row.Name}: allocates {ourBytes} B; it may be {most:0} B."));
            }
        }

        Console.Write(cells);
        Console.WriteLine("Times are the least of many rounds that alternate; allocations are exact: at most 0 B to write, 170 B for the submit reply, 700 B for the status reply, 0.56 of theirs for the whole call.");
        failures.ForEach(Console.Error.WriteLine);
        return failures.Count == 0 ? 0 : 1;
    }

    private static List<Comparison> Rows()
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        ProImageToVideoRequest ours = MeasuredJson.Request;
        var theirs = new BaselineConcreteRequest { Prompt = ours.Prompt, Image = ours.Image, Duration = 5, AspectRatio = "16:9", Sound = true, CfgScale = 0.5 };
        BaselineRequest theirsAsBase = new BaselineProImageToVideo { Prompt = ours.Prompt, Image = ours.Image, Duration = 5, AspectRatio = "16:9", Sound = true, CfgScale = 0.5 };

        void WriteTheirs(Action<Utf8JsonWriter> write)
        {
            buffer.ResetWrittenCount();
            writer.Reset(buffer);
            write(writer);
            writer.Flush();
        }

        // Each is given its delegate once: what is measured allocates nothing of its own.
        Action<Utf8JsonWriter> theirWrite = writer => JsonSerializer.Serialize(writer, theirs, BaselineContext.Default.BaselineConcreteRequest);
        Action<Utf8JsonWriter> theirWriteAsBase = writer => JsonSerializer.Serialize(writer, theirsAsBase, BaselineContext.Default.BaselineRequest);

        byte[] first = Encoding.UTF8.GetBytes(UnionFirst);
        byte[] last = Encoding.UTF8.GetBytes(UnionLast);
        return
        [
            new("write a request, concrete", 0.70, 0.36, () => WriteTheirs(theirWrite), () => MeasuredJson.Write(ours, ProImageToVideoRequestJson.Write), static _ => 0),
            new("write through the base type", 0.50, 0.25, () => WriteTheirs(theirWriteAsBase), () => MeasuredJson.Write<GenerateRequest>(ours, GenerateRequestJson.Write), static _ => 0),
            new("read the submit reply", 0.45, 0.16,
                () => JsonSerializer.Deserialize(MeasuredJson.Submit, BaselineContext.Default.BaselineReplyBaselineSubmittedTask),
                () => MeasuredJson.ReadData(MeasuredJson.Submit, SubmittedTaskJson.Read), static _ => 170),
            new("read the status reply", 0.45, 0.27,
                () => JsonSerializer.Deserialize(MeasuredJson.Status, BaselineContext.Default.BaselineReplyBaselineVideoTask),
                () => MeasuredJson.ReadData(MeasuredJson.Status, VideoTaskJson.Read), static _ => 700),
            new("read the union, discriminator first", 0.50, 0.45,
                () => JsonSerializer.Deserialize(first, BaselineContext.Default.BaselineRequest),
                () => Start(first, GenerateRequestJson.Read)),
            new("read the union, discriminator last", 0.50, 0.45,
                () => JsonSerializer.Deserialize(last, BaselineOutOfOrderContext.Default.BaselineRequest),
                () => Start(last, GenerateRequestJson.Read)),
        ];
    }

    private static void Start<T>(byte[] utf8, JsonReadCallback<T> read)
    {
        var input = new JsonInput(utf8);
        read(ref input);
        input.End();
    }
}
