using Spectre.Console;

namespace Kling3.Cli.Output;

/// <summary>A line that moves: for people at a terminal. It goes away when what it shows has ended.</summary>
internal sealed class TerminalProgress : IProgressDisplay
{
    private readonly IAnsiConsole _console;

    public TerminalProgress(CliHost host) => _console = AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.Yes,
        Interactive = InteractionSupport.Yes,
        Out = new AnsiConsoleOutput(host.Error),
    });

    public void Say(string line) => _console.WriteLine(Printer.Clean(line));

    public async Task<T> SubmittingAsync<T>(string what, Func<Task<T>> submit)
    {
        T result = default!;
        await ShowAsync(Columns(), what, async _ => result = await submit().ConfigureAwait(false)).ConfigureAwait(false);
        return result;
    }

    public Task WaitingAsync(TaskReport report, Func<Action, Task> wait) =>
        ShowAsync(Columns(), Text(report), shown => wait(() => shown.Description = Markup.Escape(Text(report))));

    public Task DownloadingAsync(string file, Func<IProgress<long>, Task> download) =>
        ShowAsync(
            [new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new TransferSpeedColumn(), new ElapsedTimeColumn()],
            $"Downloading {file}",
            shown => download(new Bytes(shown, $"Downloading {file}")));

    private static ProgressColumn[] Columns() => [new SpinnerColumn(), new TaskDescriptionColumn(), new ElapsedTimeColumn()];

    private static string Text(TaskReport report) =>
        Printer.Clean($"{report.Status ?? "Waiting"}{(report.Credits is { } credits ? $", {Commands.Words.Of(credits)} credits" : "")}");

    private Task ShowAsync(ProgressColumn[] columns, string description, Func<ProgressTask, Task> work) =>
        _console.Progress().AutoClear(true).Columns(columns).StartAsync(context =>
        {
            // How much there is in all is not known beforehand: the bar shows that something comes, the number how much.
            ProgressTask shown = context.AddTask(Markup.Escape(Printer.Clean(description)));
            shown.IsIndeterminate = true;
            return work(shown);
        });

    private sealed class Bytes(ProgressTask shown, string description) : IProgress<long>
    {
        public void Report(long value)
        {
            shown.MaxValue = Math.Max(shown.MaxValue, value + 1);
            shown.Value = value;
            shown.Description = Markup.Escape(Printer.Clean($"{description}, {value / 1024.0:N0} KiB"));
        }
    }
}
