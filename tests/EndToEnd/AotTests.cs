using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kling3.EndToEnd.Support;
using Kling3.Sandbox;

namespace Kling3.EndToEnd;

/// <summary>Consumers compiled ahead of time. Trim and AOT warnings are errors in their projects.</summary>
[Trait("Category", "Long")]
public sealed class AotTests(Workspace workspace, ITestOutputHelper output)
{
    // What was measured on linux-x64 (8.57 and 15.44 MB) and 3 % more: a growth beyond that is for somebody to explain.
    private const long ConsoleBytes = 8_830_000;
    private const long WebBytes = 15_900_000;

    // The context, and what it and the types' code describe themselves with.
    private static readonly string[] s_context = ["Kling3JsonContext", "JsonMetadata", "CreateInfo"];

    [Fact]
    public async Task A_console_program_submits_waits_and_downloads_without_reflection()
    {
        SkipWithoutToolchain();
        await using SandboxServer sandbox = await SandboxServer.StartAsync(new SandboxOptions { TaskDuration = TimeSpan.FromMilliseconds(200) }, TestContext.Current.CancellationToken);
        Consumer consumer = workspace.Open("ConsoleAot");
        string program = await PublishAsync(consumer, "ConsoleAot");

        ProcessResult run = (await consumer.RunNativeAsync(program, [("API_ADDRESS", sandbox.BaseAddress.ToString())], "out.mp4")).Succeeded();

        string[] lines = run.Output.Split('\n');
        Assert.Equal("""{"type":"pro-text-to-video","prompt":"A cinematic shot of mountains at sunrise","duration":5} ProTextToVideoRequest""", lines[0]);
        Assert.Contains("SUCCESS", lines);
        Assert.Equal("INVALID_PROMPT", lines[^2]);
        Assert.True(new FileInfo(consumer.File("out.mp4")).Length > 1000);

        var watch = Stopwatch.StartNew();
        Assert.Equal("240\n", (await consumer.RunNativeAsync(program, null, "estimate")).Succeeded().Output);
        long size = new FileInfo(program).Length;
        output.WriteLine($"size {size / 1e6:0.00} MB, from start to the end of an estimate {watch.ElapsedMilliseconds} ms");
        Assert.InRange(size, 1_000_000, ConsoleBytes);
        Assert.All(s_context, name => Assert.Contains(name, Map(consumer), StringComparison.Ordinal));
        Assert.Equal(["ConsoleAot"], Directory.EnumerateFiles(Path.GetDirectoryName(program)!).Select(Path.GetFileNameWithoutExtension).Distinct());
    }

    [Fact]
    public async Task A_program_that_uses_the_client_alone_has_nothing_of_the_context_in_it()
    {
        SkipWithoutToolchain();
        Consumer consumer = workspace.Open("ConsoleAot");
        consumer.Edit("Program.cs", "JsonSerializer.Serialize(request, Kling3JsonContext.Default.GenerateRequest)", "request.Prompt");
        consumer.Edit("Program.cs", "JsonSerializer.Deserialize(json, Kling3JsonContext.Default.GenerateRequest)!", "request");
        await PublishAsync(consumer, "ConsoleAot");

        string map = Map(consumer);
        Assert.Contains("GenerateRequestJson__Write", map, StringComparison.Ordinal);
        Assert.All(s_context, name => Assert.DoesNotContain(name, map, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_web_service_takes_requests_by_the_emitted_context_and_stops_waiting_when_the_caller_leaves()
    {
        SkipWithoutToolchain();
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using SandboxServer sandbox = await SandboxServer.StartAsync(new SandboxOptions { TaskDuration = TimeSpan.FromSeconds(2) }, cancellationToken);
        Consumer consumer = workspace.Open("WebAot");
        string program = await PublishAsync(consumer, "WebAot");

        using Process service = consumer.Start(program, [("Kling3__BaseAddress", sandbox.BaseAddress.ToString())], "--urls", "http://127.0.0.1:0");
        try
        {
            string listening = await ReadUntilAsync(service, "Now listening on: ");
            using var http = new HttpClient { BaseAddress = new Uri(listening[(listening.IndexOf("http://", StringComparison.Ordinal))..].Trim()) };

            using HttpResponseMessage refused = await http.PostAsJsonAsync("/videos", new { type = "pro-text-to-video", prompt = "A lighthouse", duration = 7 }, cancellationToken);
            Assert.Equal((HttpStatusCode.BadRequest, "INVALID_DURATION"), (refused.StatusCode, await refused.Content.ReadAsStringAsync(cancellationToken)));

            using HttpResponseMessage accepted = await http.PostAsJsonAsync("/videos", new { type = "pro-text-to-video", prompt = "A lighthouse" }, cancellationToken);
            string id = await accepted.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken);

            using (var impatient = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
            {
                Task<HttpResponseMessage> waiting = http.GetAsync("/videos/" + id, impatient.Token);
                await Task.Delay(300, cancellationToken);
                await impatient.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
            }

            Assert.Contains(id, await ReadUntilAsync(service, "The caller left; "), StringComparison.Ordinal);

            JsonElement done = await http.GetFromJsonAsync<JsonElement>("/videos/" + id, cancellationToken);
            Assert.Equal("SUCCESS", done.GetProperty("status").GetString());
            Assert.Equal(1, sandbox.Requests.Count(request => request.Method == "POST"));
            long size = new FileInfo(program).Length;
            output.WriteLine($"size {size / 1e6:0.00} MB");
            Assert.InRange(size, 1_000_000, WebBytes);
        }
        finally
        {
            service.Kill(entireProcessTree: true);
            await service.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static void SkipWithoutToolchain() =>
        Assert.SkipUnless(OperatingSystem.IsWindows() || Programs.Find("clang", "gcc") is not null, "Compiling ahead of time needs clang or gcc, and neither is on the path.");

    private static async Task<string> PublishAsync(Consumer consumer, string name)
    {
        // As one calls it: the property is global here and reaches every project that the consumer references.
        ProcessResult publish = (await consumer.DotNetAsync("publish", "-m:1", "-o", consumer.File("out"), "-p:PublishAot=true", "-p:IlcGenerateMapFile=true")).Succeeded();
        Assert.Empty(publish.Warnings);
        foreach (string symbols in Directory.EnumerateFiles(consumer.File("out"), "*.dbg").Concat(Directory.EnumerateFiles(consumer.File("out"), "*.pdb")))
        {
            File.Delete(symbols);
        }

        return consumer.File("out", OperatingSystem.IsWindows() ? name + ".exe" : name);
    }

    /// <summary>The compiler's list of all that it put into the program.</summary>
    private static string Map(Consumer consumer) =>
        File.ReadAllText(Directory.EnumerateFiles(consumer.File("obj"), "ConsoleAot.map.xml", SearchOption.AllDirectories).Single());

    private static async Task<string> ReadUntilAsync(Process process, string text)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"The program ended without '{text}'.");
    }
}
