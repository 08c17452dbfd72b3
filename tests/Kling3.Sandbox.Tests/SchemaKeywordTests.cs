using System.Text.Json;
using System.Text.Json.Nodes;
using Kling3.Sandbox.Checking;

namespace Kling3.Sandbox.Tests;

/// <summary>Each keyword that narrows a schema, on a member of its own.</summary>
public sealed class SchemaKeywordTests
{
    [Theory]
    [InlineData("""{ "type": "integer" }""", "5", true)]
    [InlineData("""{ "type": "integer" }""", "5.0", true)]
    [InlineData("""{ "type": "integer" }""", "5.5", false)]
    [InlineData("""{ "type": "integer" }""", "1e40", true)]
    [InlineData("""{ "type": "integer" }""", "\"5\"", false)]
    [InlineData("""{ "type": "number" }""", "-0.5", true)]
    [InlineData("""{ "type": "number" }""", "true", false)]
    [InlineData("""{ "type": "boolean" }""", "false", true)]
    [InlineData("""{ "type": "boolean" }""", "0", false)]
    [InlineData("""{ "type": "string" }""", "\"\"", true)]
    [InlineData("""{ "type": "string" }""", "null", false)]
    [InlineData("""{ "type": "string", "nullable": true }""", "null", true)]
    [InlineData("""{ "type": "object" }""", "{}", true)]
    [InlineData("""{ "type": "object" }""", "[]", false)]
    [InlineData("""{}""", "[null]", true)]
    [InlineData("""{ "enum": [1, "a", null, [2]] }""", "1.0", true)]
    [InlineData("""{ "enum": [1, "a", null, [2]] }""", "null", true)]
    [InlineData("""{ "enum": [1, "a", null, [2]] }""", "[2]", true)]
    [InlineData("""{ "enum": [1, "a", null, [2]] }""", "\"A\"", false)]
    [InlineData("""{ "minimum": 3, "maximum": 15 }""", "3", true)]
    [InlineData("""{ "minimum": 3, "maximum": 15 }""", "15.0", true)]
    [InlineData("""{ "minimum": 3, "maximum": 15 }""", "2.999", false)]
    [InlineData("""{ "minimum": 3, "maximum": 15 }""", "1e400", false)]
    [InlineData("""{ "minimum": 3, "exclusiveMinimum": true }""", "3", false)]
    [InlineData("""{ "minimum": 3, "exclusiveMinimum": true }""", "3.1", true)]
    [InlineData("""{ "maximum": 15, "exclusiveMaximum": true }""", "15", false)]
    [InlineData("""{ "maximum": 15, "exclusiveMaximum": false }""", "15", true)]
    [InlineData("""{ "multipleOf": 0.1 }""", "0.3", true)]
    [InlineData("""{ "multipleOf": 0.1 }""", "0.35", false)]
    [InlineData("""{ "minLength": 2, "maxLength": 3 }""", "\"a\"", false)]
    [InlineData("""{ "minLength": 2, "maxLength": 3 }""", "\"\\ud83d\\ude00\\ud83d\\ude00\\ud83d\\ude00\"", true)]
    [InlineData("""{ "maxLength": 3 }""", "\"abcd\"", false)]
    [InlineData("""{ "pattern": "^https://" }""", "\"https://example.com\"", true)]
    [InlineData("""{ "pattern": "^https://" }""", "\"ftp://example.com\"", false)]
    [InlineData("""{ "pattern": "^(a+)+$" }""", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\"", false)]
    [InlineData("""{ "minItems": 1, "maxItems": 2 }""", "[]", false)]
    [InlineData("""{ "minItems": 1, "maxItems": 2 }""", "[1,2]", true)]
    [InlineData("""{ "minItems": 1, "maxItems": 2 }""", "[1,2,3]", false)]
    [InlineData("""{ "uniqueItems": true }""", "[1,2,1.0]", false)]
    [InlineData("""{ "items": { "type": "string", "minLength": 1 } }""", "[\"a\",\"\"]", false)]
    [InlineData("""{ "properties": { "a": { "type": "integer" } }, "required": ["a", "b"] }""", """{"a":1,"b":null}""", true)]
    [InlineData("""{ "properties": { "a": { "type": "integer" } }, "required": ["a", "b"] }""", """{"a":1}""", false)]
    [InlineData("""{ "properties": { "a": { "type": "integer" } }, "additionalProperties": false }""", """{"a":1,"b":1}""", false)]
    [InlineData("""{ "properties": { "a": { "type": "integer" } }, "additionalProperties": { "type": "string" } }""", """{"a":1,"b":1}""", false)]
    [InlineData("""{ "properties": { "a": { "type": "integer" } }, "additionalProperties": { "type": "string" } }""", """{"a":1,"b":"1"}""", true)]
    [InlineData("""{ "minProperties": 1, "maxProperties": 1 }""", "{}", false)]
    [InlineData("""{ "minProperties": 1, "maxProperties": 1 }""", """{"a":1}""", true)]
    [InlineData("""{ "allOf": [ { "minimum": 3 }, { "maximum": 15 } ] }""", "16", false)]
    [InlineData("""{ "allOf": [ { "minimum": 3 }, { "maximum": 15 } ], "multipleOf": 2 }""", "5", false)]
    [InlineData("""{ "allOf": [ { "minimum": 3 }, { "maximum": 15 } ], "multipleOf": 2 }""", "4", true)]
    [InlineData("""{ "anyOf": [ { "type": "string" }, { "type": "integer" } ] }""", "5", true)]
    [InlineData("""{ "anyOf": [ { "type": "string" }, { "type": "integer" } ] }""", "5.5", false)]
    [InlineData("""{ "oneOf": [ { "minimum": 3 }, { "maximum": 15 } ] }""", "5", false)]
    [InlineData("""{ "oneOf": [ { "minimum": 3 }, { "maximum": 15 } ] }""", "16", true)]
    [InlineData("""{ "not": { "type": "string" } }""", "\"a\"", false)]
    [InlineData("""{ "not": { "type": "string" } }""", "5", true)]
    public void A_keyword_decides_what_is_valid(string schema, string value, bool isValid)
    {
        ApiSpec spec = WithMember(schema, required: false);

        Violation? violation = Check(spec, value);

        Assert.Equal(isValid, violation is null);
        if (violation is not null)
        {
            Assert.Null(violation.Code);
            Assert.StartsWith("member", violation.Member, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{ "type": "string", "x-error-code": "C" }""", "\" \"", "C")]
    [InlineData("""{ "type": "string" }""", "\" \"", null)]
    [InlineData("""{ "type": "string", "nullable": true, "x-error-code": "C" }""", "null", null)]
    [InlineData("""{ "type": "array", "items": { "type": "string" }, "x-error-code": "C" }""", "[]", "C")]
    [InlineData("""{ "type": "array", "items": { "type": "string" }, "x-error-code": "C" }""", "[\"a\",\"\\t\"]", "C")]
    [InlineData("""{ "type": "array", "items": { "type": "string" } }""", "[\"\"]", null)]
    [InlineData("""{ "type": "array", "items": { "type": "integer" }, "x-error-code": "C" }""", "[]", null)]
    [InlineData("""{ "type": "array", "items": { "$ref": "#/components/schemas/NegativePrompt" }, "x-error-code": "C" }""", "[\"\"]", "C")]
    public void Blank_is_missing_only_where_a_text_is_required_and_has_a_code(string schema, string value, string? code)
    {
        Assert.Equal(code, Check(WithMember(schema, required: true), value)?.Code);
        Assert.Null(Check(WithMember(schema, required: false), value));
    }

    [Fact]
    public void The_first_violation_in_the_schemas_order_is_the_one_that_is_told()
    {
        using JsonDocument body = JsonDocument.Parse("""{"aspect_ratio":"4:3","duration":1,"prompt":" ","type":"pro-image-to-video"}""");
        using JsonDocument second = JsonDocument.Parse("""{"aspect_ratio":"4:3","prompt":"x","type":"pro-image-to-video"}""");

        Assert.Equal("prompt", ApiSpec.Default.Check(body.RootElement)?.Member);
        Assert.Equal("aspect_ratio", ApiSpec.Default.Check(second.RootElement)?.Member);
    }

    [Fact]
    public void An_item_is_named_by_its_place()
    {
        using JsonDocument body = JsonDocument.Parse("""{"type":"o3-std-reference-to-video","prompt":"x","images":["a",5]}""");

        Violation? violation = ApiSpec.Default.Check(body.RootElement);

        Assert.Equal(("images[1]", "MISSING_IMAGE"), (violation?.Member, violation?.Code));
    }

    [Fact]
    public void A_price_of_an_amount_without_a_limit_never_overflows()
    {
        JsonObject spec = (JsonObject)JsonNode.Parse(ApiSpec.DefaultJson)!;
        spec["components"]!["schemas"]!["O3Duration"] = new JsonObject { ["type"] = "integer" };
        using JsonDocument body = JsonDocument.Parse("""{"type":"o3-pro-text-to-video","prompt":"x","duration":79228162514264337593543950335}""");

        Assert.Equal(decimal.MaxValue, ApiSpec.Parse(spec.ToJsonString()).Cost(body.RootElement));
    }

    private static ApiSpec WithMember(string schema, bool required)
    {
        JsonObject spec = (JsonObject)JsonNode.Parse(ApiSpec.DefaultJson)!;
        JsonNode model = spec["components"]!["schemas"]!["ProTextToVideoRequest"]!;
        model["properties"]!["member"] = JsonNode.Parse(schema);
        if (required)
        {
            model["required"]!.AsArray().Add("member");
        }

        return ApiSpec.Parse(spec.ToJsonString());
    }

    private static Violation? Check(ApiSpec spec, string value)
    {
        using JsonDocument body = JsonDocument.Parse($$"""{"type":"pro-text-to-video","prompt":"x","member":{{value}}}""");
        return spec.Check(body.RootElement);
    }
}
