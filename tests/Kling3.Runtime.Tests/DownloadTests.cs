using System.Globalization;
using System.Net;
using Kling3.Runtime.Downloads;
using Kling3.Runtime.Emitted;
using Kling3.Runtime.Tests.Support;

namespace Kling3.Runtime.Tests;

/// <summary>Results on disk: whole or not at all, and without the key.</summary>
public sealed class DownloadTests : IDisposable
{
    private static readonly string s_content = string.Concat(Enumerable.Range(0, 20_000).Select(number => number.ToString("D5", CultureInfo.InvariantCulture)));

    private readonly string _folder = Directory.CreateTempSubdirectory("download-tests-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Target => Path.Combine(_folder, "out.mp4");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_result_that_comes_compressed_without_having_been_asked_for_so_is_not_stored()
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, s_content, "Content-Encoding: gzip\r\n"));
        using ApiTransport transport = Transport(server);

        DownloadException error = await Assert.ThrowsAsync<DownloadException>(
            () => transport.DownloadAsync(new Uri(server.Address, "/v.mp4"), Target, false, null, Ct));

        Assert.Contains("Content-Encoding", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
        Assert.Equal("identity", Assert.Single(server.Requests).Header("Accept-Encoding"));
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("aws-chunked")]
    [InlineData("utf-8")]
    public async Task A_result_with_a_content_encoding_that_changes_no_byte_is_stored(string encoding)
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, s_content, $"Content-Encoding: {encoding}\r\n"));
        using ApiTransport transport = Transport(server);

        await transport.DownloadAsync(new Uri(server.Address, "/v.mp4"), Target, false, null, Ct);

        Assert.Equal(s_content, await File.ReadAllTextAsync(Target, Ct));
    }

    [Fact]
    public async Task A_result_arrives_whole_without_the_key_and_with_progress()
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, s_content));
        using ApiTransport transport = Transport(server);
        var progress = new Told();

        await transport.DownloadAsync(new Uri(server.Address, "/v.mp4?sig=abc"), Target, false, progress, Ct);

        Assert.Equal(s_content, await File.ReadAllTextAsync(Target, Ct));
        Assert.Equal([Target], Directory.GetFiles(_folder));
        FaultRequest request = Assert.Single(server.Requests);
        Assert.Equal("/v.mp4?sig=abc", request.Path);
        Assert.DoesNotContain(TestApi.Key, request.Head, StringComparison.Ordinal);
        Assert.Null(request.Header("Authorization"));
        Assert.Equal(s_content.Length, progress.Last);
    }

    [Theory]
    [InlineData("\"v1\"", null)]
    [InlineData(null, "Wed, 21 Oct 2026 07:28:00 GMT")]
    [InlineData(null, null)]
    public async Task A_cut_transfer_goes_on_where_it_was_cut(string? tag, string? modified)
    {
        string headers = (tag is null ? "" : $"ETag: {tag}\r\n") + (modified is null ? "" : $"Last-Modified: {modified}\r\n");
        await using var server = new FaultServer(async connection =>
        {
            FaultRequest request = (await connection.ReadRequestAsync())!;
            int from = From(request);
            string status = from == 0 ? "200 OK" : "206 Partial Content";
            string range = from == 0 ? "" : $"Content-Range: bytes {from}-{s_content.Length - 1}/{s_content.Length}\r\n";
            await connection.WriteAsync($"HTTP/1.1 {status}\r\nContent-Length: {s_content.Length - from}\r\n{range}{headers}\r\n");
            await connection.WriteAsync(s_content[from..Math.Min(from + 40_000, s_content.Length)]);
            if (from + 40_000 < s_content.Length)
            {
                connection.Close();
            }
        });
        using ApiTransport transport = Transport(server);

        await transport.DownloadAsync(new Uri(server.Address, "/v.mp4"), Target, false, null, Ct);

        Assert.Equal(s_content, await File.ReadAllTextAsync(Target, Ct));
        Assert.Equal([0, 40_000, 80_000], server.Requests.Select(From));
        Assert.Equal(tag ?? modified, server.Requests[1].Header("If-Range"));
    }

    [Theory]
    [InlineData("all of it", "\"v1\"")]
    [InlineData("other tag", "\"v2\"")]
    [InlineData("other date", "\"v1\"")]
    [InlineData("no range", "\"v1\"")]
    [InlineData("other length", "\"v1\"")]
    [InlineData("other start", "\"v1\"")]
    [InlineData("416", "\"v1\"")]
    public async Task A_result_that_changed_meanwhile_is_fetched_anew(string change, string tag)
    {
        string changed = new('n', 50_000);
        int count = 0;
        await using var server = new FaultServer(async connection =>
        {
            FaultRequest request = (await connection.ReadRequestAsync())!;
            if (++count == 1)
            {
                await connection.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Length: {s_content.Length}\r\nETag: \"v1\"\r\nLast-Modified: Wed, 21 Oct 2026 07:28:00 GMT\r\n\r\n{s_content[..40_000]}");
                connection.Close();
                return;
            }

            if (From(request) == 0 || change == "all of it")
            {
                await connection.ReplyAsync(200, changed, $"ETag: {tag}\r\n");
                return;
            }

            string range = change switch
            {
                "other length" => "Content-Range: bytes 40000-49999/50000\r\n",
                "other start" => "Content-Range: bytes 41000-99999/100000\r\n",
                "other date" => "Content-Range: bytes 40000-99999/100000\r\nLast-Modified: Wed, 21 Oct 2026 08:00:00 GMT\r\n",
                "no range" => "",
                _ => "Content-Range: bytes 40000-99999/100000\r\n",
            };
            await connection.ReplyAsync(change == "416" ? 416 : 206, new string('z', 60_000), range + $"ETag: {tag}\r\nConnection: close\r\n");
            connection.Close();
        });
        using ApiTransport transport = Transport(server);

        await transport.DownloadAsync(new Uri(server.Address, "/v.mp4"), Target, false, null, Ct);

        Assert.Equal(changed, await File.ReadAllTextAsync(Target, Ct));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(410)]
    public async Task A_link_that_has_expired_is_named_as_such_and_not_asked_for_again(int status)
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(status, "gone"));
        using ApiTransport transport = Transport(server);

        DownloadException error = await Assert.ThrowsAsync<DownloadException>(
            () => transport.DownloadAsync(new Uri(server.Address, "/v.mp4?sig=s3cr3t"), Target, false, null, Ct));

        Assert.True(error.IsExpired);
        Assert.Equal(status, (int)error.StatusCode!);
        Assert.Equal(new Uri(server.Address, "/v.mp4"), error.Address);
        Assert.DoesNotContain("s3cr3t", error.ToString(), StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Failures_of_the_server_are_repeated_and_then_given_up()
    {
        int count = 0;
        await using var server = FaultServer.Answering((connection, _) => ++count < 3 ? connection.ReplyAsync(503, "") : connection.ReplyAsync(200, "ok"));
        using ApiTransport transport = Transport(server);
        await transport.DownloadAsync(new Uri(server.Address, "/v.mp4"), Target, false, null, Ct);
        Assert.Equal("ok", await File.ReadAllTextAsync(Target, Ct));

        await using var broken = FaultServer.Answering((connection, _) => connection.ReplyAsync(500, ""));
        DownloadException error = await Assert.ThrowsAsync<DownloadException>(
            () => transport.DownloadAsync(new Uri(broken.Address, "/v.mp4"), Target, true, null, Ct));
        Assert.Equal(500, (int)error.StatusCode!);
        Assert.False(error.IsExpired);
        Assert.Equal(4, broken.Requests.Count);
        Assert.Equal("ok", await File.ReadAllTextAsync(Target, Ct));
    }

    [Fact]
    public async Task A_result_that_changes_each_time_is_given_up()
    {
        await using var server = new FaultServer(async connection =>
        {
            FaultRequest request = (await connection.ReadRequestAsync())!;
            await connection.WriteAsync(From(request) == 0
                ? $"HTTP/1.1 200 OK\r\nContent-Length: {s_content.Length}\r\nETag: \"v{connection.Number}\"\r\n\r\n{s_content[..40_000]}"
                : $"HTTP/1.1 206 X\r\nContent-Length: 9\r\nETag: \"v{connection.Number}\"\r\nContent-Range: bytes 40000-40008/{s_content.Length}\r\n\r\n");
            connection.Close();
        });
        using ApiTransport transport = Transport(server);

        await Assert.ThrowsAsync<DownloadException>(() => transport.DownloadAsync(new Uri(server.Address, "/v.mp4"), Target, false, null, Ct).WaitAsync(TimeSpan.FromSeconds(20), Ct));

        Assert.InRange(server.Connections, 4, 8);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("")]
    [InlineData("folder")]
    [InlineData("new/")]
    public async Task A_folder_for_a_path_is_refused_before_anything_is_fetched(string path)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "folder"));
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, "new"));
        using ApiTransport transport = Transport(server);

        DownloadException error = await Assert.ThrowsAsync<DownloadException>(
            () => transport.DownloadAsync(new Uri(server.Address, "/v.mp4"), Path.Combine(_folder, path), true, null, Ct));

        Assert.Contains("is a folder", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Of_two_transfers_into_one_file_one_is_whole_and_the_other_is_refused()
    {
        var both = new TaskCompletionSource();
        await using var server = FaultServer.Answering(async (connection, _) =>
        {
            await both.Task;
            await connection.ReplyAsync(200, s_content);
        });
        using ApiTransport transport = Transport(server);
        Task first = transport.DownloadAsync(new Uri(server.Address, "/v.mp4"), Target, true, null, Ct);

        DownloadException error = await Assert.ThrowsAsync<DownloadException>(() => transport.DownloadAsync(new Uri(server.Address, "/v.mp4"), Target, true, null, Ct));
        both.SetResult();
        await first;

        Assert.Contains("nothing was fetched", error.Message, StringComparison.Ordinal);
        Assert.Equal(s_content, await File.ReadAllTextAsync(Target, Ct));
        Assert.Equal([Target], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Silence_counts_as_a_cut()
    {
        int count = 0;
        await using var server = new FaultServer(async connection =>
        {
            FaultRequest request = (await connection.ReadRequestAsync())!;
            int from = From(request);
            if (++count == 1)
            {
                await connection.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Length: {s_content.Length}\r\nETag: \"v1\"\r\n\r\n{s_content[..40_000]}");
                await connection.StallAsync();
            }

            await connection.WriteAsync(
                $"HTTP/1.1 206 X\r\nContent-Length: {s_content.Length - from}\r\nETag: \"v1\"\r\nContent-Range: bytes {from}-{s_content.Length - 1}/{s_content.Length}\r\n\r\n{s_content[from..]}");
        });
        ApiClientOptions options = TestApi.Options(server.Address);
        options.RequestTimeout = TimeSpan.FromMilliseconds(200);
        using var transport = new ApiTransport(TestApi.Description, options);

        await transport.DownloadAsync(new Uri(server.Address, "/v.mp4"), Target, false, null, Ct);

        Assert.Equal(s_content, await File.ReadAllTextAsync(Target, Ct));
    }

    [Fact]
    public async Task A_cancelled_transfer_leaves_nothing()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        await using var server = new FaultServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Length: {s_content.Length}\r\n\r\n{s_content[..40_000]}");
            await source.CancelAsync();
            await connection.StallAsync();
        });
        using ApiTransport transport = Transport(server);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => transport.DownloadAsync(new Uri(server.Address, "/v.mp4"), Target, false, null, source.Token));

        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_file_that_exists_is_kept_unless_overwriting_is_asked_for()
    {
        await File.WriteAllTextAsync(Target, "mine", Ct);
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, "new"));
        using ApiTransport transport = Transport(server);

        DownloadException error = await Assert.ThrowsAsync<DownloadException>(
            () => transport.DownloadAsync(new Uri(server.Address, "/v.mp4"), Target, false, null, Ct));
        Assert.Contains("exists already", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        Assert.Equal("mine", await File.ReadAllTextAsync(Target, Ct));

        await transport.DownloadAsync(new Uri(server.Address, "/v.mp4"), Target, true, null, Ct);
        Assert.Equal("new", await File.ReadAllTextAsync(Target, Ct));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_reported_before_anything_is_fetched()
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, "new"));
        using ApiTransport transport = Transport(server);

        DownloadException error = await Assert.ThrowsAsync<DownloadException>(
            () => transport.DownloadAsync(new Uri(server.Address, "/v.mp4"), Path.Combine(_folder, "none", "out.mp4"), false, null, Ct));

        Assert.Contains("cannot be written", error.Message, StringComparison.Ordinal);
        Assert.IsAssignableFrom<IOException>(error.InnerException);
        Assert.Equal(new Uri(server.Address, "/v.mp4"), error.Address);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_full_disk_is_reported_with_the_address()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here to stand for a full disk.");
        File.CreateSymbolicLink(Target + ".part", "/dev/full");
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, s_content));
        using ApiTransport transport = Transport(server);

        DownloadException error = await Assert.ThrowsAsync<DownloadException>(
            () => transport.DownloadAsync(new Uri(server.Address, "/v.mp4"), Target, false, null, Ct));

        Assert.Contains("the address is still good", error.Message, StringComparison.Ordinal);
        Assert.Equal(new Uri(server.Address, "/v.mp4"), error.Address);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_result_larger_than_allowed_is_refused_announced_or_not()
    {
        await using var server = FaultServer.Answering(async (connection, request) =>
        {
            if (request.Path == "/announced")
            {
                await connection.ReplyAsync(200, s_content);
                return;
            }

            await connection.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + s_content);
            connection.Close();
        });
        ApiClientOptions options = TestApi.Options(server.Address);
        options.Download.MaxBytes = 5000;
        using var transport = new ApiTransport(TestApi.Description, options);

        foreach (string path in (string[])["/announced", "/unannounced"])
        {
            DownloadException error = await Assert.ThrowsAsync<DownloadException>(
                () => transport.DownloadAsync(new Uri(server.Address, path), Target, false, null, Ct));
            Assert.Contains("5000", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(2, server.Requests.Count);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("http://example.com/v.mp4")]
    [InlineData("ftp://example.com/v.mp4")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:secret@example.com/v.mp4")]
    public async Task Only_https_without_a_users_name_is_fetched(string address)
    {
        using var transport = new ApiTransport(TestApi.Description, TestApi.Options(new Uri("https://api.example.com")));

        DownloadException error = await Assert.ThrowsAsync<DownloadException>(() => transport.DownloadAsync(new Uri(address), Target, false, null, Ct));

        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task This_machine_is_fetched_from_only_when_the_API_is_on_it_too()
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, "private"));
        using var transport = new ApiTransport(TestApi.Description, TestApi.Options(new Uri("https://api.example.com")));

        await Assert.ThrowsAsync<DownloadException>(() => transport.DownloadAsync(server.Address, Target, false, null, Ct));
        DownloadException byTls = await Assert.ThrowsAsync<DownloadException>(
            () => transport.DownloadAsync(new Uri($"https://localhost:{server.Address.Port}/"), Target, false, null, Ct));

        Assert.Contains("private or special network", byTls.Message, StringComparison.Ordinal);
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task A_redirect_is_followed_without_leaving_what_is_allowed()
    {
        await using var server = FaultServer.Answering((connection, request) => request.Path switch
        {
            "/v.mp4" => connection.ReplyAsync(302, "", "Location: /elsewhere\r\n"),
            "/elsewhere" => connection.ReplyAsync(200, "there"),
            "/out" => connection.ReplyAsync(302, "", "Location: http://example.com/\r\n"),
            _ => connection.ReplyAsync(302, "", $"Location: {request.Path}x\r\n"),
        });
        using ApiTransport transport = Transport(server);

        await transport.DownloadAsync(new Uri(server.Address, "/v.mp4"), Target, false, null, Ct);
        Assert.Equal("there", await File.ReadAllTextAsync(Target, Ct));
        DownloadException outside = await Assert.ThrowsAsync<DownloadException>(() => transport.DownloadAsync(new Uri(server.Address, "/out"), Target, true, null, Ct));
        Assert.Contains("https only", outside.Message, StringComparison.Ordinal);
        DownloadException circle = await Assert.ThrowsAsync<DownloadException>(() => transport.DownloadAsync(new Uri(server.Address, "/circle"), Target, true, null, Ct));
        Assert.Contains("circles", circle.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_the_user_set_may_be_in_a_private_network()
    {
        var heads = new List<string>();
        await using var proxy = new FaultServer(async connection =>
        {
            heads.Add((await connection.ReadHeadAsync())!);
            await connection.WriteAsync("HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n");
            connection.Close();
        });
        ApiClientOptions options = TestApi.Options(new Uri("https://api.example.com"));
        options.TimeProvider = new EagerTimeProvider();
        options.Download.Proxy = new WebProxy(proxy.Address);
        using var transport = new ApiTransport(TestApi.Description, options);

        DownloadException error = await Assert.ThrowsAsync<DownloadException>(
            () => transport.DownloadAsync(new Uri("https://cdn.example.com/v.mp4?sig=abc"), Target, false, null, Ct));

        Assert.DoesNotContain("special network", error.Message, StringComparison.Ordinal);
        Assert.StartsWith("CONNECT cdn.example.com:443", heads[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("172.16.0.1", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("192.168.7.7", true)]
    [InlineData("169.254.169.254", true)]
    [InlineData("100.64.0.1", true)]
    [InlineData("127.0.0.53", true)]
    [InlineData("0.0.0.0", true)]
    [InlineData("224.0.0.1", true)]
    [InlineData("255.255.255.255", true)]
    [InlineData("8.8.8.8", false)]
    [InlineData("::1", true)]
    [InlineData("::", true)]
    [InlineData("fe80::1", true)]
    [InlineData("fd00::1", true)]
    [InlineData("::ffff:10.0.0.1", true)]
    [InlineData("::ffff:8.8.8.8", false)]
    [InlineData("64:ff9b::a00:1", true)]
    [InlineData("64:ff9b::808:808", false)]
    [InlineData("::10.0.0.1", true)]
    [InlineData("2002:a00:1::", true)]
    [InlineData("2606:4700::1111", false)]
    [InlineData("::ffff:0:10.0.0.1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("::ffff:169.254.169.254", true)]
    [InlineData("64:ff9b::a9fe:a9fe", true)]
    [InlineData("64:ff9b:1::808:808", true)]
    [InlineData("fe80::1%1", true)]
    [InlineData("3fff::1", true)]
    [InlineData("100.127.255.255", true)]
    [InlineData("100.128.0.1", false)]
    [InlineData("192.0.0.192", true)]
    [InlineData("198.19.0.1", true)]
    public void Special_networks_are_known_in_every_notation(string address, bool isSpecial)
    {
        Assert.Equal(isSpecial, SpecialNetworks.Contain(IPAddress.Parse(address)));
    }

    private static int From(FaultRequest request) =>
        request.Header("Range") is { } range ? int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture) : 0;

    private static ApiTransport Transport(FaultServer server)
    {
        ApiClientOptions options = TestApi.Options(server.Address);
        options.TimeProvider = new EagerTimeProvider();
        return new ApiTransport(TestApi.Description, options);
    }

    private sealed class Told : IProgress<long>
    {
        public long Last { get; private set; }

        public void Report(long value)
        {
            Assert.True(value > Last);
            Last = value;
        }
    }
}
