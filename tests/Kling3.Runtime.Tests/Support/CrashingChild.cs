using System.Diagnostics;
using Kling3.Runtime.Emitted;

namespace Kling3.Runtime.Tests.Support;

/// <summary>
/// The test program run a second time, as a program that submits and is killed at a named point. It is told what to do by environment variables, and
/// never gets as far as running tests.
/// </summary>
internal static class CrashingChild
{
    private const string PointVariable = "RUNTIME_TESTS_CRASH_AT";
    private const string FolderVariable = "RUNTIME_TESTS_CRASH_FOLDER";
    private const string AddressVariable = "RUNTIME_TESTS_CRASH_ADDRESS";

    public static readonly string[] Points =
    [
        "before the intent", "in the intent", "after the intent", "before the reply", "after the reply", "in the id", "after the id", "while waiting", "after the end",
    ];

    /// <summary>Runs one to its death, by its own hand or, where only the server can see that the moment has come, by ours.</summary>
    public static async Task RunAsync(string point, string folder, Uri address, Task killWhen, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [PointVariable] = point, [FolderVariable] = folder, [AddressVariable] = address.AbsoluteUri },
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
        {
            start.ArgumentList.Add(typeof(CrashingChild).Assembly.Location);
        }

        using Process child = Process.Start(start)!;
        Task<string> output = child.StandardOutput.ReadToEndAsync(cancellationToken);
        Task<string> errors = child.StandardError.ReadToEndAsync(cancellationToken);
        Task exit = child.WaitForExitAsync(cancellationToken);
        if (await Task.WhenAny(exit, killWhen) == killWhen)
        {
            child.Kill();
        }

        await exit;
        Assert.True(child.ExitCode is 137 or -1, $"The child was not killed at '{point}' but exited with {child.ExitCode}. {await output}{await errors}");
    }

    /// <summary>Whether this process is such a child; then it has been one, and has survived what should have killed it.</summary>
    public static async Task<bool> RunIfChildAsync()
    {
        if (Environment.GetEnvironmentVariable(PointVariable) is not { } point)
        {
            return false;
        }

        await SubmitAsync(point);
        return true;
    }

    private static async Task SubmitAsync(string point)
    {
        string folder = Environment.GetEnvironmentVariable(FolderVariable)!;
        var journal = new FileOperationJournal(folder);
        var options = new ApiClientOptions
        {
            ApiKey = TestApi.Key,
            BaseAddress = new Uri(Environment.GetEnvironmentVariable(AddressVariable)!),
            Journal = new DyingJournal(journal, point, folder),
        };
        options.Polling.FirstDelay = TimeSpan.FromMilliseconds(10);
        using var client = new HttpClient(new DyingHandler(point) { InnerHandler = new SocketsHttpHandler() });
        using var transport = new ApiTransport(TestApi.Description, client, options);
        Operation<TestApi.Status> operation = await TestApi.StartAsync(transport, CancellationToken.None);
        await operation.WaitForCompletionAsync();
        DieAt("after the end", point);
    }

    private static void DieAt(string here, string point)
    {
        if (here == point)
        {
            using Process self = Process.GetCurrentProcess();
            self.Kill();
            Thread.Sleep(Timeout.Infinite);
        }
    }

    private sealed class DyingHandler(string point) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Get)
            {
                DieAt("while waiting", point);
                return await base.SendAsync(request, cancellationToken);
            }

            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            DieAt("after the reply", point);
            return response;
        }
    }

    private sealed class DyingJournal(FileOperationJournal inner, string point, string folder) : IOperationJournal
    {
        public async ValueTask BeginAsync(JournalEntry entry, CancellationToken cancellationToken)
        {
            DieAt("before the intent", point);
            await TearAsync("in the intent", "{\"begin\":\"", () => inner.BeginAsync(entry, cancellationToken));
            DieAt("after the intent", point);
        }

        public async ValueTask SubmittedAsync(string entryId, string operationId)
        {
            await TearAsync("in the id", "{\"submitted\":\"" + entryId, () => inner.SubmittedAsync(entryId, operationId));
            DieAt("after the id", point);
        }

        public ValueTask NotSubmittedAsync(string entryId) => inner.NotSubmittedAsync(entryId);

        public ValueTask EndedAsync(string operationId) => inner.EndedAsync(operationId);

        public ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(CancellationToken cancellationToken = default) => inner.ReadAsync(cancellationToken);

        /// <summary>Half a line, as a process leaves it that dies in the middle of writing.</summary>
        private async ValueTask TearAsync(string here, string half, Func<ValueTask> whole)
        {
            if (here == point)
            {
                string path = Directory.GetFiles(folder).FirstOrDefault() ?? Path.Combine(folder, "torn.journal");
                await using (var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
                {
                    await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(half));
                }

                DieAt(here, point);
            }

            await whole();
        }
    }
}
