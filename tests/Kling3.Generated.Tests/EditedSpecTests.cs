using Kling3.Generated.Tests.Support;
using Kling3.Sandbox;

namespace Kling3.Generated.Tests;

/// <summary>A user edits the spec and builds: types, validation, estimates, Models and the sandbox follow, and nothing else was edited.</summary>
public sealed class EditedSpecTests
{
    [Fact]
    public void An_edited_limit_changes_validation_documentation_and_Models()
    {
        const string Program = """
            using Kling3;
            public static class Program
            {
                public static string Validate(int seconds) => new O3ProTextToVideoRequest { Prompt = "x", Duration = seconds }.Validate().ToString();
                public static string Model() { var m = GenerateRequest.Models.Single(m => m.Type == "o3-pro-text-to-video").Members.Single(m => m.Name == "duration"); return $"{m.Minimum} to {m.Maximum}"; }
            }
            """;
        EditedClient before = EditedClient.Build(Repository.SpecText, Program);
        EditedClient after = EditedClient.Build(Edit("      minimum: 3\n      maximum: 15", "      minimum: 3\n      maximum: 20"), Program);

        Assert.Equal("duration must be from 3 to 15. [INVALID_DURATION]", before.Call<string>("Validate", 16));
        Assert.Equal("", after.Call<string>("Validate", 20));
        Assert.Equal("duration must be from 3 to 20. [INVALID_DURATION]", after.Call<string>("Validate", 21));
        Assert.Equal(("3 to 15", "3 to 20"), (before.Call<string>("Model"), after.Call<string>("Model")));
    }

    [Fact]
    public async Task An_edited_price_changes_the_estimate_and_what_the_sandbox_charges()
    {
        // A later edition of the provider's page: 54 a second, 80 with sound.
        string spec = Edit(
            "      description: Text to video with Kling 3.0, professional quality.\n      x-cost: { unit: credits, rules: [ { of: duration, table: { 5: 240, 10: 480 } } ] }",
            "      description: Text to video with Kling 3.0, professional quality.\n      x-cost: { unit: credits, rules: [ { when: { sound: true }, of: duration, perUnit: 80 }, { of: duration, perUnit: 54 } ] }");
        EditedClient client = EditedClient.Build(spec, """
            using Kling3;
            using Kling3.Runtime;
            public static class Program
            {
                public static decimal? Estimate(bool? sound) => new ProTextToVideoRequest { Prompt = "x", Duration = 10, Sound = sound }.EstimateCredits();
                public static int Rules() => GenerateRequest.Models[0].Prices.Count;
                public static async Task<long?> ChargeAsync(string key, Uri address, bool? sound, CancellationToken ct)
                {
                    using var client = new Kling3Client(new ApiClientOptions { ApiKey = key, BaseAddress = address });
                    return (await client.GenerateAsync(new ProTextToVideoRequest { Prompt = "x", Duration = 10, Sound = sound }, ct)).ConsumedCredits;
                }
            }
            """);
        await using SandboxServer sandbox = await TestClient.StartSandboxAsync(spec: EditedClient.ToJson(spec));

        foreach ((bool? sound, decimal credits) in ((bool?, decimal)[])[(null, 540), (false, 540), (true, 800)])
        {
            Assert.Equal(credits, client.Call<decimal?>("Estimate", sound));
            Assert.Equal((long)credits, await client.Call<Task<long?>>("ChargeAsync", sandbox.ApiKey, sandbox.BaseAddress, sound, TestContext.Current.CancellationToken));
        }

        Assert.Equal(2, client.Call<int>("Rules"));
    }

    [Fact]
    public async Task A_thirteenth_model_is_a_type_and_is_validated_estimated_listed_and_made()
    {
        string spec = WithUltra();
        EditedClient client = EditedClient.Build(spec, """
            using Kling3;
            using Kling3.Runtime;
            public static class Program
            {
                private static UltraImageToVideoRequest Request(string image) => new() { Prompt = "x", Image = image, Duration = 20 };
                public static string Validate(string image) => Request(image).Validate().ToString();
                public static decimal? Estimate() => Request("i").EstimateCredits();
                public static string[] Models() => GenerateRequest.Models.Select(m => m.Type).ToArray();
                public static string Empty() => ((GenerateRequest)GenerateRequest.Models[12].Create()).Validate().ToString();
                public static async Task<string> MakeAsync(string key, Uri address, string image, bool validate, CancellationToken ct)
                {
                    var options = new ApiClientOptions { ApiKey = key, BaseAddress = address, ValidateRequests = validate };
                    options.Polling.FirstDelay = TimeSpan.FromMilliseconds(10);
                    using var client = new Kling3Client(options);
                    try
                    {
                        VideoTask done = await client.GenerateAndWaitAsync(Request(image), cancellationToken: ct);
                        return $"{done.Status} {done.ConsumedCredits} {done.Response!.Count}";
                    }
                    catch (ApiException e)
                    {
                        return $"{e.GetType().Name} {e.StatusCode} {e.ErrorCode}";
                    }
                }
            }
            """);
        await using SandboxServer sandbox = await TestClient.StartSandboxAsync(spec: EditedClient.ToJson(spec));
        Task<string> MakeAsync(string image, bool validate) =>
            client.Call<Task<string>>("MakeAsync", sandbox.ApiKey, sandbox.BaseAddress, image, validate, TestContext.Current.CancellationToken);

        Assert.Equal(13, client.Call<string[]>("Models").Length);
        Assert.Equal("ultra-image-to-video", client.Call<string[]>("Models")[12]);
        Assert.Equal("", client.Call<string>("Validate", "i"));
        Assert.Equal(2000m, client.Call<decimal?>("Estimate"));
        Assert.EndsWith("[MISSING_IMAGE]", client.Call<string>("Validate", " "), StringComparison.Ordinal);
        Assert.Contains("[INVALID_PROMPT]", client.Call<string>("Empty"), StringComparison.Ordinal);
        Assert.Contains("[MISSING_IMAGE]", client.Call<string>("Empty"), StringComparison.Ordinal);

        Assert.Equal("RequestInvalidException  MISSING_IMAGE", await MakeAsync("", validate: true));
        Assert.Empty(sandbox.Requests);
        Assert.Equal("ApiException BadRequest MISSING_IMAGE", await MakeAsync("", validate: false));
        Assert.Equal("SUCCESS 2000 1", await MakeAsync("i", validate: true));
    }

    [Fact]
    public void A_thirteenth_model_without_what_it_requires_does_not_compile()
    {
        const string Program = """public static class Program { public static object Make() => new Kling3.UltraImageToVideoRequest { Prompt = "x" }; }""";

        Assert.Contains("CS9035", Assert.Single(EditedClient.Complaints(WithUltra(), Program)), StringComparison.Ordinal);
        Assert.Contains("UltraImageToVideoRequest", Assert.Single(EditedClient.Complaints(Repository.SpecText, Program)), StringComparison.Ordinal);
    }

    /// <summary>What spec/README.md says to do for a model: a schema, a line in <c>oneOf</c>, a line in <c>mapping</c>.</summary>
    private static string WithUltra() => Edit(
        [
            ("        - $ref: '#/components/schemas/O3StdVideoEditRequest'\n", "        - $ref: '#/components/schemas/O3StdVideoEditRequest'\n        - $ref: '#/components/schemas/UltraImageToVideoRequest'\n"),
            ("          o3-std-video-edit: '#/components/schemas/O3StdVideoEditRequest'\n", "          o3-std-video-edit: '#/components/schemas/O3StdVideoEditRequest'\n          ultra-image-to-video: '#/components/schemas/UltraImageToVideoRequest'\n"),
            ("    # ---- Parameters that several models share ----\n", """

                UltraImageToVideoRequest:
                  type: object
                  description: Image to video with Ultra.
                  x-cost: { unit: credits, rules: [ { of: duration, perUnit: 100 } ] }
                  required: [type, prompt, image]
                  properties:
                    type:
                      type: string
                      enum: [ultra-image-to-video]
                      x-error-code: INVALID_TYPE
                    prompt:
                      $ref: '#/components/schemas/Prompt'
                    image:
                      type: string
                      x-error-code: MISSING_IMAGE
                    duration:
                      type: integer
                      minimum: 1
                      maximum: 30
                      default: 5
                      x-error-code: INVALID_DURATION
                # ---- Parameters that several models share ----

            """.ReplaceLineEndings("\n")),
        ]);

    private static string Edit(string from, string to) => Edit([(from, to)]);

    private static string Edit((string From, string To)[] edits)
    {
        string spec = Repository.SpecText;
        foreach ((string from, string to) in edits)
        {
            Assert.Equal(2, spec.Split(from).Length);
            spec = spec.Replace(from, to, StringComparison.Ordinal);
        }

        return spec;
    }
}
