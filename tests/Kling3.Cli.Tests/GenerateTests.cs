using System.Text.Json;
using Kling3.Cli.Tests.Support;
using Kling3.Sandbox;
using Kling3.TestSupport;

namespace Kling3.Cli.Tests;

public sealed class GenerateTests
{
    public static TheoryData<string> Models => [.. DocumentedFacts.Models.Select(static model => model.Type)];

    [Fact]
    public async Task A_prompt_becomes_a_video_on_disk_without_a_key()
    {
        using TemporaryDirectory directory = new();

        ToolResult result = await Tool.RunAsync(
            ["generate", "pro-text-to-video", "--prompt", "A cinematic shot of mountains at sunrise", "--sandbox", "--out", directory["sunrise.mp4"]]);

        Assert.Equal(0, result.ExitCode);
        Assert.True(Mp4Boxes.IsCompleteMp4(await File.ReadAllBytesAsync(directory["sunrise.mp4"], TestContext.Current.CancellationToken)));
        Assert.Equal(["sunrise.mp4"], directory.Files);
        Assert.Contains("IN_PROGRESS", result.Error, StringComparison.Ordinal);
        Assert.Contains("240 credits", result.Error, StringComparison.Ordinal);
        Assert.Contains($"Saved    {directory["sunrise.mp4"]}", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Every_model_goes_from_the_command_line_to_a_file(string type)
    {
        ModelFact model = DocumentedFacts.Models.Single(model => model.Type == type);
        await using SandboxServer sandbox = await Tool.SandboxAsync();
        using TemporaryDirectory directory = new();

        ToolResult result = await Tool.RunAsync(["generate", .. Minimal(model), "--out", directory["video.mp4"], "--json"], sandbox);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["video.mp4"], directory.Files);
        Assert.Equal(model.DefaultCredits, result.Json().GetProperty("consumed_credits").GetDecimal());
        using JsonDocument sent = JsonDocument.Parse(sandbox.Requests[0].Body);
        using JsonDocument expected = JsonDocument.Parse(model.MinimalBody);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, sent.RootElement), sandbox.Requests[0].Body);
    }

    [Theory]
    [InlineData("o3-pro-video-edit", "MISSING_VIDEO", "--video")]
    [InlineData("o3-std-video-edit", "MISSING_VIDEO", "--video")]
    [InlineData("pro-image-to-video", "MISSING_IMAGE", "--image")]
    [InlineData("o3-std-image-to-video", "MISSING_IMAGE", "--image")]
    [InlineData("o3-pro-reference-to-video", "MISSING_IMAGE", "--images")]
    public async Task What_is_missing_is_named_with_the_option_to_add_and_nothing_is_sent(string model, string code, string option)
    {
        await using SandboxServer sandbox = await Tool.SandboxAsync();

        ToolResult result = await Tool.RunAsync(["generate", model, "--prompt", "x"], sandbox);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"{code}: ", result.Error, StringComparison.Ordinal);
        Assert.Contains($"Add {option} ", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, sandbox.RequestCount);
    }

    [Theory]
    [InlineData("pro-text-to-video", "7", new[] { "5", "10" })]
    [InlineData("std-text-to-video", "7", new[] { "5", "10" })]
    [InlineData("o3-pro-text-to-video", "16", new[] { "3", "15" })]
    [InlineData("o3-std-text-to-video", "2", new[] { "3", "15" })]
    [InlineData("o3-std-text-to-video", "five", new[] { "3", "15" })]
    [InlineData("o3-std-text-to-video", "5.5", new[] { "3", "15" })]
    [InlineData("o3-std-text-to-video", "99999999999", new[] { "3", "15" })]
    [InlineData("o3-std-text-to-video", "99999999999999999999", new[] { "3", "15" })]
    public async Task A_duration_that_a_model_does_not_make_is_answered_with_those_it_makes(string model, string duration, string[] named)
    {
        await using SandboxServer sandbox = await Tool.SandboxAsync();

        ToolResult result = await Tool.RunAsync(["generate", model, "--prompt", "x", "--duration", duration], sandbox);

        Assert.Equal(2, result.ExitCode);
        string line = Assert.Single(result.Error.Split('\n'), static line => line.Contains("INVALID_DURATION", StringComparison.Ordinal));
        Assert.All(named, number => Assert.Contains(number, line, StringComparison.Ordinal));
        Assert.Equal(0, sandbox.RequestCount);
    }

    [Theory]
    [InlineData("generate")]
    [InlineData("estimate")]
    public async Task An_unknown_model_is_answered_with_all_there_are(string command)
    {
        ToolResult result = await Tool.RunAsync([command, "kling-9", "--prompt", "x"]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("'kling-9'", result.Error, StringComparison.Ordinal);
        Assert.Equal(12, DocumentedFacts.Models.Count);
        Assert.All(DocumentedFacts.Models, model => Assert.Contains($"  {model.Type}\n", result.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_mistakes_of_a_request_are_told_at_once()
    {
        ToolResult result = await Tool.RunAsync(["generate", "o3-pro-video-edit", "--keep-original-sound", "perhaps", "--prompt", " ", "--json"]);

        JsonElement error = result.Json().GetProperty("error");
        Assert.Equal(2, result.ExitCode);
        Assert.Equal(
            ["--keep-original-sound", "--prompt", "--video"],
            error.GetProperty("violations").EnumerateArray().Select(static violation => violation.GetProperty("option").GetString()!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Words_reach_the_API_as_they_were_typed()
    {
        await using SandboxServer sandbox = await Tool.SandboxAsync();

        ToolResult result = await Tool.RunAsync(
            [
                "generate", "o3-pro-reference-to-video", "--prompt", "@home, \"quoted\" – дом 家", "--images", "https://a.example/1", "https://a.example/2", "--images", "https://a.example/3",
                "--negative-prompt=--sound", "--sound", "--cfg-scale", "0.25", "--duration", "7", "--aspect-ratio", "9:16",
            ],
            sandbox);

        Assert.Equal(0, result.ExitCode);
        using JsonDocument sent = JsonDocument.Parse(sandbox.Requests[0].Body);
        using JsonDocument expected = JsonDocument.Parse(
            """
            { "type": "o3-pro-reference-to-video", "prompt": "@home, \"quoted\" – дом 家", "images": ["https://a.example/1", "https://a.example/2", "https://a.example/3"],
              "negative_prompt": "--sound", "sound": true, "cfg_scale": 0.25, "duration": 7, "aspect_ratio": "9:16" }
            """);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, sent.RootElement), sandbox.Requests[0].Body);
    }

    [Fact]
    public async Task A_result_for_scripts_is_one_JSON_object()
    {
        await using SandboxServer sandbox = await Tool.SandboxAsync();
        using TemporaryDirectory directory = new();

        ToolResult result = await Tool.RunAsync(["generate", "std-text-to-video", "--prompt", "x", "--out", directory["v.mp4"], "--json"], sandbox);

        JsonElement json = result.Json();
        Assert.Equal(
            ["exit_code", "model", "task_id", "status", "consumed_credits", "created_at", "task_error", "results", "files", "error"],
            json.EnumerateObject().Select(static property => property.Name));
        Assert.Equal(0, json.GetProperty("exit_code").GetInt32());
        Assert.Equal("std-text-to-video", json.GetProperty("model").GetString());
        Assert.Equal("SUCCESS", json.GetProperty("status").GetString());
        Assert.Equal(180, json.GetProperty("consumed_credits").GetDecimal());
        Assert.Equal($"{sandbox.BaseAddress}results/{json.GetProperty("task_id").GetString()}.mp4", Assert.Single(json.GetProperty("results").EnumerateArray()).GetString());
        Assert.Equal(directory["v.mp4"], Assert.Single(json.GetProperty("files").EnumerateArray()).GetString());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("error").ValueKind);
    }

    [Fact]
    public async Task Where_nobody_watches_progress_is_plain_lines()
    {
        await using SandboxServer sandbox = await Tool.SandboxAsync();

        ToolResult result = await Tool.RunAsync(["generate", "std-text-to-video", "--prompt", "x"], sandbox);

        Assert.DoesNotContain('\u001b', result.Error);
        Assert.DoesNotContain('\u001b', result.Output);
        Assert.Matches(@"(?s)^Submitting std-text-to-video, 180 credits\r?\nTask \w+\r?\n.*SUCCESS after \d+:\d\d, 180 credits\r?\n$", result.Error);
    }

    [Fact]
    public async Task At_a_terminal_progress_moves_and_goes_away()
    {
        await using SandboxServer sandbox = await Tool.SandboxAsync();
        using TemporaryDirectory directory = new();

        ToolResult result = await Tool.RunAsync(["generate", "std-text-to-video", "--prompt", "x", "--out", directory["[v].mp4"]], sandbox, isTerminal: true);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["[v].mp4"], directory.Files);
        Assert.Contains("\u001b[2K", result.Error, StringComparison.Ordinal);
        Assert.Contains("Submitting std-text-to-video, 180 credits", result.Error, StringComparison.Ordinal);
        Assert.EndsWith("\u001b[?25h", result.Error.TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Output);
    }

    [Fact]
    public async Task A_file_that_is_there_is_replaced_only_when_asked()
    {
        await using SandboxServer sandbox = await Tool.SandboxAsync();
        using TemporaryDirectory directory = new();
        await File.WriteAllTextAsync(directory["v.mp4"], "precious", TestContext.Current.CancellationToken);
        string[] command = ["generate", "std-text-to-video", "--prompt", "x", "--out", directory["v.mp4"]];

        ToolResult refused = await Tool.RunAsync(command, sandbox);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--overwrite", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, sandbox.RequestCount);
        Assert.Equal("precious", await File.ReadAllTextAsync(directory["v.mp4"], TestContext.Current.CancellationToken));

        ToolResult replaced = await Tool.RunAsync([.. command, "--overwrite"], sandbox);
        Assert.Equal(0, replaced.ExitCode);
        Assert.True(Mp4Boxes.IsCompleteMp4(await File.ReadAllBytesAsync(directory["v.mp4"], TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData("missing/v.mp4", "no directory")]
    [InlineData(".", "directory")]
    [InlineData("file/v.mp4", "cannot be written")]
    public async Task A_place_that_cannot_be_written_is_found_before_anything_is_paid_for(string place, string why)
    {
        await using SandboxServer sandbox = await Tool.SandboxAsync();
        using TemporaryDirectory directory = new();
        await File.WriteAllTextAsync(directory["file"], "", TestContext.Current.CancellationToken);

        ToolResult result = await Tool.RunAsync(["generate", "std-text-to-video", "--prompt", "x", "--out", directory[place]], sandbox);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(why, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, sandbox.RequestCount);
    }

    [Fact]
    public async Task A_download_that_fails_loses_neither_the_id_nor_the_addresses()
    {
        await using SandboxServer sandbox = await Tool.SandboxAsync();
        using TemporaryDirectory directory = new();
        Directory.CreateDirectory(directory["gone"]);

        ToolResult result = await Tool.RunAsync(
            ["generate", "std-text-to-video", "--prompt", "x", "--out", directory["gone/v.mp4"]],
            sandbox,
            onErrorLine: line =>
            {
                if (line.StartsWith("SUCCESS", StringComparison.Ordinal))
                {
                    Directory.Delete(directory["gone"]);
                }
            });

        string id = Field(result, "Task");
        Assert.Equal(1, result.ExitCode);
        Assert.Equal($"{sandbox.BaseAddress}results/{id}.mp4", Field(result, "Result"));
        Assert.Contains("cannot be written", result.Error, StringComparison.Ordinal);
        Assert.Contains($"kling3 wait {id} --out ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    private static string Field(ToolResult result, string name) =>
        Assert.Single(result.Output.Split('\n'), line => line.StartsWith(name + " ", StringComparison.Ordinal))[8..].Trim();

    private static List<string> Minimal(ModelFact model)
    {
        List<string> words = [model.Type];
        using JsonDocument body = JsonDocument.Parse(model.MinimalBody);
        foreach (JsonProperty member in body.RootElement.EnumerateObject().Where(static member => member.Name != "type"))
        {
            words.Add("--" + member.Name);
            words.AddRange(member.Value.ValueKind == JsonValueKind.Array ? member.Value.EnumerateArray().Select(static item => item.GetString()!) : [member.Value.GetString()!]);
        }

        return words;
    }
}
