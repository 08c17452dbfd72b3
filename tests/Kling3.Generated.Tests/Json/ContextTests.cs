using System.IO.Pipelines;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Kling3.Runtime;
using Microsoft.AspNetCore.Http;

namespace Kling3.Generated.Tests.Json;

/// <summary>The context goes wherever a context of System.Text.Json's own generator goes.</summary>
public sealed class ContextTests
{
    private const string Task = """{"task_id":"t","status":"SUCCESS","request":{"type":"pro-text-to-video","prompt":"é\u00e9"},"response":["https://x/1","https://x/2"],"consumed_credits":240,"created_at":"2025-12-05 13:05:09","queue":{"position":[1,2]}}""";

    private const string Request = """{"prompt":"a","images":["u"],"type":"o3-pro-reference-to-video"}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void A_property_per_type_reads_and_writes()
    {
        VideoTask task = JsonSerializer.Deserialize(Task, Kling3JsonContext.Default.VideoTask)!;

        Assert.Equal("t", task.TaskId);
        Assert.Equal("2025-12-05 13:05:09", task.CreatedAt);
        Assert.Equal("[1,2]", task.AdditionalProperties!["queue"].GetProperty("position").GetRawText());
        Assert.Equal(Task, JsonSerializer.Serialize(task, Kling3JsonContext.Default.VideoTask));
        Assert.Same(Kling3JsonContext.Default.VideoTask, Kling3JsonContext.Default.GetTypeInfo(typeof(VideoTask)));
        Assert.Null(Kling3JsonContext.Default.GetTypeInfo(typeof(ContextTests)));
    }

    [Fact]
    public void A_context_with_options_of_its_own_follows_them()
    {
        var context = new Kling3JsonContext(new JsonSerializerOptions { WriteIndented = true });

        Assert.Contains("\n", JsonSerializer.Serialize(new ProTextToVideoRequest { Prompt = "a" }, context.GenerateRequest), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_stands_in_a_chain_in_any_place(bool isFirst)
    {
        var options = new JsonSerializerOptions();
        options.TypeInfoResolverChain.Add(isFirst ? Kling3JsonContext.Default : UserContext.Default);
        options.TypeInfoResolverChain.Add(isFirst ? UserContext.Default : Kling3JsonContext.Default);

        Assert.Equal("""{"Text":"a","Stars":5}""", JsonSerializer.Serialize(new UserNote("a", 5), options));
        Assert.Equal(Task, JsonSerializer.Serialize(JsonSerializer.Deserialize<VideoTask>(Task, options), options));
        Assert.IsType<O3ProReferenceToVideoRequest>(JsonSerializer.Deserialize<GenerateRequest>(Request, options));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_describes_types_inside_a_users_own_in_any_place(bool isFirst)
    {
        var reflection = new DefaultJsonTypeInfoResolver();
        var options = new JsonSerializerOptions
        {
            TypeInfoResolver = isFirst ? JsonTypeInfoResolver.Combine(Kling3JsonContext.Default, reflection) : JsonTypeInfoResolver.Combine(reflection, Kling3JsonContext.Default),
        };
        string json = $$$"""{"Note":{"Text":"a","Stars":5},"Tasks":[{{{Task}}}],"Request":{{{Request}}},"Status":"SUCCESS","Counts":{"FAILED":2}}""";

        UserEnvelope envelope = JsonSerializer.Deserialize<UserEnvelope>(json, options)!;

        Assert.Equal(VideoStatus.Success, envelope.Status);
        Assert.Equal(2, envelope.Counts[VideoStatus.Failed]);
        Assert.Equal(
            json.Replace(Request, """{"type":"o3-pro-reference-to-video","prompt":"a","images":["u"]}""", StringComparison.Ordinal),
            JsonSerializer.Serialize(envelope, options));
    }

    [Theory]
    [InlineData("""{"Request":{"type":"o3-pro-reference-to-video","prompt":"a","images":["u",HERE]}}""", "$.Request.images[1]")]
    [InlineData("{\n \"Request\":\n {\n\"prompt\":\"é\",\n  \"images\":[\n\"u\", HERE],\n\"type\":\"o3-pro-reference-to-video\"}}", "$.Request.images[1]")]
    [InlineData("""{"Request":{"type":"o3-pro-reference-to-video","prompt":HERE}}""", "$.Request.prompt")]
    [InlineData("""{"Request":HERE}""", "$.Request")]
    [InlineData("""{"Tasks":[{"task_id":"t","status":"a"},{"task_id":HERE}]}""", "$.Tasks[1].task_id")]
    [InlineData("""{"Tasks":[{"queue":{"a":[1]},"response":HERE}]}""", "$.Tasks[0].response")]
    [InlineData("""{"Status":HERE}""", "$.Status")]
    public void An_error_inside_a_users_own_type_says_where_in_the_whole_text(string document, string path)
    {
        var reflection = new DefaultJsonTypeInfoResolver();
        string json = document.Replace("HERE", "7", StringComparison.Ordinal);
        int end = json.LastIndexOf('7') + 1;
        foreach (IJsonTypeInfoResolver resolver in new[] { JsonTypeInfoResolver.Combine(Kling3JsonContext.Default, reflection), JsonTypeInfoResolver.Combine(reflection, Kling3JsonContext.Default) })
        {
            JsonException exception = Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<UserEnvelope>(json, new JsonSerializerOptions { TypeInfoResolver = resolver }));

            Assert.StartsWith(exception.Path!, path, StringComparison.Ordinal);
            Assert.NotEqual("$", exception.Path);
            Assert.Equal(json.AsSpan(0, end).Count('\n'), exception.LineNumber);
            Assert.Equal(Encoding.UTF8.GetByteCount(json[(json.LastIndexOf('\n', end - 1) + 1)..end]), exception.BytePositionInLine);
            if (exception.Path != path)
            {
                Assert.Contains($"Path: {path} | LineNumber: {exception.LineNumber} | BytePositionInLine: {exception.BytePositionInLine}.", exception.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Text_inside_a_users_own_type_that_is_no_JSON_is_refused_where_it_is_none()
    {
        const string Json = """{"Request":{"type":"o3-pro-reference-to-video","prompt":tru}}""";
        JsonException exception = Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<UserEnvelope>(Json, new JsonSerializerOptions { TypeInfoResolver = JsonTypeInfoResolver.Combine(Kling3JsonContext.Default, new DefaultJsonTypeInfoResolver()) }));

        Assert.Equal(("$.Request", Json.IndexOf("tru", StringComparison.Ordinal) + 3), (exception.Path, (int)exception.BytePositionInLine!));
    }

    [Fact]
    public void Calls_that_name_no_context_come_to_it_too()
    {
        var options = new JsonSerializerOptions { WriteIndented = true, NewLine = "\n" };
        GenerateRequest request = JsonSerializer.Deserialize<GenerateRequest>(Request)!;

        Assert.Equal("""{"type":"o3-pro-reference-to-video","prompt":"a","images":["u"]}""", JsonSerializer.Serialize(request));
        Assert.Equal("{\n  \"type\": \"pro-text-to-video\",\n  \"prompt\": \"a\"\n}", JsonSerializer.Serialize(new ProTextToVideoRequest { Prompt = "a" }, options));
        Assert.Equal("""{"type":"new"}""", JsonSerializer.Serialize(JsonSerializer.Deserialize<UnknownGenerateRequest>("""{"type":"new"}""")));
        Assert.Equal("""{"16:9":"FAILED"}""", JsonSerializer.Serialize(new Dictionary<AspectRatio, VideoStatus?> { [AspectRatio.Landscape] = VideoStatus.Failed }));
        Assert.Equal(VideoStatus.Failed, JsonSerializer.Deserialize<Dictionary<AspectRatio, VideoStatus?>>("""{"16:9":"FAILED"}""")![AspectRatio.Landscape]);
        Assert.Equal("$.data.consumed_credits", Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<StatusReply>("""{"data":{"consumed_credits":"secret"}}""")).Path);
    }

    [Fact]
    public async Task Streams_may_come_in_small_pieces()
    {
        Assert.Equal(Task, JsonSerializer.Serialize(await JsonSerializer.DeserializeAsync(new DripStream(Encoding.UTF8.GetBytes(Task), 5), Kling3JsonContext.Default.VideoTask, Ct), Kling3JsonContext.Default.VideoTask));
        Assert.IsType<O3ProReferenceToVideoRequest>(await JsonSerializer.DeserializeAsync(new DripStream(Encoding.UTF8.GetBytes(Request), 5), Kling3JsonContext.Default.GenerateRequest, Ct));
        Assert.IsType<UnknownGenerateRequest>(await JsonSerializer.DeserializeAsync(new DripStream("""{"a":[{"type":"x"}],"type":"new"}"""u8.ToArray(), 5), Kling3JsonContext.Default.GenerateRequest, Ct));
    }

    [Fact]
    public async Task Streams_are_written_to()
    {
        var stream = new MemoryStream();
        await JsonSerializer.SerializeAsync(stream, JsonSerializer.Deserialize(Task, Kling3JsonContext.Default.VideoTask)!, Kling3JsonContext.Default.VideoTask, Ct);

        Assert.Equal(Task, Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public async Task Pipes_are_read_across_their_segments()
    {
        var options = new StreamPipeReaderOptions(bufferSize: 5, minimumReadSize: 1);
        PipeReader task = PipeReader.Create(new DripStream(Encoding.UTF8.GetBytes(Task), 5), options);
        PipeReader request = PipeReader.Create(new DripStream(Encoding.UTF8.GetBytes(Request), 5), options);

        Assert.Equal(Task, JsonSerializer.Serialize(await JsonSerializer.DeserializeAsync(task, Kling3JsonContext.Default.VideoTask, Ct), Kling3JsonContext.Default.VideoTask));
        Assert.IsType<O3ProReferenceToVideoRequest>(await JsonSerializer.DeserializeAsync(request, Kling3JsonContext.Default.GenerateRequest, Ct));
    }

    [Fact]
    public async Task Elements_of_an_array_are_read_one_by_one()
    {
        var stream = new DripStream(Encoding.UTF8.GetBytes($"[{Task},{Task}]"), 5);
        int count = 0;
        await foreach (VideoTask? task in JsonSerializer.DeserializeAsyncEnumerable(stream, Kling3JsonContext.Default.VideoTask, Ct))
        {
            Assert.Equal("t", task!.TaskId);
            count++;
        }

        Assert.Equal(2, count);
    }

    [Fact]
    public async Task Cases_of_a_union_come_and_go_one_by_one()
    {
        // What holds the elements is no type of the document's: another resolver describes it.
        var options = new JsonSerializerOptions { TypeInfoResolver = JsonTypeInfoResolver.Combine(Kling3JsonContext.Default, new DefaultJsonTypeInfoResolver()) };
        var stream = new MemoryStream();
        await JsonSerializer.SerializeAsync(stream, Requests(), options, Ct);
        string json = Encoding.UTF8.GetString(stream.ToArray());
        var pipe = new Pipe();
        await JsonSerializer.SerializeAsync(pipe.Writer, Requests(), options, Ct);
        await pipe.Writer.CompleteAsync();

        Assert.Equal("""[{"type":"pro-text-to-video","prompt":"a"},{"type":"new","x":[1]},{"type":"o3-pro-reference-to-video","prompt":"a","images":["u"]}]""", json);
        Assert.Equal(json, JsonSerializer.Serialize(await Read(JsonSerializer.DeserializeAsyncEnumerable(new DripStream(stream.ToArray(), 5), Kling3JsonContext.Default.GenerateRequest, Ct)), options));
        Assert.Equal(json, JsonSerializer.Serialize(await Read(JsonSerializer.DeserializeAsyncEnumerable(pipe.Reader, Kling3JsonContext.Default.GenerateRequest, Ct)), options));
        var lines = new DripStream(Encoding.UTF8.GetBytes($"{Task}\n{Task}"), 5);
        Assert.Equal(2, (await Read(JsonSerializer.DeserializeAsyncEnumerable(lines, Kling3JsonContext.Default.VideoTask, topLevelValues: true, Ct))).Count);

        static async IAsyncEnumerable<GenerateRequest> Requests()
        {
            yield return new ProTextToVideoRequest { Prompt = "a" };
            await System.Threading.Tasks.Task.Yield();
            yield return JsonSerializer.Deserialize("""{"type":"new","x":[1]}""", Kling3JsonContext.Default.GenerateRequest)!;
            yield return JsonSerializer.Deserialize(Request, Kling3JsonContext.Default.GenerateRequest)!;
        }

        static async Task<List<T>> Read<T>(IAsyncEnumerable<T> items)
        {
            var read = new List<T>();
            await foreach (T item in items)
            {
                read.Add(item);
            }

            return read;
        }
    }

    [Fact]
    public async Task Unions_and_replies_are_written_to_streams_and_pipes()
    {
        GenerateRequest request = JsonSerializer.Deserialize(Request, Kling3JsonContext.Default.GenerateRequest)!;
        StatusReply reply = JsonSerializer.Deserialize($$"""{"code":200,"data":{{Task}}}""", Kling3JsonContext.Default.StatusReply)!;
        var stream = new MemoryStream();
        await JsonSerializer.SerializeAsync(stream, request, Kling3JsonContext.Default.GenerateRequest, Ct);
        var pipe = new Pipe();
        await JsonSerializer.SerializeAsync(pipe.Writer, reply, Kling3JsonContext.Default.StatusReply, Ct);
        await pipe.Writer.CompleteAsync();

        Assert.Equal("""{"type":"o3-pro-reference-to-video","prompt":"a","images":["u"]}""", Encoding.UTF8.GetString(stream.ToArray()));
        Assert.Equal($$"""{"code":200,"data":{{Task}}}""", await new StreamReader(pipe.Reader.AsStream()).ReadToEndAsync(Ct));
    }

    [Fact]
    public async Task Http_content_of_a_union_is_read_in_pieces_and_made()
    {
        using var content = new StreamContent(new DripStream(Encoding.UTF8.GetBytes(Request), 5)) { Headers = { ContentType = new("application/json") } };
        using var list = new StreamContent(new DripStream(Encoding.UTF8.GetBytes($"[{Request},null]"), 5)) { Headers = { ContentType = new("application/json") } };
        GenerateRequest request = (await content.ReadFromJsonAsync(Kling3JsonContext.Default.GenerateRequest, Ct))!;
        using var made = JsonContent.Create(request, Kling3JsonContext.Default.GenerateRequest);
        var items = new List<GenerateRequest?>();
        await foreach (GenerateRequest? item in list.ReadFromJsonAsAsyncEnumerable(Kling3JsonContext.Default.GenerateRequest, Ct))
        {
            items.Add(item);
        }

        Assert.Equal("""{"type":"o3-pro-reference-to-video","prompt":"a","images":["u"]}""", await made.ReadAsStringAsync(Ct));
        Assert.IsType<O3ProReferenceToVideoRequest>(items[0]);
        Assert.Null(items[1]);
    }

    [Fact]
    public async Task AspNet_reads_and_writes_replies_with_it() => Assert.Equal(Task, await EchoAsync(Task, "application/json; charset=utf-8", Kling3JsonContext.Default.VideoTask));

    [Fact]
    public async Task Http_content_is_read_and_made()
    {
        using var content = new StringContent(Task, Encoding.UTF8, "application/json");
        VideoTask task = (await content.ReadFromJsonAsync(Kling3JsonContext.Default.VideoTask, Ct))!;
        using var made = JsonContent.Create(task, Kling3JsonContext.Default.VideoTask);

        Assert.Equal(Task, await made.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task AspNet_reads_and_writes_with_it() =>
        Assert.Equal("""{"type":"o3-pro-reference-to-video","prompt":"a","images":["u"]}""", await EchoAsync(Request, "application/json", Kling3JsonContext.Default.GenerateRequest));

    private static async Task<string> EchoAsync<T>(string json, string contentType, JsonTypeInfo<T> info)
    {
        var context = new DefaultHttpContext();
        context.Request.ContentType = contentType;
        context.Request.Body = new DripStream(Encoding.UTF8.GetBytes(json), 5);
        var reply = new MemoryStream();
        context.Response.Body = reply;

        T? value = await context.Request.ReadFromJsonAsync(info, Ct);
        await context.Response.WriteAsJsonAsync(value!, info, cancellationToken: Ct);

        return Encoding.UTF8.GetString(reply.ToArray());
    }

    [Theory]
    [InlineData("2025-12-05 13:05:09")]
    [InlineData("2025-12-05T13:05:09+02:00")]
    public void A_time_without_a_zone_reads_as_written(string time) =>
        Assert.Equal(time, JsonSerializer.Deserialize($$"""{"task_id":"t","status":"a","created_at":"{{time}}"}""", Kling3JsonContext.Default.VideoTask)!.CreatedAt);

    [Fact]
    public void An_unknown_case_is_kept_in_a_reply_and_refused_in_a_request()
    {
        GenerateRequest unknown = JsonSerializer.Deserialize("""{"type":"new-model","prompt":"a"}""", Kling3JsonContext.Default.GenerateRequest)!;

        Assert.Equal("""{"type":"new-model","prompt":"a"}""", Assert.IsType<UnknownGenerateRequest>(unknown).Json.ToString());
        Assert.False(unknown.TryValidate(out ValidationErrors errors));
        Assert.Equal("INVALID_TYPE", Assert.Single(errors).Code);
    }

    private sealed class UserEnvelope
    {
        public required UserNote Note { get; set; }

        public required List<VideoTask> Tasks { get; set; }

        public required GenerateRequest Request { get; set; }

        public VideoStatus Status { get; set; }

        public required Dictionary<VideoStatus, int> Counts { get; set; }
    }
}
