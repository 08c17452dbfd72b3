using System.Diagnostics;
using System.Globalization;

namespace Benchmarks.Json;

/// <summary><c>json aot</c>: publishes the two console applications in <c>Aot</c> natively and weighs them.</summary>
internal static class NativeSize
{
    /// <summary>What the pinned compiler made of ours, in bytes, and how much more is let pass.</summary>
    private const long Measured = 1_341_576;

    private const double Tolerance = 1.03;

    public static int Run()
    {
        string root = Root();
        string folder = Path.Combine(Path.GetTempPath(), "kling3-aot-" + Guid.NewGuid().ToString("N"));
        try
        {
            long ours = Publish(root, folder, "Ours");
            long theirs = Publish(root, folder, "Theirs");
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"native console application, one write and one read: ours {ours / 1e6:0.000} MB (asked for: at most 1.50; held to {Measured * Tolerance / 1e6:0.000}), System.Text.Json's {theirs / 1e6:0.000} MB"));
            return ours <= Measured * Tolerance ? 0 : 1;
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static long Publish(string root, string folder, string project)
    {
        string output = Path.Combine(folder, project);
        var start = new ProcessStartInfo("dotnet", ["publish", Path.Combine(root, "tests", "Benchmarks", "Aot", project), "-c", "Release", "-v", "q", "-o", output]);
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{project} was not published.");
        }

        return new FileInfo(Path.Combine(output, OperatingSystem.IsWindows() ? project + ".exe" : project)).Length;
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Kling3.Generated.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The repository is not above this application.");
    }
}
