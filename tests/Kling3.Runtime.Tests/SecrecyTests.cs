using Kling3.Runtime.Emitted;
using Kling3.Runtime.Tests.Support;

namespace Kling3.Runtime.Tests;

/// <summary>The key, and the query of a result's address, are nowhere but on the wire.</summary>
public sealed class SecrecyTests : IDisposable
{
    private const string Signature = "s1gnature-0f-a-result";

    private readonly string _folder = Directory.CreateTempSubdirectory("secrecy-tests-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(KeyPlacement.Bearer, false)]
    [InlineData(KeyPlacement.Header, false)]
    [InlineData(KeyPlacement.Bearer, true)]
    public async Task Key_and_signature_appear_nowhere_whatever_fails(KeyPlacement placement, bool callersClient)
    {
        using var everything = new Everything();
        using var journal = new FileOperationJournal(Path.Combine(_folder, "journal"));
        var description = new ApiDescription { Name = "Test", KeyPlacement = placement, KeyHeader = "X-Api-Key", Envelope = TestApi.Description.Envelope };
        string[] faults =
        [
            "accepted", "echo 400", "echo 401", "echo 500", "echo 200", "page", "garbage", "close", "reset", "cut", "stall", "cancel", "redirect", "429",
            "running", "failed", "no result", "done", "wrong type",
        ];
        int keysSeen = 0;
        foreach (string fault in faults)
        {
            using var source = CancellationTokenSource.CreateLinkedTokenSource(Ct);
            await using var server = FaultServer.Answering(async (connection, request) =>
            {
                string? key = request.Header(placement == KeyPlacement.Bearer ? "Authorization" : "X-Api-Key");
                keysSeen += key == (placement == KeyPlacement.Bearer ? "Bearer " : "") + TestApi.Key ? 1 : 0;
                if (fault == "cancel")
                {
                    await source.CancelAsync();
                }

                await FailAsync(connection, request, fault);
            });
            var options = new ApiClientOptions
            {
                ApiKey = TestApi.Key,
                BaseAddress = server.Address,
                LoggerFactory = everything,
                Journal = journal,
                Budget = new CreditBudget(10_000),
                SubmitTimeout = TimeSpan.FromMilliseconds(fault == "stall" ? 100 : 20_000),
                RequestTimeout = TimeSpan.FromMilliseconds(fault == "stall" ? 100 : 20_000),
                TimeProvider = fault == "stall" ? TimeProvider.System : new EagerTimeProvider(),
            };
            options.Polling.Deadline = TimeSpan.FromSeconds(fault == "stall" ? 0.2 : 40);
            using HttpClient? client = callersClient ? new HttpClient() : null;
            using var transport = new ApiTransport(description, client, options);
            await DriveAsync(transport, source.Token, everything, server.Address);
            everything.Add(string.Join(' ', options, options.Polling, options.Download, options.Budget, transport, description, TestApi.Submit, TestApi.GenerateTarget, journal));
        }

        foreach (string path in Directory.GetFiles(Path.Combine(_folder, "journal")))
        {
            everything.Add(await ReadSharedAsync(path));
        }

        foreach (JournalEntry entry in await journal.ReadAsync(Ct))
        {
            everything.Add(entry.ToString());
        }

        Assert.True(keysSeen >= faults.Length, "The key was not sent, so this shows nothing.");
        string[] mine = [.. everything.Texts.Where(text => !text.StartsWith("System.Net", StringComparison.Ordinal) && !text.StartsWith("Experimental.System.Net", StringComparison.Ordinal))];
        Assert.Contains(mine, text => text.StartsWith("log Debug", StringComparison.Ordinal));
        Assert.Contains(mine, text => text.StartsWith("log Error", StringComparison.Ordinal));
        Assert.Contains(mine, text => text.StartsWith("Kling3.Runtime url.full=", StringComparison.Ordinal));
        Assert.Contains(mine, text => text.StartsWith("Kling3.Runtime http.client.request.duration", StringComparison.Ordinal));
        Assert.Contains(mine, text => text.Contains("SubmissionUnknownException", StringComparison.Ordinal));
        Assert.Contains(mine, text => text.Contains("DownloadException", StringComparison.Ordinal));
        Assert.Contains("category Kling3.Runtime.Test", mine);
        Assert.DoesNotContain(mine, text => text.Contains(TestApi.Key, StringComparison.Ordinal));
        Assert.DoesNotContain(mine, text => text.Contains(TestApi.Key[..12], StringComparison.Ordinal));
        Assert.DoesNotContain(mine, text => text.Contains(Signature, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a header line", "HTTP/1.1 200 OK\r\nAuthorization Bearer KEY\r\n\r\n")]
    [InlineData("a status line", "HTTP/1.1 Bearer KEY\r\n\r\n")]
    [InlineData("no HTTP at all", "Bearer KEY\r\n\r\n")]
    [InlineData("a chunk's size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nKEY\r\n")]
    [InlineData("a state", "{\"code\":200,\"data\":{\"status\":\"KEY\"}}")]
    [InlineData("a code", "{\"code\":\"KEY\"}")]
    [InlineData("a member's name", "{\"code\":200,\"data\":{\"KEY\":1,\"status\":{\"KEY\":[]}}}")]
    [InlineData("a place", "{\"code\":200,\"data\":{\"status\":\"IN_PROGRESS\",\"response\":{\"KEY\":{\"a\":[}}}}}")]
    [InlineData("JSON's escapes", "{\"error\":\"JSON\"}")]
    [InlineData("a query's escapes", "{\"error\":\"no /x?k=URL\"}")]
    [InlineData("a page's escapes", "<html>HTML</html>")]
    [InlineData("blanks before half of it", "BLANKS")]
    public async Task A_server_that_gives_the_key_back_does_not_make_it_show(string where, string reply)
    {
        const string Key = "sk+5ecret/k3y=&'0123456789";
        string text = reply
            .Replace("KEY", Key, StringComparison.Ordinal)
            .Replace("JSON", Key.Replace("/", "\\/", StringComparison.Ordinal).Replace("&", "\\u0026", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("URL", Uri.EscapeDataString(Key), StringComparison.Ordinal)
            .Replace("HTML", System.Net.WebUtility.HtmlEncode(Key), StringComparison.Ordinal)
            .Replace("BLANKS", new string(' ', 2035) + Key, StringComparison.Ordinal);
        using var everything = new Everything();
        await using var server = FaultServer.Answering(async (connection, request) =>
        {
            if (text.StartsWith('{'))
            {
                await connection.ReplyAsync(where == "a state" || request.Method == "GET" ? 200 : 400, text);
            }
            else if (text[0] is '<' or ' ')
            {
                await connection.ReplyAsync(403, text, type: "text/html");
            }
            else
            {
                await connection.WriteAsync(text);
                connection.Close();
            }
        });
        ApiClientOptions options = TestApi.Options(server.Address);
        options.ApiKey = Key;
        options.LoggerFactory = everything;
        options.TimeProvider = new EagerTimeProvider();
        options.Polling.Deadline = TimeSpan.FromSeconds(30);
        using var transport = new ApiTransport(TestApi.Description, options);
        Operation<TestApi.Status> operation = transport.Resume(TestApi.Submit, "t1");

        everything.Add(await Record.ExceptionAsync(() => TestApi.GenerateAsync(transport, Ct)));
        everything.Add(await Record.ExceptionAsync(() => TestApi.StatusAsync(transport, Ct)));
        everything.Add(await Record.ExceptionAsync(() => operation.WaitForCompletionAsync(Ct)));

        string[] mine = [.. everything.Texts.Where(one => !one.StartsWith("System.Net", StringComparison.Ordinal) && !one.StartsWith("Experimental.System.Net", StringComparison.Ordinal))];
        Assert.Contains(mine, one => one.Contains("SubmissionUnknownException", StringComparison.Ordinal) || one.Contains("ApiException", StringComparison.Ordinal));
        Assert.DoesNotContain(mine, one => one.Contains("5ecret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_id_shows_cleaned_and_cut_wherever_it_is_shown_and_stays_whole_where_it_is_kept()
    {
        string id = $"t1\r\n\u001b[2J{TestApi.Key}\u2028" + new string('x', 5000);
        string json = System.Text.Json.JsonSerializer.Serialize(id);
        using var everything = new Everything();
        foreach (string state in (string[])["FAILED", "SUCCESS", "IN_PROGRESS", "refused", "broken", "unknown", "progress", "cancelled", "disposed"])
        {
            await using var server = FaultServer.Answering((connection, request) => connection.ReplyAsync(
                state == "unknown" ? 500 : request.Method == "GET" && state == "refused" ? 401 : 200,
                request.Method == "POST" ? $$$"""{"code":200,"data":{"task_id":{{{json}}}}}""" : state == "broken" ? "{" : TestApi.StatusBody(state)));
            ApiClientOptions options = TestApi.Options(server.Address);
            options.LoggerFactory = everything;
            options.TimeProvider = new EagerTimeProvider();
            options.Polling.Deadline = TimeSpan.FromSeconds(60);
            using var transport = new ApiTransport(TestApi.Description, options);
            using var source = CancellationTokenSource.CreateLinkedTokenSource(Ct);
            var progress = new Acting(() =>
            {
                switch (state)
                {
                    case "progress":
                        throw new ReadOnlyDataException();
                    case "cancelled":
                        source.Cancel();
                        break;
                    case "disposed":
                        transport.Dispose();
                        break;
                }
            });

            Exception? error = await Record.ExceptionAsync(() => transport.StartAndWaitAsync(
                TestApi.SubmitByPath, TestApi.GenerateTarget, new TestApi.Request("mountains"), TestApi.Write, progress, source.Token));

            Assert.Equal(id, error is OperationWaitCanceledException cancelled ? cancelled.OperationId : Assert.IsAssignableFrom<ApiException>(error).OperationId);
            everything.Add(error);
            everything.Add(transport.Resume(TestApi.SubmitByPath, id).ToString());
            everything.Add(Operation.Failed(1, new OperationFailedException("t1\r\n\u001b[2J", "x")).ToString());
        }

        string[] mine = [.. everything.Texts.Where(text => !text.StartsWith("OperationId=", StringComparison.Ordinal) && !text.Contains("System.Net", StringComparison.Ordinal))];
        Assert.Contains(mine, text => text.Contains("submitted as t1 [2J***", StringComparison.Ordinal));
        Assert.Contains(mine, text => text.StartsWith("Kling3.Runtime url.full=", StringComparison.Ordinal) && text.Contains("***", StringComparison.Ordinal));
        Assert.DoesNotContain(mine, text => text.Contains(TestApi.Key, StringComparison.Ordinal));
        Assert.DoesNotContain(mine, text => text.Contains('\u001b') || text.Contains('\u2028') || text.Contains("t1\r", StringComparison.Ordinal));
        Assert.DoesNotContain(mine, text => text.Contains(new string('x', 300), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("s3cr3t\r\n")]
    [InlineData("s3cr3t\n")]
    [InlineData("s3 cr3t")]
    [InlineData("s3cr3t\u0000")]
    [InlineData("s3cr3t\u007f")]
    [InlineData("s3cr3té")]
    [InlineData("s3cr3t​")]
    public void A_malformed_key_is_refused_at_once_and_not_quoted(string key)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new ApiTransport(TestApi.Description, new ApiClientOptions { ApiKey = key, BaseAddress = new Uri("https://api.example.com") }));

        Assert.Contains("API key", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_key_is_refused_at_once()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new ApiTransport(TestApi.Description, new ApiClientOptions { BaseAddress = new Uri("https://api.example.com") }));

        Assert.Contains("ApiKey is not set", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://api.example.com")]
    [InlineData("http://10.0.0.1")]
    [InlineData("ftp://api.example.com")]
    [InlineData("https://user:s3cr3t@api.example.com")]
    [InlineData("https://api.example.com/?a=s3cr3t")]
    [InlineData("https://api.example.com/#s3cr3t")]
    [InlineData("/relative")]
    public void Only_https_or_this_machine_gets_the_key(string address)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new ApiTransport(TestApi.Description, new ApiClientOptions { ApiKey = TestApi.Key, BaseAddress = new Uri(address, UriKind.RelativeOrAbsolute) }));

        Assert.DoesNotContain("s3cr3t", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1.example.com")]
    [InlineData("http://localhost.example.com")]
    [InlineData("http://127.0.0.1@example.com")]
    [InlineData("http://0.0.0.0")]
    [InlineData("http://[::ffff:10.0.0.1]")]
    [InlineData("http://xn--lcalhost-54a")]
    [InlineData("ws://localhost")]
    [InlineData("file:///tmp")]
    [InlineData("unix:///tmp/s")]
    public void What_only_looks_like_this_machine_does_not_get_the_key(string address)
    {
        Assert.Throws<ArgumentException>(() => new ApiTransport(TestApi.Description, new ApiClientOptions { ApiKey = TestApi.Key, BaseAddress = new Uri(address) }));
    }

    [Theory]
    [InlineData("http://localhost:5000")]
    [InlineData("HTTP://LOCALHOST:5000/v1/")]
    [InlineData("http://127.8.9.1:5000")]
    [InlineData("http://[::1]:5000")]
    [InlineData("https://api.example.com/v1")]
    public void This_machine_in_every_notation_and_https_get_it(string address)
    {
        new ApiTransport(TestApi.Description, new ApiClientOptions { ApiKey = TestApi.Key, BaseAddress = new Uri(address) }).Dispose();
    }

    [Fact]
    public async Task A_proxy_that_the_environment_names_does_not_get_what_is_meant_for_this_machine()
    {
        using SocketsHttpHandler ours = ApiTransport.CreateConnections();
        Assert.IsType<Sending.OwnMachineProxy>(ours.Proxy);
        await using var proxy = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, "from the proxy"));
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, TestApi.StatusBody("IN_PROGRESS")));
        var environment = new System.Net.WebProxy(proxy.Address);
        using var client = new HttpClient(new SocketsHttpHandler { Proxy = new Sending.OwnMachineProxy(environment) });
        using var transport = new ApiTransport(TestApi.Description, client, TestApi.Options(server.Address));

        Assert.Equal("IN_PROGRESS", (await TestApi.StatusAsync(transport, Ct)).State);

        Assert.Equal(0, proxy.Connections);
        Assert.Equal(proxy.Address, new Sending.OwnMachineProxy(environment).GetProxy(new Uri("https://api.example.com")));
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_the_key_does_not_travel()
    {
        await using var other = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, TestApi.StatusBody("IN_PROGRESS")));
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(302, "", $"Location: {other.Address}\r\n"));
        ApiClientOptions options = TestApi.Options(server.Address);
        options.TimeProvider = new EagerTimeProvider();
        using var transport = new ApiTransport(TestApi.Description, options);

        ApiException error = await Assert.ThrowsAsync<ApiException>(() => TestApi.StatusAsync(transport, Ct));

        Assert.Contains("Redirects are not followed", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, other.Connections);
    }

    [Fact]
    public async Task An_operation_without_a_key_does_not_get_it()
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, "hello"));
        using var transport = new ApiTransport(TestApi.Description, TestApi.Options(server.Address));

        await transport.SendAsync(new ApiOperation<string> { Id = "open", Method = HttpMethod.Get, ReadText = static text => text }, new RequestTarget("/open"), Ct);

        Assert.DoesNotContain(TestApi.Key, Assert.Single(server.Requests).Head, StringComparison.Ordinal);
    }

    private static async Task FailAsync(FaultConnection connection, FaultRequest request, string fault)
    {
        string result = $"https://cdn.example.com/v.mp4?sig={Signature}";
        string echo = $$$"""{"code":"SOME_CODE","message":"{{{TestApi.Key}}} was refused, see {{{result}}}","error":{"code":"{{{TestApi.Key}}}"}}""";
        bool isPost = request.Method == "POST";
        switch (fault)
        {
            case "echo 400" or "echo 401" or "echo 500" or "echo 200":
                await connection.ReplyAsync(int.Parse(fault[5..], System.Globalization.CultureInfo.InvariantCulture), echo);
                break;
            case "page":
                await connection.ReplyAsync(502, $"<html>{TestApi.Key} {result}</html>", type: "text/html");
                break;
            case "garbage":
                await connection.ReplyAsync(200, $"{TestApi.Key} {result}");
                break;
            case "close":
                connection.Close();
                break;
            case "reset":
                connection.Reset();
                break;
            case "cut":
                await connection.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{echo}");
                connection.Close();
                break;
            case "stall" or "cancel":
                await connection.StallAsync();
                break;
            case "redirect":
                await connection.ReplyAsync(307, "", $"Location: {result}\r\n");
                break;
            case "429":
                await connection.ReplyAsync(429, echo, "Retry-After: 2\r\n");
                break;
            case "wrong type":
                await connection.ReplyAsync(200, "{\"code\":200,\"data\":{\"status\":[\"" + TestApi.Key + "\",\"" + result + "\"],\"task_id\":{\"x\":1}}}");
                break;
            case "failed" when !isPost:
                await connection.ReplyAsync(200, TestApi.StatusBody("FAILED", null, $",\"error_message\":\"{TestApi.Key} {result}\""));
                break;
            case "no result" when !isPost:
                await connection.ReplyAsync(200, TestApi.StatusBody("SUCCESS"));
                break;
            case "running" when !isPost:
                await connection.ReplyAsync(200, TestApi.StatusBody("IN_PROGRESS"));
                break;
            default:
                await connection.ReplyAsync(200, isPost ? TestApi.Accepted() : TestApi.StatusBody("SUCCESS", result));
                break;
        }
    }

    private async Task DriveAsync(ApiTransport transport, CancellationToken cancellationToken, Everything everything, Uri address)
    {
        Operation<TestApi.Status> resumed = transport.Resume(TestApi.Submit, "t1");
        Func<Task>[] calls =
        [
            () => TestApi.GenerateAsync(transport, cancellationToken),
            () => TestApi.GenerateAsync(transport, cancellationToken, " "),
            () => TestApi.StartAsync(transport, cancellationToken, estimate: 1_000_000),
            () => TestApi.StatusAsync(transport, cancellationToken),
            () => resumed.UpdateAsync(cancellationToken),
            () => resumed.WaitForCompletionAsync(cancellationToken),
            () => transport.DownloadAsync(new Uri(address, $"/v.mp4?sig={Signature}"), Path.Combine(_folder, Guid.NewGuid().ToString()), false, null, cancellationToken),
            () => transport.DownloadAsync(new Uri($"https://10.0.0.1/v.mp4?sig={Signature}"), Path.Combine(_folder, "x"), false, null, cancellationToken),
            () => transport.DownloadAsync(new Uri(address, $"/v.mp4?sig={Signature}"), Path.Combine(_folder, "none", "x"), false, null, cancellationToken),
            () => transport.DownloadAsync(new Uri($"http://example.com/v.mp4?sig={Signature}"), Path.Combine(_folder, "x"), false, null, cancellationToken),
        ];
        foreach (Func<Task> call in calls)
        {
            everything.Add(await Record.ExceptionAsync(call));
        }

        everything.Add(resumed.ToString());
    }

    private static async Task<string> ReadSharedAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync(Ct);
    }
}
