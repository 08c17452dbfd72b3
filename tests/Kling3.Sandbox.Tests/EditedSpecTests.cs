using System.Net;
using System.Text.Json.Nodes;
using Kling3.Sandbox.Checking;

namespace Kling3.Sandbox.Tests;

/// <summary>What is edited in the spec is what the sandbox does, with no other edit.</summary>
public sealed class EditedSpecTests
{
    [Fact]
    public async Task A_thirteenth_model_is_checked_charged_and_made_like_the_others()
    {
        JsonObject spec = Load();
        JsonObject schemas = (JsonObject)spec["components"]!["schemas"]!;
        schemas["UltraRequest"] = JsonNode.Parse("""
            {
              "type": "object",
              "required": ["type", "prompt", "audio"],
              "x-cost": { "unit": "credits", "rules": [
                { "when": { "sound": true, "aspect_ratio": "16:9" }, "of": "duration", "perUnit": 80 },
                { "of": "duration", "table": { "4": 7.5 } },
                { "when": { "loops": 3 }, "fixed": 1000 } ] },
              "properties": {
                "type": { "type": "string", "enum": ["ultra"], "x-error-code": "INVALID_TYPE" },
                "prompt": { "$ref": "#/components/schemas/Prompt" },
                "audio": { "type": "string", "minLength": 3, "x-error-code": "MISSING_AUDIO" },
                "duration": { "allOf": [ { "$ref": "#/components/schemas/O3Duration" } ], "default": 4 },
                "aspect_ratio": { "$ref": "#/components/schemas/AspectRatio" },
                "sound": { "$ref": "#/components/schemas/Sound" },
                "loops": { "type": "integer", "minimum": 1 }
              }
            }
            """);
        schemas["GenerateRequest"]!["oneOf"]!.AsArray().Add(new JsonObject { ["$ref"] = "#/components/schemas/UltraRequest" });
        schemas["GenerateRequest"]!["discriminator"]!["mapping"]!["ultra"] = "#/components/schemas/UltraRequest";
        spec["paths"]!["/api/generate"]!["post"]!["responses"]!["400"]!["x-error-codes"]!.AsArray().Add("MISSING_AUDIO");
        await using SandboxServer sandbox = await StartAsync(spec);
        using SandboxCaller caller = new(sandbox);

        await CostsAsync("""{"type":"ultra","prompt":"x","audio":"abc"}""", 7.5m);
        await CostsAsync("""{"type":"ultra","prompt":"x","audio":"abc","sound":true}""", 320);
        await CostsAsync("""{"type":"ultra","prompt":"x","audio":"abc","sound":true,"aspect_ratio":"1:1"}""", 7.5m);
        await CostsAsync("""{"type":"ultra","prompt":"x","audio":"abc","duration":5,"loops":3}""", 1000);
        await CostsAsync("""{"type":"ultra","prompt":"x","audio":"abc","duration":5}""", 0);
        await RefusedAsync("""{"type":"ultra","prompt":"x"}""", "MISSING_AUDIO");
        await RefusedAsync("""{"type":"ultra","prompt":"x","audio":" "}""", "MISSING_AUDIO");
        await RefusedAsync("""{"type":"ultra","prompt":"x","audio":"ab"}""", "MISSING_AUDIO");
        await RefusedAsync("""{"type":"ultra","prompt":"x","audio":"abc","duration":16}""", "INVALID_DURATION");
        await RefusedAsync("""{"type":"ultra","prompt":"x","audio":"abc","loops":0}""", "400");
        Assert.Contains("ultra", (await caller.GenerateAsync("{}")).Message, StringComparison.Ordinal);

        async Task CostsAsync(string body, decimal credits)
        {
            SandboxCaller.Answer answer = await caller.GenerateAsync(body);
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.Equal(credits, answer.Data.GetProperty("consumed_credits").GetDecimal());
        }

        async Task RefusedAsync(string body, string code)
        {
            SandboxCaller.Answer answer = await caller.GenerateAsync(body);
            Assert.Equal((HttpStatusCode.BadRequest, code), (answer.Status, answer.Code));
        }
    }

    [Fact]
    public async Task An_edited_price_is_charged_and_an_edited_limit_is_kept()
    {
        JsonObject spec = Load();
        spec["components"]!["schemas"]!["O3Duration"]!["maximum"] = 20;
        spec["components"]!["schemas"]!["O3ProTextToVideoRequest"]!["x-cost"]!["rules"]![0]!["perUnit"] = 1;
        await using SandboxServer sandbox = await StartAsync(spec);
        using SandboxCaller caller = new(sandbox);

        SandboxCaller.Answer longest = await caller.GenerateAsync("""{"type":"o3-pro-text-to-video","prompt":"x","duration":20}""");
        SandboxCaller.Answer longer = await caller.GenerateAsync("""{"type":"o3-pro-text-to-video","prompt":"x","duration":21}""");

        Assert.Equal(20, longest.Data.GetProperty("consumed_credits").GetInt32());
        Assert.Equal("INVALID_DURATION", longer.Code);
    }

    [Fact]
    public async Task A_code_can_move_to_another_status()
    {
        JsonObject spec = Load();
        JsonObject responses = (JsonObject)spec["paths"]!["/api/generate"]!["post"]!["responses"]!;
        responses["400"]!["x-error-codes"]!.AsArray().RemoveAt(0);
        responses["422"] = JsonNode.Parse("""{ "description": "The prompt is no good.", "x-error-codes": ["INVALID_PROMPT"] }""");
        await using SandboxServer sandbox = await StartAsync(spec);
        using SandboxCaller caller = new(sandbox);

        SandboxCaller.Answer answer = await caller.GenerateAsync("""{"type":"o3-pro-text-to-video"}""");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "INVALID_PROMPT"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task The_served_description_names_the_sandbox_as_its_server()
    {
        await using SandboxServer sandbox = await SandboxServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using HttpClient http = new();

        JsonNode served = JsonNode.Parse(await http.GetStringAsync(new Uri(sandbox.BaseAddress, "openapi.json"), TestContext.Current.CancellationToken))!;

        Assert.Equal(sandbox.BaseAddress.GetLeftPart(UriPartial.Authority), served["servers"]![0]!["url"]!.GetValue<string>());
        JsonObject expected = Load();
        expected.Remove("servers");
        served.AsObject().Remove("servers");
        Assert.True(JsonNode.DeepEquals(expected, served));
    }

    [Theory]
    [InlineData("not JSON", "JSON")]
    [InlineData("[]", "paths")]
    [InlineData("{}", "paths")]
    [InlineData("""{"paths":{"/api/generate":{"post":{"requestBody":{"content":{"application/json":{"schema":{"type":"object"}}}},"responses":{}}}}}""", "discriminator")]
    public void A_description_that_is_none_is_refused_with_what_it_lacks(string spec, string named)
    {
        SpecException exception = Assert.Throws<SpecException>(() => ApiSpec.Parse(spec));

        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "$ref": "#/components/schemas/Nowhere" }""", "Nowhere")]
    [InlineData("""{ "$ref": "other.yaml#/Prompt" }""", "other.yaml")]
    [InlineData("""{ "$ref": "#/components/schemas/Prompt" }""", "back to itself")]
    [InlineData("""{ "allOf": [ { "$ref": "#/components/schemas/Prompt" } ] }""", "back to itself")]
    [InlineData("""{ "type": "strng" }""", "strng")]
    [InlineData("""{ "type": "string", "maxLenght": 5 }""", "maxLenght")]
    [InlineData("""{ "type": "string", "pattern": "(" }""", "pattern")]
    [InlineData("""{ "type": "array", "items": { "const": 5 } }""", "const")]
    [InlineData("5", "Number")]
    public void A_schema_that_cannot_be_checked_is_refused_at_the_start(string prompt, string named)
    {
        JsonObject spec = Load();
        spec["components"]!["schemas"]!["Prompt"] = JsonNode.Parse(prompt);

        SpecException exception = Assert.Throws<SpecException>(() => ApiSpec.Parse(spec.ToJsonString()));

        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("{}")]
    [InlineData("""{ "rules": [ {} ] }""")]
    [InlineData("""{ "rules": [ { "of": "duration" } ] }""")]
    [InlineData("""{ "rules": [ { "of": "duration", "perUnit": "48" } ] }""")]
    [InlineData("""{ "rules": [ { "of": "duration", "table": { "five": 48 } } ] }""")]
    [InlineData("""{ "rules": [ { "when": [], "fixed": 5 } ] }""")]
    public void A_price_that_is_none_is_refused_at_the_start(string cost)
    {
        JsonObject spec = Load();
        spec["components"]!["schemas"]!["O3ProVideoEditRequest"]!["x-cost"] = JsonNode.Parse(cost);

        SpecException exception = Assert.Throws<SpecException>(() => ApiSpec.Parse(spec.ToJsonString()));

        Assert.Contains("o3-pro-video-edit", exception.Message, StringComparison.Ordinal);
    }

    private static JsonObject Load() => (JsonObject)JsonNode.Parse(ApiSpec.DefaultJson)!;

    private static Task<SandboxServer> StartAsync(JsonObject spec) =>
        SandboxServer.StartAsync(new SandboxOptions { Spec = spec.ToJsonString() }, TestContext.Current.CancellationToken);
}
