using System.Globalization;
using Kling3.Runtime.Emitted;
using Kling3.Runtime.Tests.Support;

namespace Kling3.Runtime.Tests;

/// <summary>What outlives a process.</summary>
public sealed class JournalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("journal-tests-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>How many children are killed at each point; KLING3_KILLS=100 for more than every build needs.</summary>
    private static int Kills => int.Parse(Environment.GetEnvironmentVariable("KLING3_KILLS") ?? "20", CultureInfo.InvariantCulture);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task After_a_kill_at_any_point_every_task_with_an_id_and_every_unknown_submit_is_listed()
    {
        await using var server = FaultServer.Answering(async (connection, request) =>
        {
            await connection.ReplyAsync(200, request.Method == "POST" ? TestApi.Accepted() : TestApi.StatusBody("SUCCESS", "https://cdn.example.com/v.mp4"));
        });
        var taken = new TaskCompletionSource();
        await using var slow = FaultServer.Answering((connection, _) =>
        {
            taken.SetResult();
            return connection.StallAsync();
        });

        for (int kill = 0; kill < Kills * CrashingChild.Points.Length; kill++)
        {
            string point = CrashingChild.Points[kill % CrashingChild.Points.Length];
            string folder = Directory.CreateDirectory(Path.Combine(_folder, kill.ToString(CultureInfo.InvariantCulture))).FullName;
            FaultServer api = point == "before the reply" ? slow : server;
            int bodiesBefore = api.CompleteBodies;

            taken = new TaskCompletionSource();
            await CrashingChild.RunAsync(point, folder, api.Address, taken.Task, Ct);

            int bodies = api.CompleteBodies - bodiesBefore;
            using var journal = new FileOperationJournal(folder);
            IReadOnlyList<JournalEntry> entries = await journal.ReadAsync(Ct);
            string found = string.Join(", ", entries.Select(entry => $"{entry.State} {entry.OperationId}"));
            string expected = point switch
            {
                "before the intent" or "in the intent" or "after the end" => "",
                "after the intent" or "before the reply" or "after the reply" or "in the id" => "Unknown ",
                _ => "Submitted t1",
            };
            Assert.Equal((point, expected), (point, found));
            Assert.Equal((point, point is "before the intent" or "in the intent" or "after the intent" ? 0 : 1), (point, bodies));

            // Resuming asks, never submits.
            foreach (JournalEntry entry in entries.Where(entry => entry.State is JournalState.Submitted))
            {
                ApiClientOptions options = TestApi.Options(api.Address);
                options.Journal = journal;
                using var transport = new ApiTransport(TestApi.Description, options);
                await transport.Resume(TestApi.Submit, entry.OperationId!).WaitForCompletionAsync(Ct);
                Assert.Empty(await journal.ReadAsync(Ct));
                Assert.Equal(bodies, api.CompleteBodies - bodiesBefore);
            }
        }
    }

    [Fact]
    public async Task A_submit_is_listed_until_its_operation_has_ended()
    {
        var api = new SimulatedApi(_ => SimulatedApi.Done());
        using var journal = new FileOperationJournal(_folder, api.Time);
        api.Options.Journal = journal;

        Operation<TestApi.Status> operation = await api.StartAsync();
        JournalEntry entry = Assert.Single(await journal.ReadAsync(Ct));
        Assert.Equal((JournalState.Submitted, "t1", "Test", "generate", 240m), (entry.State, entry.OperationId, entry.Api, entry.Operation, entry.Estimate));
        Assert.Equal(api.Time.GetUtcNow(), entry.At);

        await operation.UpdateAsync(Ct);
        Assert.Empty(await journal.ReadAsync(Ct));
        journal.Dispose();
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task The_intent_is_on_disk_before_anything_is_sent()
    {
        IReadOnlyList<JournalEntry> atServer = [];
        using var journal = new FileOperationJournal(_folder);
        await using var server = FaultServer.Answering(async (connection, _) =>
        {
            using var other = new FileOperationJournal(_folder);
            atServer = await other.ReadAsync();
            await connection.ReplyAsync(200, TestApi.Accepted());
        });
        using ApiTransport transport = Transport(server, journal);

        await TestApi.GenerateAsync(transport, Ct);

        Assert.Equal(JournalState.Unknown, Assert.Single(atServer).State);
        Assert.Equal(JournalState.Submitted, Assert.Single(await journal.ReadAsync(Ct)).State);
    }

    [Theory]
    [InlineData(400, 0)]
    [InlineData(500, 1)]
    public async Task A_refusal_is_dropped_and_an_unknown_stays(int status, int listed)
    {
        using var journal = new FileOperationJournal(_folder);
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(status, ""));
        using ApiTransport transport = Transport(server, journal);

        await Assert.ThrowsAnyAsync<ApiException>(() => TestApi.StartAsync(transport, Ct));

        IReadOnlyList<JournalEntry> entries = await journal.ReadAsync(Ct);
        Assert.Equal(listed, entries.Count);
        Assert.All(entries, entry => Assert.Equal(JournalState.Unknown, entry.State));
    }

    [Fact]
    public async Task When_the_intent_cannot_be_written_nothing_is_sent()
    {
        var budget = new CreditBudget(1000);
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, TestApi.Accepted()));
        using ApiTransport transport = Transport(server, new BrokenJournal { FailsToBegin = true }, budget);

        await Assert.ThrowsAsync<IOException>(() => TestApi.StartAsync(transport, Ct));

        Assert.Equal(0, server.Connections);
        Assert.Equal(0, budget.Spent);
    }

    [Fact]
    public async Task When_the_id_cannot_be_written_the_operation_is_handed_out_all_the_same_and_the_log_has_it()
    {
        using var everything = new Everything();
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, TestApi.Accepted()));
        ApiClientOptions options = TestApi.Options(server.Address);
        options.Journal = new BrokenJournal();
        options.LoggerFactory = everything;
        using var transport = new ApiTransport(TestApi.Description, options);

        Operation<TestApi.Status> operation = await TestApi.StartAsync(transport, Ct);

        Assert.Equal("t1", operation.Id);
        Assert.Contains(everything.Texts, text => text.Contains("could not be told about a submit's id (t1)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Several_journals_share_a_folder_under_load_and_lose_no_line()
    {
        FileOperationJournal[] journals = [.. Enumerable.Range(0, 4).Select(_ => new FileOperationJournal(_folder))];

        await Parallel.ForEachAsync(Enumerable.Range(0, 200), Ct, async (number, cancellationToken) =>
        {
            FileOperationJournal journal = journals[number % journals.Length];
            string name = number.ToString("D4", CultureInfo.InvariantCulture);
            await journal.BeginAsync(new JournalEntry { EntryId = name, Api = "Test", Operation = "generate", At = DateTimeOffset.UnixEpoch.AddSeconds(number) }, cancellationToken);
            if (number % 2 == 0)
            {
                await journal.SubmittedAsync(name, "id" + name);
            }

            if (number % 4 == 0)
            {
                // Ended by whoever resumed it.
                await journals[(number + 1) % journals.Length].EndedAsync("id" + name);
            }
        });

        IReadOnlyList<JournalEntry> entries = await journals[0].ReadAsync(Ct);
        Assert.Equal(150, entries.Count);
        Assert.Equal(50, entries.Count(entry => entry.State is JournalState.Submitted));
        Assert.Equal(entries.OrderBy(entry => entry.At), entries);
        foreach (FileOperationJournal journal in journals)
        {
            journal.Dispose();
        }

        using var later = new FileOperationJournal(_folder);
        Assert.Equal(150, (await later.ReadAsync(Ct)).Count);
    }

    [Fact]
    public async Task What_one_process_says_of_the_entry_of_another_outlives_it()
    {
        using var first = new FileOperationJournal(_folder);
        await first.BeginAsync(new JournalEntry { EntryId = "dropped", Api = "Test", Operation = "generate", At = DateTimeOffset.UnixEpoch }, Ct);
        await first.BeginAsync(new JournalEntry { EntryId = "found", Api = "Test", Operation = "generate", At = DateTimeOffset.UnixEpoch }, Ct);

        using (var second = new FileOperationJournal(_folder))
        {
            await second.NotSubmittedAsync("dropped");
        }

        using (var third = new FileOperationJournal(_folder))
        {
            await third.SubmittedAsync("found", "t1");
        }

        using var later = new FileOperationJournal(_folder);
        JournalEntry left = Assert.Single(await later.ReadAsync(Ct));
        Assert.Equal(("found", "t1", JournalState.Submitted), (left.EntryId, left.OperationId, left.State));
    }

    [Fact]
    public async Task A_broken_line_in_the_middle_is_reported_with_its_place()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "a.journal"), "{\"ended\":\"x\"}\nwhat\n{\"ended\":\"y\"}\n", Ct);
        using var journal = new FileOperationJournal(_folder);

        InvalidDataException error = await Assert.ThrowsAsync<InvalidDataException>(async () => await journal.ReadAsync(Ct));

        Assert.Contains("Line 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("a.journal", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_removed_under_it_is_made_again_so_that_no_intent_goes_nowhere()
    {
        using var journal = new FileOperationJournal(_folder);
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, TestApi.Accepted()));
        using ApiTransport transport = Transport(server, journal);
        await TestApi.GenerateAsync(transport, Ct);
        Directory.Delete(_folder, recursive: true);

        await TestApi.GenerateAsync(transport, Ct);

        using var later = new FileOperationJournal(_folder);
        Assert.Equal("t1", Assert.Single(await later.ReadAsync(Ct)).OperationId);
    }

    [Theory]
    [InlineData("a\nb\r\n{\"ended\":\"x\"}\n")]
    [InlineData("nul\0and\u2028more")]
    [InlineData("💥\"}\\")]
    [InlineData("half \ud83d")]
    [InlineData("long")]
    public async Task Whatever_an_id_is_it_is_one_line_and_comes_back(string id)
    {
        id = id == "long" ? new string('x', 1_000_000) : id;
        using (var journal = new FileOperationJournal(_folder))
        {
            await journal.BeginAsync(new JournalEntry { EntryId = "e", Api = "Test", Operation = "generate", At = DateTimeOffset.UnixEpoch }, Ct);
            await journal.SubmittedAsync("e", id);
        }

        using var later = new FileOperationJournal(_folder);
        Assert.Equal(id.Replace('\ud83d', id.StartsWith("half", StringComparison.Ordinal) ? '\ufffd' : '\ud83d'), Assert.Single(await later.ReadAsync(Ct)).OperationId);
        Assert.Equal(2, File.ReadAllLines(Assert.Single(Directory.GetFiles(_folder))).Length);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 4)]
    public async Task A_full_disk_costs_the_lines_that_do_not_fit_and_leaves_nothing_behind(bool canBeShortened, int files)
    {
        var disk = new Disk { CanBeShortened = canBeShortened };
        using var journal = new FileOperationJournal(_folder, TimeProvider.System, path => new DiskFile(path, disk));
        await BeginAsync("first");
        await journal.SubmittedAsync("first", "t1");
        disk.IsFull = true;
        for (int attempt = 0; attempt < 3; attempt++)
        {
            await Assert.ThrowsAsync<IOException>(() => BeginAsync("second"));
        }

        disk.IsFull = false;
        await BeginAsync("third");

        Assert.Equal(["first", "third"], (await journal.ReadAsync(Ct)).Select(entry => entry.EntryId));
        Assert.Equal(files, Directory.GetFiles(_folder).Length);

        Task BeginAsync(string entry) => journal.BeginAsync(
            new JournalEntry { EntryId = entry, Api = "Test", Operation = "generate", At = DateTimeOffset.UnixEpoch }, Ct).AsTask();
    }

    [Theory]
    [InlineData("by the one that submitted")]
    [InlineData("by one that has read it")]
    public async Task An_id_that_a_server_gives_once_more_is_another_task(string ended)
    {
        var first = new JournalEntry { EntryId = "first", Api = "Test", Operation = "generate", At = DateTimeOffset.UnixEpoch };
        using var journal = new FileOperationJournal(_folder);
        await journal.BeginAsync(first, Ct);
        await journal.SubmittedAsync("first", "1");
        using (var other = new FileOperationJournal(_folder))
        {
            await other.ReadAsync(Ct);
            await (ended == "by one that has read it" ? other : journal).EndedAsync("1");
        }

        using var again = new FileOperationJournal(_folder);
        Assert.Empty(await again.ReadAsync(Ct));
        await again.BeginAsync(first with { EntryId = "second" }, Ct);
        await again.SubmittedAsync("second", "1");

        using var later = new FileOperationJournal(_folder);
        Assert.Equal(("second", "1"), Assert.Single(await later.ReadAsync(Ct)) is var left ? (left.EntryId, left.OperationId) : default);
    }

    [Theory]
    [InlineData("{\"begin\":null,\"api\":\"Test\",\"operation\":\"generate\",\"at\":\"2030-01-01T00:00:00Z\"}")]
    [InlineData("{\"submitted\":null,\"id\":\"t1\"}")]
    [InlineData("{\"submitted\":\"e\",\"id\":null}")]
    [InlineData("{\"ended\":null}")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task A_line_that_names_nothing_is_no_line_of_a_journal(string line)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "a.journal"), line + "\n", Ct);
        using var journal = new FileOperationJournal(_folder);

        InvalidDataException error = await Assert.ThrowsAsync<InvalidDataException>(() => journal.ReadAsync(Ct).AsTask());

        Assert.Contains("Line 1 of", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_of_a_later_version_are_passed_over()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "a.journal"),
            "{\"begin\":\"e\",\"api\":\"Test\",\"operation\":\"generate\",\"at\":\"2030-01-01T00:00:00Z\",\"account\":7}\n{\"paused\":\"e\"}\n{\"submitted\":\"e\",\"id\":\"t1\",\"by\":[1]}\n",
            Ct);
        using var journal = new FileOperationJournal(_folder);

        Assert.Equal("t1", Assert.Single(await journal.ReadAsync(Ct)).OperationId);
    }

    [Fact]
    public async Task A_closed_journal_takes_no_more_lines_and_so_no_more_submits()
    {
        var journal = new FileOperationJournal(_folder);
        journal.Dispose();
        journal.Dispose();
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, TestApi.Accepted()));
        using ApiTransport transport = Transport(server, journal);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => TestApi.StartAsync(transport, Ct));

        Assert.Equal(0, server.Connections);
    }

    private static ApiTransport Transport(FaultServer server, IOperationJournal journal, CreditBudget? budget = null)
    {
        ApiClientOptions options = TestApi.Options(server.Address);
        options.Journal = journal;
        options.Budget = budget;
        return new ApiTransport(TestApi.Description, options);
    }

    private sealed class BrokenJournal : IOperationJournal
    {
        public bool FailsToBegin { get; init; }

        public ValueTask BeginAsync(JournalEntry entry, CancellationToken cancellationToken) => FailsToBegin ? throw new IOException("disk full") : default;

        public ValueTask SubmittedAsync(string entryId, string operationId) => ValueTask.FromException(new IOException("disk full"));

        public ValueTask NotSubmittedAsync(string entryId) => throw new IOException("disk full");

        public ValueTask EndedAsync(string operationId) => throw new IOException("disk full");

        public ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(CancellationToken cancellationToken = default) => new((IReadOnlyList<JournalEntry>)[]);
    }

    private sealed class Disk
    {
        public bool IsFull { get; set; }

        public bool CanBeShortened { get; init; }
    }

    /// <summary>A file of which half a line fits on a full disk.</summary>
    private sealed class DiskFile(string path, Disk disk)
        : FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0)
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(disk.IsFull ? buffer[..(buffer.Length / 2)] : buffer);
            if (disk.IsFull)
            {
                throw new IOException("No space left on device.");
            }
        }

        public override void SetLength(long value)
        {
            if (!disk.CanBeShortened)
            {
                throw new UnauthorizedAccessException("It can only be appended to.");
            }

            base.SetLength(value);
        }
    }
}
