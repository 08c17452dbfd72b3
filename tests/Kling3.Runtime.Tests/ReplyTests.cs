using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Kling3.Runtime.Emitted;
using Kling3.Runtime.Sending;
using Kling3.Runtime.Tests.Support;

namespace Kling3.Runtime.Tests;

/// <summary>Replies as servers were seen to give them.</summary>
public sealed class ReplyTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400, """{"code":"INVALID_PROMPT","message":"The prompt is empty"}""", "INVALID_PROMPT", "The prompt is empty")]
    [InlineData(400, """{"error":"INVALID_PROMPT"}""", "INVALID_PROMPT", null)]
    [InlineData(400, """{"error":"The prompt is empty"}""", null, "The prompt is empty")]
    [InlineData(400, """{"error":{"code":"INVALID_PROMPT","message":"The prompt is empty"}}""", "INVALID_PROMPT", "The prompt is empty")]
    [InlineData(400, """{"code":400,"message":"INVALID_PROMPT"}""", "INVALID_PROMPT", null)]
    [InlineData(400, """{"code":400,"message":"bad","data":{"code":"INVALID_PROMPT"}}""", "INVALID_PROMPT", "bad")]
    [InlineData(400, """{"code":400,"data":{"code":"INVALID_PROMPT","message":"The prompt is empty"}}""", "INVALID_PROMPT", "The prompt is empty")]
    [InlineData(401, "", "INVALID_API_KEY", null)]
    [InlineData(401, """{"message":"nope"}""", "INVALID_API_KEY", "nope")]
    [InlineData(402, """{"code":402,"message":"No available credits"}""", "INSUFFICIENT_CREDITS", "No available credits")]
    [InlineData(200, """{"code":402,"message":"No available credits"}""", "INSUFFICIENT_CREDITS", "No available credits")]
    [InlineData(200, """{"code":"402","message":"No available credits"}""", "INSUFFICIENT_CREDITS", "No available credits")]
    [InlineData(200, """{"message":"success","data":null,"code":"INVALID_TYPE"}""", "INVALID_TYPE", "success")]
    [InlineData(200, """{"data":{"status":7},"code":"INVALID_TYPE"}""", "INVALID_TYPE", null)]
    [InlineData(200, """{"code":1017,"message":"frozen"}""", "1017", "frozen")]
    [InlineData(403, "<html><body>Forbidden</body></html>", null, null)]
    [InlineData(403, "[1,2]", null, null)]
    [InlineData(403, "\"go away\"", null, "go away")]
    [InlineData(403, "null", null, null)]
    [InlineData(404, "{", null, null)]
    [InlineData(401, """{"code":401,"message":"half a \ud83d surrogate"}""", "INVALID_API_KEY", null)]
    [InlineData(401, """{"code":"\ud83d","message":"nope"}""", "INVALID_API_KEY", "nope")]
    [InlineData(401, """{"\ud83d":1,"message":"nope"}""", "INVALID_API_KEY", null)]
    [InlineData(400, """{"code":"X","message":"cut \ud83c\udfac there"}""", "X", "cut \U0001F3AC there")]
    [InlineData(402, """{"code":1e999,"message":["a"],"error":[],"data":7}""", "INSUFFICIENT_CREDITS", null)]
    [InlineData(402, """{"code":402,"code":"X_1","message":"a","message":"b"}""", "X_1", "b")]
    public async Task The_code_of_an_error_is_found_wherever_it_is(int status, string body, string? code, string? message)
    {
        ApiException error = await Assert.ThrowsAsync<ApiException>(() => AskAsync(status, body));

        Assert.Equal(code, error.ErrorCode);
        Assert.Equal(message, error.ApiMessage);
        Assert.Equal(status, (int)error.StatusCode!);
        if (code is not null)
        {
            Assert.Contains(code, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    public async Task A_long_message_is_not_cut_in_the_middle_of_a_character(string before)
    {
        string message = before + string.Concat(Enumerable.Repeat("\U0001F3AC", 200));
        ApiException error = await Assert.ThrowsAsync<ApiException>(() => AskAsync(400, $$"""{"code":"X","message":"{{message}}"}"""));

        Assert.InRange(error.ApiMessage!.Length, 255, 256);
        Assert.EndsWith("\U0001F3AC…", error.ApiMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"code":200,"message":"success","data":{"status":"IN_PROGRESS"}}""")]
    [InlineData("""{"data":{"status":"IN_PROGRESS"},"message":"success","code":200}""")]
    [InlineData("""{"code":200.0,"data":{"status":"IN_PROGRESS"}}""")]
    [InlineData("""{"code":"200","data":{"status":"IN_PROGRESS"}}""")]
    [InlineData("""{"co\u0064e":200,"d\u0061ta":{"status":"IN_PROGRESS"},"more":[{"code":1}]}""")]
    [InlineData("""{"data":{"status":"IN_PROGRESS"}}""")]
    [InlineData("""{"extra":{"code":500,"data":{}},"code":200,"data":{"status":"IN_PROGRESS","code":7},"trace":"x"}""")]
    [InlineData("\uFEFF{\"code\":200,\"data\":{\"status\":\"IN_PROGRESS\"}}")]
    [InlineData("  \r\n{\"code\":200,\"data\":{\"status\":\"IN_PROGRESS\"}}\n")]
    public async Task The_payload_is_read_wherever_it_is(string body)
    {
        TestApi.Status status = await AskAsync(200, body);

        Assert.Equal("IN_PROGRESS", status.State);
    }

    [Theory]
    [InlineData("""{"code":200,"data":{"status":{"a":1}}}""", "$.data")]
    [InlineData("""{"code":200,"data":7}""", "$.data")]
    public async Task A_payload_that_is_not_as_documented_names_its_place_and_is_not_asked_for_again(string body, string place)
    {
        int requests = 0;
        ApiException error = await Assert.ThrowsAsync<ApiException>(() => AskAsync(200, body, () => requests++));

        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Assert.Null(error.Excerpt);
        Assert.Equal(1, requests);
        JsonException cause = Assert.IsType<JsonException>(error.InnerException);
        Assert.Equal((place, 0), (cause.Path, cause.LineNumber));
        Assert.Contains($" at {place} (byte {cause.BytePositionInLine}): {cause.Message}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":[1,{"b c":[true,"x"]}]}""", "\"x\"", "$.a[1]['b c'][1]")]
    [InlineData("""{"data":{"response":["a","b","c",7]}}""", "7", "$.data.response[3]")]
    [InlineData("""{"data":{"x":1}}""", "}}", "$.data")]
    [InlineData("""[[1],[2,3]]""", "3", "$[1][1]")]
    [InlineData("""{"a":{"b":1},"c":2}""", "2", "$.c")]
    [InlineData("5", "5", "$")]
    public void The_path_to_a_byte_is_found(string json, string at, string path)
    {
        Assert.Equal(path, Replies.JsonPlace.PathTo(Encoding.UTF8.GetBytes(json), json.IndexOf(at, StringComparison.Ordinal), new Replies.ErrorText(null)));
    }

    [Fact]
    public void A_long_name_in_a_path_is_cut_and_hides_neither_the_place_nor_half_a_key()
    {
        string huge = new('a', 1_000_000);
        string beforeKey = new('b', 56);
        string json = $$$"""{ "{{{huge}}}": { "\u001b[31m\r\n\u202eend": { "{{{beforeKey}}}sk-0123456789": { "status": 7 } } } }""";

        string path = Replies.JsonPlace.PathTo(Encoding.UTF8.GetBytes(json), json.IndexOf('7', json.Length - 9), new Replies.ErrorText("sk-0123456789"));

        Assert.Equal($"$['{huge[..63]}…']['[31m end']['{beforeKey}***'].status", path);
    }

    [Fact]
    public async Task An_envelope_may_be_nested()
    {
        var description = new ApiDescription
        {
            Name = "Nested",
            Envelope = new Envelope { Code = ["meta", "code"], Data = ["result", "payload"], Success = ["ok", "0"] },
        };
        var operation = new ApiOperation<int>
        {
            Id = "answer",
            Method = HttpMethod.Get,
            Unwrap = true,
            ReadJson = static (ref JsonInput input) => input.Int32(),
        };
        int count = 0;
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, ++count switch
        {
            1 => """{"result":{"x":[],"payload":42},"meta":{"code":"ok"}}""",
            2 => """{"meta":{"code":0},"result":{"payload":43}}""",
            _ => """{"meta":{"code":"denied"},"result":{"payload":44}}""",
        }));
        using var transport = new ApiTransport(description, new ApiClientOptions { BaseAddress = server.Address });

        Assert.Equal(42, await transport.SendAsync(operation, new RequestTarget("/"), Ct));
        Assert.Equal(43, await transport.SendAsync(operation, new RequestTarget("/"), Ct));
        ApiException error = await Assert.ThrowsAsync<ApiException>(() => transport.SendAsync(operation, new RequestTarget("/"), Ct));
        Assert.Equal("denied", error.ErrorCode);
    }

    [Fact]
    public async Task Without_an_envelope_the_whole_body_is_the_reply()
    {
        var operation = new ApiOperation<string?> { Id = "text", Method = HttpMethod.Get, ReadJson = static (ref JsonInput input) => input.Text() };
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, "\"hello\""));
        using var transport = new ApiTransport(new ApiDescription { Name = "Plain" }, new ApiClientOptions { BaseAddress = server.Address });

        Assert.Equal("hello", await transport.SendAsync(operation, new RequestTarget("/"), Ct));
    }

    [Fact]
    public async Task A_reply_that_is_not_unwrapped_is_read_whole_once_its_code_means_success()
    {
        var operation = new ApiOperation<int> { Id = "whole", Method = HttpMethod.Get, ReadJson = static (ref JsonInput input) => input.AnyElement().GetProperty("data").GetInt32() };
        int count = 0;
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, ++count == 1 ? """{"code":200,"data":5}""" : """{"data":5,"code":"NO_WAY"}"""));
        using var transport = new ApiTransport(TestApi.Description, TestApi.Options(server.Address));

        Assert.Equal(5, await transport.SendAsync(operation, new RequestTarget("/"), Ct));
        Assert.Equal("NO_WAY", (await Assert.ThrowsAsync<ApiException>(() => transport.SendAsync(operation, new RequestTarget("/"), Ct))).ErrorCode);
    }

    [Fact]
    public async Task Text_bytes_and_nothing_are_replies_too()
    {
        await using var server = FaultServer.Answering((connection, request) => connection.ReplyAsync(request.Method == "DELETE" ? 204 : 200, request.Method == "DELETE" ? "" : "äö"));
        using var transport = new ApiTransport(TestApi.Description, TestApi.Options(server.Address));

        Assert.Equal("äö", await transport.SendAsync(new ApiOperation<string> { Id = "t", Method = HttpMethod.Get, ReadText = static text => text }, new RequestTarget("/"), Ct));
        Assert.Equal(4, (await transport.SendAsync(new ApiOperation<byte[]> { Id = "b", Method = HttpMethod.Get, ReadBinary = static bytes => bytes }, new RequestTarget("/"), Ct)).Length);
        Assert.True(await transport.SendAsync(new ApiOperation<bool> { Id = "d", Method = HttpMethod.Delete }, new RequestTarget("/"), Ct));
        Assert.Equal("DELETE", server.Requests[^1].Method);
        Assert.Null(server.Requests[^1].Header("Content-Type"));
    }

    [Fact]
    public async Task A_reply_is_limited_in_size_after_decompression()
    {
        byte[] bomb;
        using (var memory = new MemoryStream())
        {
            using (var gzip = new GZipStream(memory, CompressionLevel.Optimal))
            {
                gzip.Write(new byte[8 * 1024 * 1024]);
            }

            bomb = memory.ToArray();
        }

        await using var server = FaultServer.Answering(async (connection, _) =>
        {
            await connection.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {bomb.Length}\r\n\r\n");
            await connection.WriteAsync(bomb);
        });
        ApiClientOptions options = TestApi.Options(server.Address);
        options.MaxReplyBytes = 100_000;
        using var transport = new ApiTransport(TestApi.Description, options);

        ApiException error = await Assert.ThrowsAsync<ApiException>(() => TestApi.StatusAsync(transport, Ct));

        Assert.Contains("100000 bytes", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Assert.InRange(bomb.Length, 1, 100_000);
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    public async Task A_reply_in_UTF_16_is_read(string name, bool hasMark)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] body = [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(TestApi.Accepted("tä1"))];
        await using var server = FaultServer.Answering(async (connection, _) =>
        {
            await connection.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset={name}\r\nContent-Length: {body.Length}\r\n\r\n");
            await connection.WriteAsync(body);
        });
        using var transport = new ApiTransport(TestApi.Description, TestApi.Options(server.Address));

        Assert.Equal("tä1", (await TestApi.GenerateAsync(transport, Ct)).TaskId);
    }

    [Theory]
    [InlineData("iso-8859-1", "c3 a4 fc", "Ã¤ü")]
    [InlineData("\"ISO-8859-1\"", "e4", "ä")]
    [InlineData("us-ascii", "61", "a")]
    [InlineData("utf-16", "e4 00 62 00", "äb")]
    [InlineData("utf-8", "c3 a4", "ä")]
    [InlineData("iso-8859-1", "ef bb bf c3 a4", "ä")]
    [InlineData("utf-7", "2b 41 2d", "+A-")]
    [InlineData("shift_jis", "c3 a4", "ä")]
    [InlineData("none", "c3 a4", "ä")]
    public async Task A_text_is_read_in_the_charset_of_its_reply_where_it_has_no_mark_and_NET_knows_it(string charset, string body, string text)
    {
        byte[] bytes = Convert.FromHexString(body.Replace(" ", "", StringComparison.Ordinal));
        await using var server = FaultServer.Answering(async (connection, _) =>
        {
            await connection.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset={charset}\r\nContent-Length: {bytes.Length}\r\n\r\n");
            await connection.WriteAsync(bytes);
        });
        using var transport = new ApiTransport(TestApi.Description, TestApi.Options(server.Address));

        Assert.Equal(text, await transport.SendAsync(new ApiOperation<string> { Id = "t", Method = HttpMethod.Get, ReadText = static read => read }, new RequestTarget("/"), Ct));
    }

    [Fact]
    public async Task A_304_is_not_said_to_lead_elsewhere()
    {
        await using var server = FaultServer.Answering((connection, _) => connection.WriteAsync("HTTP/1.1 304 Not Modified\r\n\r\n"));
        ApiClientOptions options = TestApi.Options(server.Address);
        options.TimeProvider = new EagerTimeProvider();
        using var transport = new ApiTransport(TestApi.Description, options);

        ApiException error = await Assert.ThrowsAsync<ApiException>(() => TestApi.StatusAsync(transport, Ct));

        Assert.Equal("getStatus: the API answered 304.", error.Message);
    }

    [Fact]
    public async Task A_reply_that_announces_too_much_is_not_read()
    {
        await using var server = FaultServer.Answering((connection, _) => connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"));
        using var transport = new ApiTransport(TestApi.Description, TestApi.Options(server.Address));

        ApiException error = await Assert.ThrowsAsync<ApiException>(() => TestApi.StatusAsync(transport, Ct));

        Assert.Contains("larger than", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2048, 0, 2048)]
    [InlineData(2048, 900, 2048)]
    [InlineData(4 * 1024 * 1024, 20_000, 32 * 1024)]
    [InlineData(4 * 1024 * 1024, 4 * 1024 * 1024, 64 * 1024)]
    [InlineData(ApiClientOptions.LargestReplyBytes, ApiClientOptions.LargestReplyBytes, 64 * 1024)]
    public void Memory_is_taken_for_what_has_come_and_not_for_what_is_announced(int limit, long announced, int expected)
    {
        using var response = new HttpResponseMessage();
        using var reply = new Reply(response, TimeProvider.System, limit);
        reply.Begin(announced);

        Assert.Equal(expected, reply.Capacity);
    }

    [Fact]
    public void A_buffer_grows_to_its_limit_and_takes_no_byte_more()
    {
        const int Limit = 300_000;
        using var response = new HttpResponseMessage();
        using var reply = new Reply(response, TimeProvider.System, Limit);
        reply.Begin(Limit);
        byte[] sent = [.. Enumerable.Range(0, Limit).Select(i => (byte)(i / 1000))];
        foreach (byte[] piece in sent.Chunk(7001))
        {
            reply.Write(piece);
        }

        Assert.Throws<ReplyTooLargeException>(() => reply.Write([1]));
        Assert.Equal(sent, reply.Body.ToArray());
    }

    [Fact]
    public void A_reply_that_has_ended_takes_nothing_in()
    {
        using var response = new HttpResponseMessage();
        using var reply = new Reply(response, TimeProvider.System, 100);
        reply.Begin(0);
        reply.Write([1]);
        reply.End(null);

        Assert.Throws<ReplyTooLargeException>(() => reply.Write([2]));
        Assert.Equal([1], reply.Body.ToArray());

        reply.Release();
        Assert.Throws<ReplyTooLargeException>(() => reply.Write([2]));
    }

    [Fact]
    public async Task A_reply_in_pieces_and_larger_than_the_first_buffer_is_read()
    {
        string filler = new('x', 100_000);
        string body = TestApi.StatusBody("IN_PROGRESS", null, $",\"filler\":\"{filler}\"");
        await using var server = FaultServer.Answering(async (connection, _) =>
        {
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            foreach (char[] piece in body.Chunk(7001))
            {
                await connection.WriteAsync($"{piece.Length:x}\r\n{new string(piece)}\r\n");
            }

            await connection.WriteAsync("0\r\n\r\n");
        });
        using var transport = new ApiTransport(TestApi.Description, TestApi.Options(server.Address));

        Assert.Equal("IN_PROGRESS", (await TestApi.StatusAsync(transport, Ct)).State);
    }

    [Fact]
    public async Task What_a_server_writes_is_cut_put_on_one_line_and_loses_key_and_signatures()
    {
        string body = $$"""{"code":"X_Y","message":"Key {{TestApi.Key}} is\r\nwrong at https://cdn.example.com/a.mp4?sig=abc123&x=1 {{new string('z', 5000)}}"}""";

        ApiException error = await Assert.ThrowsAsync<ApiException>(() => AskAsync(400, body));

        string all = error + error.Excerpt + error.ApiMessage;
        Assert.DoesNotContain(TestApi.Key, all, StringComparison.Ordinal);
        Assert.DoesNotContain("abc123", all, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.ApiMessage!);
        Assert.Equal(256, error.ApiMessage!.Length);
        Assert.Equal(256, error.Excerpt!.Length);
        Assert.Contains("https://cdn.example.com/a.mp4?***", error.ApiMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_at_the_cut_of_an_excerpt_leaves_no_half()
    {
        for (int before = 225; before < 260; before += 5)
        {
            ApiException error = await Assert.ThrowsAsync<ApiException>(() => AskAsync(403, new string('a', before) + TestApi.Key + "tail"));
            Assert.DoesNotContain(TestApi.Key[..6], error.Excerpt, StringComparison.Ordinal);
        }
    }

    private static async Task<TestApi.Status> AskAsync(int status, string body, Action? seen = null)
    {
        await using var server = FaultServer.Answering((connection, _) =>
        {
            seen?.Invoke();
            return connection.ReplyAsync(status, body);
        });
        ApiClientOptions options = TestApi.Options(server.Address);
        options.TimeProvider = new EagerTimeProvider();
        using var transport = new ApiTransport(TestApi.Description, options);
        return await TestApi.StatusAsync(transport, Ct);
    }
}
