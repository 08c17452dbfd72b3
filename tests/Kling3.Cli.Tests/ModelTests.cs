using System.Globalization;
using System.Text.Json;
using Kling3.Cli.Tests.Support;
using Kling3.Runtime;
using Kling3.TestSupport;

namespace Kling3.Cli.Tests;

/// <summary>What the tool knows of models: all of it from their data, none of it by itself.</summary>
public sealed class ModelTests
{
    [Fact]
    public async Task The_table_lists_every_model_with_what_it_needs_its_durations_and_its_price()
    {
        ToolResult result = await Tool.RunAsync(["models"]);

        string[] lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(DocumentedFacts.Models.Count + 1, lines.Length);
        foreach ((ModelFact model, string line) in DocumentedFacts.Models.Zip(lines.Skip(1)))
        {
            string[] cells = line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            Assert.Equal(model.Type, cells[0]);
            Assert.Equal(model.Required.Where(static name => name != "type"), cells[1].Split(", "));
            int[] durations = [.. model.CreditsBySeconds.Keys.Order()];
            Assert.Equal(durations.Length switch { 0 => "-", 2 => $"{durations[0]} or {durations[1]}", _ => $"{durations[0]} to {durations[^1]}" }, cells[2]);
            Assert.Contains(
                (model.FixedCredits ?? (durations.Length == 2 ? model.CreditsBySeconds[durations[0]] : model.CreditsBySeconds[durations[0]] / durations[0])).ToString(CultureInfo.InvariantCulture),
                cells[3],
                StringComparison.Ordinal);
            Assert.EndsWith("credits", cells[3], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Scripts_get_every_member_with_its_option_and_limits()
    {
        ToolResult result = await Tool.RunAsync(["models", "--json"]);

        JsonElement models = result.Json().GetProperty("models");
        Assert.Equal(DocumentedFacts.Models.Select(static model => model.Type), models.EnumerateArray().Select(static model => model.GetProperty("type").GetString()!));
        JsonElement duration = models[4].GetProperty("members").EnumerateArray().Single(static member => member.GetProperty("name").GetString() == "duration");
        Assert.Equal("--duration", duration.GetProperty("option").GetString());
        Assert.Equal("integer", duration.GetProperty("kind").GetString());
        Assert.Equal(3, duration.GetProperty("minimum").GetDecimal());
        Assert.Equal(15, duration.GetProperty("maximum").GetDecimal());
        Assert.Equal(5, duration.GetProperty("default").GetInt32());
    }

    [Fact]
    public async Task The_help_of_every_model_has_an_option_for_each_member_and_no_other()
    {
        string[] all = [.. DocumentedFacts.Models.SelectMany(static model => model.Members).Distinct().Where(static name => name != "type")];
        foreach (ModelFact model in DocumentedFacts.Models)
        {
            ToolResult result = await Tool.RunAsync(["generate", model.Type, "--help"]);

            Assert.Equal(0, result.ExitCode);
            Assert.All(all, member => Assert.Equal(
                model.Members.Contains(member),
                result.Output.Contains($"--{member.Replace('_', '-')} <", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Every_documented_price_is_estimated_without_a_key()
    {
        foreach (ModelFact model in DocumentedFacts.Models)
        {
            Assert.Equal($"{model.DefaultCredits} credits", (await Tool.RunAsync(["estimate", model.Type])).Output.Trim());
            foreach ((int seconds, int credits) in model.CreditsBySeconds)
            {
                ToolResult result = await Tool.RunAsync(["estimate", model.Type, "--duration", seconds.ToString(CultureInfo.InvariantCulture), "--json"]);
                Assert.Equal(0, result.ExitCode);
                Assert.Equal(credits, result.Json().GetProperty("cost").GetDecimal());
                Assert.Equal("credits", result.Json().GetProperty("unit").GetString());
            }
        }
    }

    [Fact]
    public async Task An_estimate_of_what_is_invalid_is_refused()
    {
        ToolResult result = await Tool.RunAsync(["estimate", "o3-pro-image-to-video", "--duration", "16"]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("INVALID_DURATION", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("MISSING_IMAGE", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_and_a_parameter_that_came_later_work_like_the_others()
    {
        string? set = null;
        ModelInfo later = new()
        {
            Type = "o4-dream",
            Description = "Dreams.",
            CostUnit = "coins",
            Prices = [new PriceRule { When = [new("mood", "\"calm\"")], Fixed = 7 }, new PriceRule { Of = "depth", PerUnit = 2.5m }],
            Members =
            [
                new ModelMember { Name = "mood", Kind = ModelMemberKind.Text, Description = "How it feels.", AllowedValues = ["calm", "wild"], Default = "\"calm\"", Setter = (_, value) => set = (string?)value },
                new ModelMember { Name = "depth", Kind = ModelMemberKind.Number, Minimum = 0, ExclusiveMinimum = true, Maximum = 9.5m, Required = true, Setter = static (_, _) => { } },
                new ModelMember { Name = "out", Kind = ModelMemberKind.Json, Setter = static (_, _) => { } },
            ],
            Create = static () => new object(),
        };

        ToolResult help = await Tool.RunAsync(["generate", "o4-dream", "--help"], models: [.. GenerateRequest.Models, later]);
        ToolResult table = await Tool.RunAsync(["models"], models: [.. GenerateRequest.Models, later]);
        ToolResult estimate = await Tool.RunAsync(["estimate", "o4-dream", "--mood", "wild"], models: [.. GenerateRequest.Models, later]);

        Assert.Contains("Dreams. Price: 7 if mood is calm; 2.5 × depth coins.", help.Output, StringComparison.Ordinal);
        Assert.Contains("--mood <calm|wild>", help.Output, StringComparison.Ordinal);
        Assert.Contains("How it feels. calm or wild. Default: calm.", help.Output, StringComparison.Ordinal);
        Assert.Contains("More than 0 and at most 9.5. Required.", help.Output, StringComparison.Ordinal);
        Assert.Contains("--request-out <JSON>", help.Output, StringComparison.Ordinal);
        Assert.Contains("o4-dream", table.Output, StringComparison.Ordinal);
        Assert.Equal(0, estimate.ExitCode);
        Assert.Equal("wild", set);
    }

    [Theory]
    [InlineData("--id", "none", "id must be a text of the form that its schema says.")]
    [InlineData("--count", "5000000000", "count must be a whole number.")]
    public async Task A_value_that_the_parameter_cannot_hold_is_named_with_what_it_takes(string option, string value, string message)
    {
        ModelInfo later = new()
        {
            Type = "o4-dream",
            Members =
            [
                new ModelMember { Name = "id", Kind = ModelMemberKind.Text, Setter = static (_, value) => Guid.Parse((string)value!) },
                new ModelMember { Name = "count", Kind = ModelMemberKind.Integer, Setter = static (_, value) => Convert.ToInt32(value, CultureInfo.InvariantCulture) },
            ],
            Create = static () => new object(),
        };

        ToolResult result = await Tool.RunAsync(["estimate", "o4-dream", option, value], models: [.. GenerateRequest.Models, later]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }
}
