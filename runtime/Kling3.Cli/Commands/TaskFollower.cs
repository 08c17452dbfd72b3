using System.CommandLine;
using Kling3.Cli.Output;
using Kling3.Runtime;

namespace Kling3.Cli.Commands;

/// <summary>What <c>generate</c> and <c>wait</c> share: following a task to its end and to the disk, and telling how to go on where that did not work.</summary>
internal static class TaskFollower
{
    /// <summary>Waits for the task and downloads its results, if a file was asked for.</summary>
    public static async Task FollowAsync(
        IKling3Client client, Operation<VideoTask> operation, TaskReport report, OutputFile? file, IProgressDisplay display, CancellationToken cancellationToken)
    {
        await display.WaitingAsync(report, changed => operation.WaitForCompletionAsync(new Seen(report, changed), cancellationToken)).ConfigureAwait(false);
        if (operation.Results.Count > 0)
        {
            report.Results = [.. operation.Results.Select(static result => result.AbsoluteUri)];
        }

        for (int i = 0; file is not null && i < operation.Results.Count; i++)
        {
            Uri result = operation.Results[i];
            string path = file.PathOf(i);
            await display.DownloadingAsync(path, bytes => client.DownloadAsync(result, path, file.Overwrite, bytes, cancellationToken)).ConfigureAwait(false);
            report.Files.Add(path);
        }
    }

    /// <summary>The command that goes on where this one stopped; null where there is nothing to go on with.</summary>
    public static string? ResumeCommand(ToolOptions tool, ParseResult parse, TaskReport report)
    {
        if (report.TaskId is null || parse.GetValue(tool.Sandbox))
        {
            return null;
        }

        List<string> words = ["kling3", "wait", report.TaskId];
        foreach (Option<string> option in new[] { tool.Out, tool.ApiKeyFile, tool.BaseAddress })
        {
            if (parse.GetValue(option) is { } value)
            {
                words.AddRange([option.Name, value]);
            }
        }

        if (parse.GetValue(tool.Overwrite))
        {
            words.Add(tool.Overwrite.Name);
        }

        return string.Join(' ', words.Select(Quoted));
    }

    private static string Quoted(string word) =>
        word.Length > 0 && word.All(static c => char.IsAsciiLetterOrDigit(c) || "-_./:\\~+@%".Contains(c)) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private sealed class Seen(TaskReport report, Action changed) : IProgress<VideoTask>
    {
        public void Report(VideoTask value)
        {
            report.TakeIn(value);
            changed();
        }
    }
}
