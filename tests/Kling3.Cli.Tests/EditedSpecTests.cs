using System.Diagnostics;
using System.Reflection;
using Kling3.Cli.Tests.Support;
using Kling3.TestSupport;

namespace Kling3.Cli.Tests;

/// <summary>An edit of the spec and a build, and nothing else.</summary>
public sealed class EditedSpecTests
{
    [Fact]
    public async Task A_new_price_a_new_limit_and_a_thirteenth_model_are_in_the_tool_after_a_build()
    {
        string? project = typeof(EditedSpecTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static attribute => attribute.Key == "CliProject").Value;
        Assert.SkipUnless(File.Exists(project), "Builds the tool, so it needs its sources where this test was built.");
        using TemporaryDirectory directory = new();
        await File.WriteAllTextAsync(directory["kling3.openapi.yaml"], Edited(), TestContext.Current.CancellationToken);

        (int exitCode, string output) = await DotnetAsync(
            ["build", project!, "--artifacts-path", directory["artifacts"], $"-p:SpecYaml={directory["kling3.openapi.yaml"]}", "-m:1", "-nodeReuse:false", "-p:UseSharedCompilation=false", "--nologo", "-v:q"]);
        Assert.True(exitCode == 0, output);

        string tool = directory["artifacts/bin/Kling3.Cli/debug/kling3.dll"];
        Assert.Contains("250 (duration 5), 490 (duration 10) credits", (await DotnetAsync([tool, "models"])).Output, StringComparison.Ordinal);
        Assert.Equal("250 credits", (await DotnetAsync([tool, "estimate", "pro-text-to-video"])).Output.Trim());
        Assert.Equal("960 credits", (await DotnetAsync([tool, "estimate", "o3-pro-text-to-video", "--duration", "20"])).Output.Trim());
        Assert.Contains("Length of the video in seconds. 3 to 20. Default: 5.", (await DotnetAsync([tool, "generate", "o3-pro-text-to-video", "--help"])).Output, StringComparison.Ordinal);
        Assert.Contains("--mood <calm|wild>", (await DotnetAsync([tool, "generate", "o4-dream", "--help"])).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await DotnetAsync([tool, "generate", "o4-dream", "--prompt", "x", "--mood", "sad", "--sandbox"])).ExitCode);
        (exitCode, output) = await DotnetAsync([tool, "generate", "o4-dream", "--prompt", "x", "--mood", "wild", "--sandbox", "--out", directory["dream.mp4"]]);
        Assert.True(exitCode == 0, output);
        Assert.Contains("Credits  35", output, StringComparison.Ordinal);
        Assert.True(Mp4Boxes.IsCompleteMp4(await File.ReadAllBytesAsync(directory["dream.mp4"], TestContext.Current.CancellationToken)));
    }

    /// <summary>The spec with another price, another limit, and a model more.</summary>
    private static string Edited()
    {
        string spec = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "kling3.openapi.yaml"));
        int from = spec.IndexOf("    StdTextToVideoRequest:\n", StringComparison.Ordinal);
        int to = spec.IndexOf("    StdImageToVideoRequest:\n", StringComparison.Ordinal);
        string model = spec[from..to]
            .Replace("StdTextToVideoRequest", "DreamRequest", StringComparison.Ordinal)
            .Replace("std-text-to-video", "o4-dream", StringComparison.Ordinal)
            .Replace("table: { 5: 180, 10: 360 }", "perUnit: 7", StringComparison.Ordinal)
            .Replace("        sound:\n", "        mood: { type: string, enum: [calm, wild], description: How it feels. }\n        sound:\n", StringComparison.Ordinal);
        return spec
            .Insert(to, model)
            .Replace("5: 240, 10: 480", "5: 250, 10: 490", StringComparison.Ordinal)
            .Replace("maximum: 15", "maximum: 20", StringComparison.Ordinal)
            .Replace("      oneOf:\n", "      oneOf:\n        - $ref: '#/components/schemas/DreamRequest'\n", StringComparison.Ordinal)
            .Replace("        mapping:\n", "        mapping:\n          o4-dream: '#/components/schemas/DreamRequest'\n", StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> DotnetAsync(string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };

        // What the test runner sets for itself is not meant for a build that is made as if by hand.
        foreach (string name in start.Environment.Keys.Where(static name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + await error);
    }
}
