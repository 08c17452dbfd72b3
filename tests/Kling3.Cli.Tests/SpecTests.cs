using Kling3.Cli.Tests.Support;

namespace Kling3.Cli.Tests;

public sealed class SpecTests
{
    private static readonly string s_spec = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "kling3.openapi.yaml"));

    [Fact]
    public async Task The_spec_comes_out_as_it_went_in()
    {
        ToolResult result = await Tool.RunAsync(["spec"]);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(s_spec, result.Output);
    }

    [Fact]
    public async Task A_spec_does_not_differ_from_itself()
    {
        ToolResult result = await DiffAsync(s_spec);

        Assert.Equal(0, result.ExitCode);
        Assert.False(result.Json().GetProperty("breaking").GetBoolean());
        Assert.Empty(result.Json().GetProperty("changes").EnumerateArray());
    }

    [Theory]
    [InlineData("maximum: 15", "maximum: 10", "limit-narrowed", "O3ProTextToVideoRequest.Duration")]
    [InlineData("minimum: 3", "minimum: 4", "limit-narrowed", "O3StdReferenceToVideoRequest.Duration")]
    [InlineData("maxLength: 2000", "maxLength: 1000", "limit-narrowed", "ProTextToVideoRequest.Prompt")]
    [InlineData("minItems: 1", "minItems: 2", "limit-narrowed", "O3ProReferenceToVideoRequest.Images")]
    [InlineData("enum: [5, 10]", "enum: [5]", "value-removed", "StdImageToVideoRequest.Duration")]
    [InlineData("enum: ['16:9', '9:16', '1:1']\n      x-enumNames: [Landscape, Portrait, Square]", "enum: ['16:9', '9:16']\n      x-enumNames: [Landscape, Portrait]", "value-removed", "AspectRatio")]
    [InlineData("[Landscape, Portrait, Square]", "[Wide, Portrait, Square]", "value-renamed", "AspectRatio")]
    [InlineData("5: 240, 10: 480", "5: 250, 10: 480", "price-changed", "ProTextToVideoRequest")]
    [InlineData("fixed: 435", "fixed: 430", "price-changed", "O3ProVideoEditRequest")]
    [InlineData("required: [type, prompt]", "required: [type, prompt, aspect_ratio]", "member-required", "ProTextToVideoRequest.AspectRatio")]
    [InlineData("keep_original_sound:", "keep_sound:", "member-renamed", "O3ProVideoEditRequest.KeepOriginalSound")]
    [InlineData("        end_image:\n          type: string\n          description: Address of the image that the video ends with.\n", "", "member-removed", "ProImageToVideoRequest.EndImage")]
    [InlineData("StdTextToVideoRequest", "DraftTextToVideoRequest", "type-renamed", "StdTextToVideoRequest")]
    [InlineData("operationId: getStatus", "operationId: queryStatus", "operation-renamed", "GetStatus")]
    [InlineData("        - name: task_id\n", "        - name: id\n", "parameter-renamed", "GetStatus.taskId")]
    [InlineData("MISSING_VIDEO", "NO_VIDEO", "error-code-removed", "MissingVideo")]
    [InlineData("      required: [task_id, status]", "      required: [task_id]", "member-optional", "VideoTask.Status")]
    [InlineData("      required: [task_id]", "      required: [task_id, consumed_credits]", "member-required", "SubmittedTask.ConsumedCredits")]
    [InlineData("        consumed_credits:\n          type: integer\n          description", "        consumed_credits:\n          type: number\n          description", "type-changed", "SubmittedTask.ConsumedCredits")]
    [InlineData("      default: 5", "      default: 10", "default-changed", "ProTextToVideoRequest.Duration")]
    [InlineData("          links:\n            status:", "          x-links:\n            status:", "link-removed", "Generate")]
    public async Task What_breaks_callers_is_named(string old, string @new, string kind, string where)
    {
        Assert.Contains(old, s_spec, StringComparison.Ordinal);

        ToolResult result = await DiffAsync(s_spec.Replace(old, @new, StringComparison.Ordinal));

        Assert.Equal(1, result.ExitCode);
        Assert.True(result.Json().GetProperty("breaking").GetBoolean());
        Assert.Contains(
            result.Json().GetProperty("changes").EnumerateArray(),
            change => change.GetProperty("kind").GetString() == kind && change.GetProperty("where").GetString() == where && change.GetProperty("breaking").GetBoolean());
    }

    [Theory]
    [InlineData("maximum: 15", "maximum: 20", "limit-widened")]
    [InlineData("enum: [5, 10]", "enum: [5, 10, 15]", "value-added")]
    [InlineData("required: [type, prompt, image]", "required: [type, prompt]", "member-optional")]
    [InlineData("        keep_original_sound:\n", "        keep_colours:\n          type: boolean\n        keep_original_sound:\n", "member-added")]
    [InlineData("    VideoStatus:\n", "    VideoPlan:\n      type: object\n      properties: { name: { type: string } }\n    VideoStatus:\n", "type-added")]
    public async Task What_breaks_nobody_is_told_and_exits_with_zero(string old, string @new, string kind)
    {
        Assert.Contains(old, s_spec, StringComparison.Ordinal);

        ToolResult result = await DiffAsync(s_spec.Replace(old, @new, StringComparison.Ordinal));

        Assert.Equal(0, result.ExitCode);
        Assert.All(result.Json().GetProperty("changes").EnumerateArray(), change =>
        {
            Assert.Equal(kind, change.GetProperty("kind").GetString());
            Assert.False(change.GetProperty("breaking").GetBoolean());
        });
        Assert.NotEmpty(result.Json().GetProperty("changes").EnumerateArray());
    }

    [Fact]
    public async Task Words_and_formatting_change_nothing()
    {
        string reworded = s_spec.Replace("description: The ", "description: Really the ", StringComparison.Ordinal).Replace("    VideoStatus:\n", "    # A comment.\n    VideoStatus:\n", StringComparison.Ordinal);

        Assert.Equal(0, (await DiffAsync(reworded)).ExitCode);
    }

    [Fact]
    public async Task A_model_that_is_gone_is_named_in_words()
    {
        string text = s_spec.Replace("        - $ref: '#/components/schemas/O3StdVideoEditRequest'\n", "", StringComparison.Ordinal);
        text = string.Join('\n', text.Split('\n').Where(static line => !line.Contains("o3-std-video-edit: ", StringComparison.Ordinal)));

        ToolResult result = await DiffAsync(text, json: false);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("breaks  GenerateRequest: O3StdVideoEditRequest is no GenerateRequest any more", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openapi: 3.0.3\n  broken: [", "new.openapi.yaml(")]
    [InlineData("{ \"openapi\": \"3.0.3\" \"paths\": {} }", "new.openapi.yaml(1,")]
    [InlineData("hello", "new.openapi.yaml(1,1): error K3G005")]
    [InlineData("", "new.openapi.yaml(1,1): error K3G002")]
    [InlineData("# nothing yet\n", "new.openapi.yaml(1,1): error K3G002")]
    [InlineData("openapi: 3.0.3\npaths: {}\npaths: {}\n", "new.openapi.yaml(3,1): error K3G004")]
    [InlineData("openapi: 3.0.3\ncomponents: { schemas: { A: { $ref: '#/components/schemas/B' } } }", "error K3G008: #/components/schemas/A: '#/components/schemas/B' is not in this document")]
    [InlineData("openapi: 3.0.3\ncomponents: { schemas: { A: { $ref: '#/components/schemas/A' } } }", "leads back to itself")]
    [InlineData("openapi: 3.0.3\ncomponents: { schemas: { A: { allOf: [ { $ref: '#/components/schemas/A' } ] } } }", "K3G011")]
    [InlineData("swagger: '2.0'\npaths: {}", "K3G003")]
    public async Task A_document_that_cannot_be_read_is_named_with_its_place(string text, string why)
    {
        ToolResult result = await DiffAsync(text, json: false);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(why, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A: { type: array, items: { $ref: '#/components/schemas/A' } }, B: { properties: { a: { $ref: '#/components/schemas/A' } } }")]
    [InlineData("A: { type: object, additionalProperties: { $ref: '#/components/schemas/A' } }, B: { properties: { a: { $ref: '#/components/schemas/A' } } }")]
    public async Task A_schema_that_holds_itself_has_an_end(string schemas)
    {
        using TemporaryDirectory directory = new();
        await File.WriteAllTextAsync(directory["a.yaml"], $"openapi: 3.0.3\ncomponents: {{ schemas: {{ {schemas} }} }}", TestContext.Current.CancellationToken);

        ToolResult result = await Tool.RunAsync(["spec", "diff", directory["a.yaml"], directory["a.yaml"]]);

        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task A_document_that_is_missing_is_named()
    {
        ToolResult result = await Tool.RunAsync(["spec", "diff", "/nowhere/a.yaml", "/nowhere/b.yaml"]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("/nowhere/a.yaml cannot be read", result.Error, StringComparison.Ordinal);
    }

    private static async Task<ToolResult> DiffAsync(string text, bool json = true)
    {
        using TemporaryDirectory directory = new();
        await File.WriteAllTextAsync(directory["old.openapi.yaml"], s_spec, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(directory["new.openapi.yaml"], text, TestContext.Current.CancellationToken);
        return await Tool.RunAsync(["spec", "diff", directory["old.openapi.yaml"], directory["new.openapi.yaml"], .. json ? ["--json"] : Array.Empty<string>()]);
    }
}
