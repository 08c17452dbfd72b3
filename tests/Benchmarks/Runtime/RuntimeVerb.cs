using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Benchmarks.Json;
using Kling3;
using Kling3.Runtime;

namespace Benchmarks.Runtime;

/// <summary><c>runtime</c>: the emitted client against HttpClient by hand, ten thousand waiters, and a storm of faults; all on loopback.</summary>
internal static class RuntimeVerb
{
    private const int Waiters = 10_000;
    private const string Accepted = """{"code":200,"message":"success","data":{"task_id":"n70abc123kling3","status":"IN_PROGRESS","consumed_credits":240}}""";
    private const string Running = """{"code":200,"message":"success","data":{"task_id":"n70abc123kling3","status":"IN_PROGRESS","response":null,"consumed_credits":240,"created_at":"2025-12-05 13:05:09","error_message":null}}""";
    private const string Done = """{"code":200,"message":"success","data":{"task_id":"n70abc123kling3","status":"SUCCESS","response":["https://cdn.example.com/v.mp4"],"consumed_credits":240}}""";

    public static async Task<int> RunAsync()
    {
        Print("| figure | must | measured | |");
        Print("|---|---|---|---|");
        await WaitAsync();
        await SubmitAsync();
        bool isRight = await StormAsync();
        return isRight ? 0 : 1;
    }

    private static async Task SubmitAsync()
    {
        byte[] reply = LoopbackServer.Reply(200, Accepted);
        using var server = new LoopbackServer((_, _) => reply);
        using var byHand = new HttpClient { BaseAddress = server.Address };
        byHand.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "key");
        var theirs = new BaselineConcreteRequest { Prompt = "The character slowly turns and smiles", Image = "https://example.com/my-image.jpg", Duration = 5 };
        using var client = new Kling3Client(new ApiClientOptions { ApiKey = "key", BaseAddress = server.Address });
        var ours = new ProImageToVideoRequest { Prompt = theirs.Prompt, Image = theirs.Image, Duration = 5 };

        async Task ByHandAsync()
        {
            using HttpResponseMessage response = await byHand.PostAsJsonAsync("/api/generate", theirs, BaselineContext.Default.BaselineConcreteRequest);
            response.EnsureSuccessStatusCode();
            BaselineReply<BaselineSubmittedTask>? read = await response.Content.ReadFromJsonAsync(BaselineContext.Default.BaselineReplyBaselineSubmittedTask);
            ArgumentNullException.ThrowIfNull(read?.Data?.TaskId);
        }

        Task OursAsync() => client.GenerateAsync(ours);

        // Interleaved, and the best of each: what else the machine does only ever adds.
        (double Time, double Bytes) hand = (double.MaxValue, double.MaxValue);
        (double Time, double Bytes) own = hand;
        for (int round = 0; round < 12; round++)
        {
            hand = Best(hand, await MeasureAsync(ByHandAsync));
            own = Best(own, await MeasureAsync(OursAsync));
        }

        Print($"| submit + parse, time | ≤ 1.0 | {own.Time / hand.Time:0.00} | {own.Time:0.0} µs against {hand.Time:0.0} |");
        Print($"| submit + parse, allocated | ≤ 0.8 | {own.Bytes / hand.Bytes:0.00} | {own.Bytes:0} B against {hand.Bytes:0} |");
    }

    private static (double Time, double Bytes) Best((double Time, double Bytes) one, (double Time, double Bytes) other) =>
        (Math.Min(one.Time, other.Time), Math.Min(one.Bytes, other.Bytes));

    private static async Task<(double Time, double Bytes)> MeasureAsync(Func<Task> call)
    {
        const int Calls = 2000;
        for (int i = 0; i < Calls / 10; i++)
        {
            await call();
        }

        long before = GC.GetTotalAllocatedBytes(precise: true);
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < Calls; i++)
        {
            await call();
        }

        return (Stopwatch.GetElapsedTime(began).TotalMicroseconds / Calls, (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Calls);
    }

    private static async Task WaitAsync()
    {
        byte[] reply = LoopbackServer.Reply(200, Running);
        using var server = new LoopbackServer((_, _) => reply);
        using var byHand = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 });
        Load bare = await LoadAsync(server, async (number, token) =>
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, token);
                await byHand.GetByteArrayAsync(new Uri(server.Address, FormattableString.Invariant($"/api/status?task_id=t{number}")), token);
            }
        });

        var options = new ApiClientOptions
        {
            ApiKey = "key",
            BaseAddress = server.Address,
            Polling = new PollingOptions { FirstDelay = TimeSpan.FromSeconds(5), Growth = 1, Jitter = 0 },
        };
        using var client = new Kling3Client(options);
        Load own = await LoadAsync(server, (number, token) =>
            client.ResumeGenerate(FormattableString.Invariant($"t{number}")).WaitForCompletionAsync(token));

        Print($"| {Waiters} waiters at 5 s, polls a second | ≥ 1,900 | {own.Rate:0} | bare loop {bare.Rate:0} |");
        Print($"| errors | 0 | {own.Errors} | |");
        Print($"| live heap a waiter | ≤ 1,536 B | {own.Bytes:0} B | bare loop {bare.Bytes:0} B |");
        Print($"| CPU against the bare loop | ≤ 1.2 | {own.Cores / bare.Cores:0.00} | {own.Cores:0.00} cores against {bare.Cores:0.00}, server included |");
    }

    private static async Task<Load> LoadAsync(LoopbackServer server, Func<int, CancellationToken, Task> waitAsync)
    {
        long heap = GC.GetTotalMemory(forceFullCollection: true);
        using var stop = new CancellationTokenSource();
        Task[] waits = [.. Enumerable.Range(0, Waiters).Select(number => waitAsync(number, stop.Token))];
        await Task.Delay(TimeSpan.FromSeconds(11));
        using Process process = Process.GetCurrentProcess();
        long requests = server.Requests;
        TimeSpan cpu = process.TotalProcessorTime;
        long began = Stopwatch.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(20));
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        process.Refresh();
        var load = new Load(
            (server.Requests - requests) / seconds,
            (process.TotalProcessorTime - cpu).TotalSeconds / seconds,
            (GC.GetTotalMemory(forceFullCollection: true) - heap) / (double)Waiters,
            waits.Count(wait => wait.IsFaulted));
        await stop.CancelAsync();
        await Task.WhenAll(waits).ContinueWith(static _ => { }, TaskScheduler.Default);
        return load;
    }

    private static async Task<bool> StormAsync()
    {
        const int Tasks = 2000;
        var random = new Random(1);
        byte[] accepted = LoopbackServer.Reply(200, Accepted);
        byte[] running = LoopbackServer.Reply(200, Running);
        byte[] done = LoopbackServer.Reply(200, Done);
        byte[] broken = LoopbackServer.Reply(500, "{}");
        byte[] limited = LoopbackServer.Reply(429, "{}");
        byte[] garbage = LoopbackServer.Reply(200, "<html>");
        LoopbackServer server = null!;
        using LoopbackServer own = server = new LoopbackServer((isPost, text) =>
        {
            int dice;
            lock (random)
            {
                dice = random.Next(100);
            }

            if (isPost && dice is < 50 or >= 60)
            {
                server.Bodies.AddOrUpdate(text[text.IndexOf('{', StringComparison.Ordinal)..], 1, (_, seen) => seen + 1);
            }

            return dice switch
            {
                < 20 => null,
                < 40 => broken,
                < 50 => garbage,
                < 60 => limited,
                _ => isPost ? accepted : dice < 80 ? running : done,
            };
        });
        var options = new ApiClientOptions
        {
            ApiKey = "key",
            BaseAddress = server.Address,
            Polling = new PollingOptions { FirstDelay = TimeSpan.FromMilliseconds(50), MaxDelay = TimeSpan.FromMilliseconds(200) },
        };
        using var client = new Kling3Client(options);
        int ended = 0;
        int unknown = 0;
        int refused = 0;
        long began = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(Enumerable.Range(0, Tasks), new ParallelOptions { MaxDegreeOfParallelism = 500 }, async (number, token) =>
        {
            try
            {
                await client.GenerateAndWaitAsync(new ProTextToVideoRequest { Prompt = number.ToString(CultureInfo.InvariantCulture) }, null, token);
                Interlocked.Increment(ref ended);
            }
            catch (SubmissionUnknownException)
            {
                Interlocked.Increment(ref unknown);
            }
            catch (ApiException e) when (e.StatusCode is System.Net.HttpStatusCode.TooManyRequests)
            {
                Interlocked.Increment(ref refused);
            }
        });
        int twice = server.Bodies.Count(body => body.Value > 1);
        Print($"| storm: tasks accounted for | {Tasks} | {ended + unknown + refused} | {ended} ended, {unknown} unknown, {refused} refused, in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s |");
        Print($"| storm: bodies sent twice | 0 | {twice} | of {server.Bodies.Count} |");
        return ended + unknown + refused == Tasks && twice == 0;
    }

    private static void Print(string text) => Console.WriteLine(text);

    private sealed record Load(double Rate, double Cores, double Bytes, int Errors);
}
