using Kling3.EndToEnd.Support;

namespace Kling3.EndToEnd;

/// <summary>A user copies the spec out, edits it and builds.</summary>
[Trait("Category", "Long")]
public sealed class RegeneratingTests(Workspace workspace)
{
    private const string Spec = "kling3.openapi.yaml";
    private const string Code = "Program.cs";

    [Fact]
    public async Task An_edited_copy_of_the_spec_is_what_the_next_build_uses()
    {
        Consumer consumer = await WithCopyAsync();
        await Builds(consumer, "0 errors, 240 credits");

        // Whoever asks again keeps the edits.
        ProcessResult again = (await consumer.BuildAsync("-t:Kling3CopySpec", "--no-restore")).Failed();
        Assert.Contains("is there already", Assert.Single(again.Errors), StringComparison.Ordinal);

        // A limit and the prices of a newer list.
        consumer.Edit(Spec, "maxLength: 2000", "maxLength: 11");
        string prices = consumer.Read(Spec);
        consumer.Write(Spec, prices.Replace("table: { 5: 240, 10: 480 }", "table: { 5: 270, 10: 540 }", StringComparison.Ordinal));
        await Builds(consumer, "1 errors, 270 credits");

        // A model more.
        consumer.Edit(Spec, "        - $ref: '#/components/schemas/ProTextToVideoRequest'\n", "        - $ref: '#/components/schemas/ProTextToVideoRequest'\n        - $ref: '#/components/schemas/TurboRequest'\n");
        consumer.Edit(Spec, "          pro-text-to-video: '#/components/schemas/ProTextToVideoRequest'\n", "          pro-text-to-video: '#/components/schemas/ProTextToVideoRequest'\n          turbo: '#/components/schemas/TurboRequest'\n");
        consumer.Edit(Spec, "    ProImageToVideoRequest:\n", """
                TurboRequest:
                  type: object
                  x-cost: { unit: credits, rules: [ { fixed: 7 } ] }
                  required: [type, speed]
                  properties:
                    type:
                      type: string
                      enum: [turbo]
                    speed:
                      type: integer
                      maximum: 9

                ProImageToVideoRequest:

            """);
        consumer.Edit(Code, "var request = new ProTextToVideoRequest { Prompt = \"Twelve chars\", NegativePrompt = \"rain\" };", "GenerateRequest request = new TurboRequest { Speed = 10 };");
        consumer.Edit(Code, "request.EstimateCredits()", "((TurboRequest)request).EstimateCredits()");
        await Builds(consumer, "1 errors, 7 credits");
    }

    [Fact]
    public async Task What_an_edit_takes_away_is_an_error_where_it_is_used()
    {
        Consumer consumer = await WithCopyAsync();

        string spec = consumer.Read(Spec);
        consumer.Write(Spec, spec.Replace("negative_prompt:", "unwanted:", StringComparison.Ordinal));
        ProcessResult renamed = (await consumer.BuildAsync("--no-restore")).Failed();
        Assert.Contains("Program.cs(3,", Assert.Single(renamed.Errors), StringComparison.Ordinal);
        Assert.Contains("'NegativePrompt'", renamed.Errors[0], StringComparison.Ordinal);

        string model = spec[spec.IndexOf("    ProTextToVideoRequest:\n", StringComparison.Ordinal)..spec.IndexOf("    ProImageToVideoRequest:\n", StringComparison.Ordinal)];
        consumer.Write(Spec, spec
            .Replace(model, "", StringComparison.Ordinal)
            .Replace("        - $ref: '#/components/schemas/ProTextToVideoRequest'\n", "", StringComparison.Ordinal)
            .Replace("          pro-text-to-video: '#/components/schemas/ProTextToVideoRequest'\n", "", StringComparison.Ordinal));
        ProcessResult removed = (await consumer.BuildAsync("--no-restore")).Failed();
        Assert.Contains(removed.Errors, error => error.Contains("Program.cs(3,", StringComparison.Ordinal) && error.Contains("'ProTextToVideoRequest'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_broken_edit_is_an_error_at_its_line_and_no_stale_build_succeeds()
    {
        Consumer consumer = await WithCopyAsync();
        await Builds(consumer, "0 errors, 240 credits");

        consumer.Edit(Spec, "    Sound:\n      type: boolean", "    Sound:\n      type: bolean");
        int line = consumer.Read(Spec).Split('\n').Index().Single(pair => pair.Item.Contains("bolean", StringComparison.Ordinal)).Index + 1;

        for (int i = 0; i < 2; i++)
        {
            ProcessResult build = (await consumer.BuildAsync("--no-restore")).Failed();
            Assert.Contains(build.Errors, error => error.Contains($"{Spec}({line},13): error K3G006", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_spec_under_another_name_is_a_client_of_its_own_with_the_names_that_its_metadata_says()
    {
        Consumer consumer = workspace.Open("Regenerating");
        consumer.Edit("Regenerating.csproj", "</PropertyGroup>", "<Kling3UseBundledSpec>false</Kling3UseBundledSpec></PropertyGroup>");
        consumer.Edit("Regenerating.csproj", "</ItemGroup>", """<AdditionalFiles Include="mine.yaml" OpenApi="true" OpenApiNamespace="Mine.Videos" OpenApiClient="VideoClient" /></ItemGroup>""");
        File.Copy(Path.Combine(Workspace.Repository, "spec", Spec), consumer.File("mine.yaml"));
        consumer.Write(Code, """
            using Mine.Videos;

            Console.WriteLine($"{typeof(VideoClient)} {new ProTextToVideoRequest { Prompt = "x", Duration = 5 }.EstimateCredits()}");
            """);

        (await consumer.BuildAsync()).Succeeded();

        Assert.Equal("Mine.Videos.VideoClient 240\n", (await consumer.RunAsync("Regenerating")).Succeeded().Output);
    }

    private async Task<Consumer> WithCopyAsync()
    {
        Consumer consumer = workspace.Open("Regenerating");
        (await consumer.BuildAsync("-t:Kling3CopySpec")).Succeeded();
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Workspace.Repository, "spec", Spec), TestContext.Current.CancellationToken), consumer.Read(Spec));
        return consumer;
    }

    private static async Task Builds(Consumer consumer, string printed)
    {
        (await consumer.BuildAsync("--no-restore")).Succeeded();
        Assert.Equal(printed + "\n", (await consumer.RunAsync("Regenerating")).Succeeded().Output);
    }
}
