using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Kling3.EndToEnd.Support;

/// <summary>
/// A folder outside the repository for one run: a feed with the packages, packed once, a package cache that was empty at the start, and
/// the consumers.
/// </summary>
public sealed partial class Workspace : IAsyncLifetime
{
    private readonly string _root = Path.Combine(Path.GetTempPath(), "k3e2e-" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..8]);
    private readonly string _compilerServer = "k3e2e" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..8];
    private readonly Dictionary<string, string?> _environment;
    private int _consumers;

    public Workspace()
    {
        _environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["NUGET_PACKAGES"] = Path.Combine(_root, "cache"),
            ["DOTNET_NOLOGO"] = "1",
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["DOTNET_CLI_UI_LANGUAGE"] = "en",
            ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
            ["MSBUILDDISABLENODEREUSE"] = "1",
            // A compiler server of this run's own, so that it can be ended with the run.
            ["SharedCompilationId"] = _compilerServer,
            // A consumer is built as on a developer's machine.
            ["CI"] = null,
            ["MSBuildSDKsPath"] = null,
            ["MSBuildExtensionsPath"] = null,
            ["MSBUILD_EXE_PATH"] = null,
        };
    }

    /// <summary>The repository that the packages are made from.</summary>
    public static string Repository { get; } = typeof(Workspace).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!;

    public static string DotNet { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Where the packages are.</summary>
    public string Feed => Path.Combine(_root, "feed");

    /// <summary>The version that all packages have.</summary>
    public string Version { get; private set; } = "";

    /// <summary>What consumers are built and run with.</summary>
    internal IReadOnlyDictionary<string, string?> EnvironmentVariables => _environment;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Feed);
        Dictionary<string, string?> environment = new(_environment, StringComparer.Ordinal);
        environment.Remove("NUGET_PACKAGES");   // the repository's own packages come from the machine's cache
        ProcessResult pack = await Programs.RunAsync(
            DotNet,
            [
                "pack", "packages/Packages.slnf", "-c", "Release", "-m:1", "-o", Feed, "-p:ContinuousIntegrationBuild=true",
                // Apart from the repository's own output, which other tests may be using; beside this program, so that a second run has less to do.
                "--artifacts-path", Path.Combine(AppContext.BaseDirectory, "packed"),
            ],
            Repository,
            environment,
            CancellationToken.None);
        pack.Succeeded();

        string generated = Directory.EnumerateFiles(Feed, "Kling3.Generated.*.nupkg").Single();
        Version = VersionPart().Match(generated).Groups[1].Value;
        _environment["Kling3Version"] = Version;
        await File.WriteAllTextAsync(
            Path.Combine(_root, "nuget.config"),
            $"""
             <configuration>
               <packageSources>
                 <add key="packed" value="{Feed}" />
               </packageSources>
             </configuration>
             """,
            CancellationToken.None);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        EndCompilerServer();
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>A package of the feed.</summary>
    public string Package(string id, string extension = "nupkg") => Path.Combine(Feed, $"{id}.{Version}.{extension}");

    /// <summary>A fresh copy of a consumer, in a folder of its own.</summary>
    /// <param name="name">The consumer.</param>
    /// <param name="folderName">How the folder's name ends, if not as the consumer's.</param>
    internal Consumer Open(string name, string? folderName = null)
    {
        string folder = Path.Combine(_root, string.Create(CultureInfo.InvariantCulture, $"{++_consumers:00}-{folderName ?? name}"));
        string source = Path.Combine(Repository, "tests", "EndToEnd", "Consumers", name);
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(folder, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return new Consumer(this, folder);
    }

    // It would end by itself ten minutes after the last build. It is ours: nobody else's has this name.
    private void EndCompilerServer()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        foreach (Process process in Process.GetProcesses())
        {
            using (process)
            {
                string commandLine = Path.Combine("/proc", process.Id.ToString(CultureInfo.InvariantCulture), "cmdline");
                try
                {
                    if (File.ReadAllText(commandLine).Contains(_compilerServer, StringComparison.Ordinal))
                    {
                        process.Kill();
                        process.WaitForExit();
                    }
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
                {
                    // It ended meanwhile, or is none that this user may look at.
                    continue;
                }
            }
        }
    }

    [GeneratedRegex(@"Kling3\.Generated\.(.+)\.nupkg$")]
    private static partial Regex VersionPart();
}
