using System.Diagnostics;
using System.Globalization;

namespace Kling3.Generator.Tests.Support;

/// <summary>
/// The test program run a second time, under a real culture and time zone: the tests themselves run in the invariant mode of globalization, in
/// which a process has but one culture. It is told what to do by an environment variable, and never gets as far as running tests.
/// </summary>
internal static class CultureChild
{
    private const string CultureVariable = "GENERATOR_TESTS_CULTURE";

    /// <summary>What the culture makes of a text, a number and a date, and the zone of an instant; and below it what was emitted.</summary>
    /// <returns>Null where the machine has no data of cultures (ICU), without which such a process does not start.</returns>
    public static async Task<(string Facts, string Emitted)?> RunAsync(string culture, string zone, CancellationToken cancellationToken)
    {
        string program = typeof(CultureChild).Assembly.Location;
        string configuration = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N") + ".runtimeconfig.json");
        string own = await File.ReadAllTextAsync(Path.ChangeExtension(program, ".runtimeconfig.json"), cancellationToken);
        await File.WriteAllTextAsync(configuration, own.Replace("\"System.Globalization.Invariant\": true", "\"System.Globalization.Invariant\": false", StringComparison.Ordinal), cancellationToken);
        try
        {
            // The runtime stands in shared/Microsoft.NETCore.App/10.0.x below the folder of its host.
            string host = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "dotnet"));
            var start = new ProcessStartInfo(host, ["exec", "--runtimeconfig", configuration, program])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = System.Text.Encoding.UTF8,
                Environment = { [CultureVariable] = culture, ["TZ"] = zone },
            };
            using Process child = Process.Start(start)!;
            Task<string> output = child.StandardOutput.ReadToEndAsync(cancellationToken);
            string errors = await child.StandardError.ReadToEndAsync(cancellationToken);
            await child.WaitForExitAsync(cancellationToken);
            if (errors.Contains("ICU", StringComparison.Ordinal))
            {
                return null;
            }

            string[] lines = (await output).ReplaceLineEndings("\n").Split('\n', 2);
            Assert.True(child.ExitCode == 0 && lines.Length == 2, errors);
            return (lines[0], lines[1].TrimEnd());
        }
        finally
        {
            File.Delete(configuration);
        }
    }

    /// <summary>Whether this process is such a child; then it has been one.</summary>
    public static bool RunIfChild()
    {
        if (Environment.GetEnvironmentVariable(CultureVariable) is not { } name)
        {
            return false;
        }

        var culture = CultureInfo.GetCultureInfo(name);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = culture;
        var instant = new DateTime(2024, 7, 1, 12, 0, 0, DateTimeKind.Utc);
        using var output = new StreamWriter(Console.OpenStandardOutput());
        output.WriteLine($"{"TITLE".ToLower(culture)} {-1.5} {instant.Year} {instant:yyyy} {instant.ToLocalTime().TimeOfDay:hh\\:mm}");
        output.Write(EmittedBytes.Describe());
        return true;
    }
}
