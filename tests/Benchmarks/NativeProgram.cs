using System.Diagnostics;

namespace Benchmarks;

/// <summary>A console application of <c>Aot</c>, published natively into a folder of its own, which is removed with it.</summary>
internal sealed class NativeProgram : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "kling3-aot-" + Guid.NewGuid().ToString("N"));

    public NativeProgram(string project)
    {
        string source = Repository.PathOf("tests", "Benchmarks", "Aot", project);
        Run("dotnet", ["publish", source, "-c", "Release", "-v", "q", "-o", _folder]);
        File = Path.Combine(_folder, OperatingSystem.IsWindows() ? project + ".exe" : project);
    }

    public string File { get; }

    public long Size => new FileInfo(File).Length;

    /// <summary>Runs it once, and gives the time from its start to its end.</summary>
    public TimeSpan Run(params string[] arguments) => Run(File, arguments);

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static TimeSpan Run(string file, string[] arguments)
    {
        long began = Stopwatch.GetTimestamp();
        using Process process = Process.Start(new ProcessStartInfo(file, arguments)) ?? throw new InvalidOperationException($"{file} did not start.");
        process.WaitForExit();
        TimeSpan time = Stopwatch.GetElapsedTime(began);
        return process.ExitCode == 0 ? time : throw new InvalidOperationException($"{file} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
