using System.Diagnostics;
using System.Text;

namespace Kling3.EndToEnd.Support;

/// <summary>Runs programs and reads what they print.</summary>
internal static class Programs
{
    /// <summary>Far more than any build here takes: a hang is to end as a failed test.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(6);

    public static Process Start(string program, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach ((string name, string? value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }

    public static async Task<ProcessResult> RunAsync(
        string program, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string?> environment, CancellationToken cancellationToken)
    {
        string[] list = [.. arguments];
        using Process process = Start(program, list, folder, environment);
        process.StandardInput.Close();
        var output = new StringBuilder();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_limit);
        try
        {
            await Task.WhenAll(CopyAsync(process.StandardOutput, output, limit.Token), CopyAsync(process.StandardError, output, limit.Token));
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', list)} was ended. It had printed:\n{output}");
        }

        return new ProcessResult($"{program} {string.Join(' ', list)}", process.ExitCode, output.ToString());
    }

    /// <summary>The first of these programs that the search path has; null for none.</summary>
    public static string? Find(params string[] names) =>
        (from name in names
         from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
         let path = Path.Combine(folder, name)
         where File.Exists(path)
         select path).FirstOrDefault();

    private static async Task CopyAsync(StreamReader reader, StringBuilder output, CancellationToken cancellationToken)
    {
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            lock (output)
            {
                output.Append(line).Append('\n');
            }
        }
    }
}
