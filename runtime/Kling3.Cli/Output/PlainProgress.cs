using System.Globalization;

namespace Kling3.Cli.Output;

/// <summary>A line for each change: for files, pipes and the logs of build servers.</summary>
internal sealed class PlainProgress(CliHost host) : IProgressDisplay
{
    public void Say(string line) => host.Error.WriteLine(Printer.Clean(line));

    public Task<T> SubmittingAsync<T>(string what, Func<Task<T>> submit)
    {
        Say(what);
        return submit();
    }

    public Task WaitingAsync(TaskReport report, Func<Action, Task> wait)
    {
        long began = host.Time.GetTimestamp();
        return wait(() => Say($"{report.Status} after {Elapsed(host.Time.GetElapsedTime(began))}{(report.Credits is { } credits ? $", {Commands.Words.Of(credits)} credits" : "")}"));
    }

    public async Task DownloadingAsync(string file, Func<IProgress<long>, Task> download)
    {
        Counter counter = new();
        Say($"Downloading to {file}");
        await download(counter).ConfigureAwait(false);
        Say($"Downloaded {counter.Bytes.ToString("N0", CultureInfo.InvariantCulture)} bytes");
    }

    private static string Elapsed(TimeSpan time) => time.ToString(time.TotalHours < 1 ? @"m\:ss" : @"h\:mm\:ss", CultureInfo.InvariantCulture);

    private sealed class Counter : IProgress<long>
    {
        public long Bytes { get; private set; }

        public void Report(long value) => Bytes = value;
    }
}
