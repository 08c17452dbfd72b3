using System.Globalization;
using System.Text.Json;
using Kling3.TestSupport;
using YamlDotNet.RepresentationModel;

namespace Kling3.Sandbox.Tests;

/// <summary>The spec against the page's own tables.</summary>
public sealed class SpecTests
{
    public static TheoryData<string> ModelTypes => [.. DocumentedFacts.Models.Select(model => model.Type)];

    [Fact]
    public void The_spec_has_the_documented_models_and_no_other() =>
        Assert.Equal(DocumentedFacts.Models.Select(model => model.Type), SpecDocument.Models.Keys);

    [Fact]
    public void Every_model_is_a_case_of_the_union()
    {
        YamlSequenceNode cases = (YamlSequenceNode)SpecDocument.Find(SpecDocument.Root, "components", "schemas", "GenerateRequest", "oneOf")!;

        Assert.Equal(SpecDocument.Models.Values, cases.Children.Select(item => SpecDocument.Find(item)));
    }

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void A_model_takes_and_requires_what_is_documented(string type)
    {
        ModelFact fact = Fact(type);
        YamlNode schema = SpecDocument.Models[type];

        Assert.Equal(fact.Members, SpecDocument.Names(SpecDocument.Find(schema, "properties")));
        Assert.Equal(fact.Required, SpecDocument.Texts(SpecDocument.Find(schema, "required")));
        Assert.Equal([type], SpecDocument.Texts(SpecDocument.Find(schema, "properties", "type", "enum")));
    }

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void A_model_has_the_documented_durations(string type)
    {
        ModelFact fact = Fact(type);
        YamlNode? duration = SpecDocument.Find(SpecDocument.Models[type], "properties", "duration");
        List<int> durations = [.. SpecDocument.Texts(SpecDocument.Find(duration, "enum")).Select(value => int.Parse(value, CultureInfo.InvariantCulture))];
        if (SpecDocument.Text(SpecDocument.Find(duration, "minimum")) is { } minimum)
        {
            int first = int.Parse(minimum, CultureInfo.InvariantCulture);
            int last = int.Parse(SpecDocument.Text(SpecDocument.Find(duration, "maximum"))!, CultureInfo.InvariantCulture);
            durations.AddRange(Enumerable.Range(first, last - first + 1));
        }

        Assert.Equal(fact.CreditsBySeconds.Keys, durations);
    }

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void A_model_has_the_documented_price(string type)
    {
        ModelFact fact = Fact(type);
        YamlNode? cost = SpecDocument.Find(SpecDocument.Models[type], "x-cost");
        YamlNode rule = Assert.Single(((YamlSequenceNode)SpecDocument.Find(cost, "rules")!).Children);

        Assert.Equal("credits", SpecDocument.Text(SpecDocument.Find(cost, "unit")));
        if (fact.FixedCredits is { } credits)
        {
            Assert.Equal(credits, Number(SpecDocument.Find(rule, "fixed")));
            return;
        }

        Assert.Equal("duration", SpecDocument.Text(SpecDocument.Find(rule, "of")));
        foreach ((int seconds, int price) in fact.CreditsBySeconds)
        {
            YamlNode? listed = SpecDocument.Find(rule, "table", seconds.ToString(CultureInfo.InvariantCulture));
            Assert.Equal(price, listed is null ? seconds * Number(SpecDocument.Find(rule, "perUnit")) : Number(listed));
        }
    }

    [Fact]
    public void Every_documented_parameter_has_its_type_and_default_wherever_it_is_taken()
    {
        foreach (ParameterFact parameter in DocumentedFacts.Parameters)
        {
            YamlNode[] found = [.. SpecDocument.Models.Values.Select(schema => SpecDocument.Find(schema, "properties", parameter.Name)).OfType<YamlNode>()];

            Assert.NotEmpty(found);
            foreach (YamlNode property in found)
            {
                string? type = SpecDocument.Text(SpecDocument.Find(property, "type"));
                string? itemType = SpecDocument.Text(SpecDocument.Find(property, "items", "type"));
                string documented = itemType is not null ? itemType + "[]" : type == "integer" ? "number" : type!;
                Assert.Equal(parameter.Type, documented);

                YamlScalarNode? given = (YamlScalarNode?)SpecDocument.Find(property, "default");
                string? asJson = given is null ? null : parameter.Type == "string" ? JsonSerializer.Serialize(given.Value) : given.Value;
                Assert.Equal(parameter.Default, asJson);
            }

            int requiredBy = SpecDocument.Models.Values.Count(schema => SpecDocument.Texts(SpecDocument.Find(schema, "required")).Contains(parameter.Name));
            Assert.Equal(parameter.Required, requiredBy == SpecDocument.Models.Count);
        }
    }

    [Fact]
    public void The_only_member_that_the_table_of_parameters_lacks_is_the_one_from_an_example()
    {
        IEnumerable<string> members = SpecDocument.Models.Values.SelectMany(schema => SpecDocument.Names(SpecDocument.Find(schema, "properties"))).Distinct();

        Assert.Equal(["keep_original_sound"], members.Except(DocumentedFacts.Parameters.Select(parameter => parameter.Name)));
    }

    [Fact]
    public void Every_documented_error_is_under_its_status()
    {
        YamlMappingNode responses = (YamlMappingNode)SpecDocument.Find(SpecDocument.Root, "paths", "/api/generate", "post", "responses")!;
        IEnumerable<ErrorFact> listed = responses.Children.SelectMany(response =>
            SpecDocument.Texts(SpecDocument.Find(response.Value, "x-error-codes"))
                .Select(code => new ErrorFact(int.Parse(SpecDocument.Text(response.Key)!, CultureInfo.InvariantCulture), code)));

        Assert.Equal(DocumentedFacts.Errors, listed);
    }

    [Fact]
    public void The_documented_bodies_are_the_examples()
    {
        YamlMappingNode examples = (YamlMappingNode)SpecDocument.Find(
            SpecDocument.Root, "paths", "/api/generate", "post", "requestBody", "content", "application/json", "examples")!;
        using JsonDocument spec = JsonDocument.Parse(Checking.ApiSpec.DefaultJson);
        JsonElement translated = spec.RootElement.GetProperty("paths").GetProperty("/api/generate").GetProperty("post")
            .GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("examples");

        Assert.Equal(DocumentedFacts.Bodies.Count, examples.Children.Count);
        foreach ((JsonProperty example, string body) in translated.EnumerateObject().Zip(DocumentedFacts.Bodies))
        {
            using JsonDocument documented = JsonDocument.Parse(body);
            Assert.True(JsonElement.DeepEquals(documented.RootElement, example.Value.GetProperty("value")), example.Name);
        }
    }

    [Fact]
    public void The_embedded_description_is_the_spec()
    {
        using JsonDocument embedded = JsonDocument.Parse(Checking.ApiSpec.DefaultJson);

        AssertSame(SpecDocument.Root, embedded.RootElement, "");
    }

    private static void AssertSame(YamlNode yaml, JsonElement json, string path)
    {
        switch (yaml)
        {
            case YamlMappingNode mapping:
                Assert.Equal(SpecDocument.Names(mapping), json.EnumerateObject().Select(property => property.Name));
                foreach (KeyValuePair<YamlNode, YamlNode> child in mapping.Children)
                {
                    string name = SpecDocument.Text(child.Key)!;
                    AssertSame(child.Value, json.GetProperty(name), path + "/" + name);
                }

                break;
            case YamlSequenceNode sequence:
                Assert.Equal(sequence.Children.Count, json.GetArrayLength());
                foreach ((YamlNode item, JsonElement translated) in sequence.Children.Zip(json.EnumerateArray()))
                {
                    AssertSame(item, translated, path + "/-");
                }

                break;
            default:
                string text = SpecDocument.Text(yaml)!;
                Assert.Equal(text, json.ValueKind is JsonValueKind.True or JsonValueKind.False ? json.GetRawText() : json.ToString());
                break;
        }
    }

    private static ModelFact Fact(string type) => DocumentedFacts.Models.Single(model => model.Type == type);

    private static int Number(YamlNode? node) => int.Parse(SpecDocument.Text(node)!, CultureInfo.InvariantCulture);
}
