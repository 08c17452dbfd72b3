using Kling3.Generator.Tests.Support;

namespace Kling3.Generator.Tests.Documents;

/// <summary>Schemas that a property tells apart.</summary>
public sealed class DiscriminatorTests
{
    [Fact]
    public async Task Of_several_values_that_mean_one_schema_an_object_is_written_with_the_one_it_was_read_with()
    {
        const string document = """
            openapi: 3.0.3
            info: { title: t, version: '1' }
            paths: {}
            components:
              schemas:
                Shape:
                  oneOf: [ { $ref: '#/components/schemas/Round' }, { $ref: '#/components/schemas/Square' } ]
                  discriminator: { propertyName: kind, mapping: { circle: Round, disc: Round, square: Square } }
                Round: { type: object, required: [ kind, size ], properties: { kind: { type: string, x-error-code: BAD_KIND }, size: { type: integer } }, x-cost: { unit: credits, rules: [ { when: { kind: disc }, fixed: 3 }, { of: kind, table: { circle: 5 } } ] } }
                Square: { type: object, properties: { kind: { type: string } } }
                Pet:
                  type: object
                  properties: { species: { type: string } }
                  discriminator: { propertyName: species, mapping: { cat: Cat, kitten: Cat, dog: Dog } }
                Cat: { allOf: [ { $ref: '#/components/schemas/Pet' } ], properties: { lives: { type: integer } } }
                Dog: { allOf: [ { $ref: '#/components/schemas/Pet' } ], properties: { tricks: { type: integer } } }
            """;

        Assert.Equal(
            """
            {"kind":"disc","size":1} {"kind":"circle","size":2} {"kind":"square"}
            {"species":"kitten","lives":9} {"species":"cat"} {"species":"dog"} {"species":"bird"}
            {"kind":"circle","size":3} {"kind":"disc","size":4} {"species":"kitten"} {"species":"cat"}
            BAD_KIND kind must be circle or disc. 3 5 False
            circle=circle disc=disc square=square
            """.ReplaceLineEndings("\n"),
            await Generation.Of(document, """
                #nullable enable
                using System.Linq;
                using System.Text.Json;
                using Sample;

                public static class Probe
                {
                    private static string Again<T>(params string[] texts) => string.Join(" ", texts.Select(text =>
                    {
                        string metadata = JsonSerializer.Serialize(JsonSerializer.Deserialize<T>(text, SampleJsonContext.Default.Options), SampleJsonContext.Default.Options);
                        string changed = JsonSerializer.Serialize(JsonSerializer.Deserialize<T>(text, s_changed), s_changed);
                        return metadata == changed ? metadata : metadata + " and " + changed;
                    }));

                    // Options of one's own are served by the metadata, member by member.
                    private static readonly JsonSerializerOptions s_changed = new() { TypeInfoResolver = SampleJsonContext.Default, AllowTrailingCommas = true };

                    public static System.Threading.Tasks.Task<string> Run(System.Net.Http.HttpClient http)
                    {
                        var wrong = new Round { Kind = "square", Size = 1 };
                        var disc = new Round { Kind = "disc", Size = 4 };
                        return System.Threading.Tasks.Task.FromResult(string.Join("\n",
                            Again<Shape>("{\"kind\":\"disc\",\"size\":1}", "{\"size\":2,\"kind\":\"circle\"}", "{\"kind\":\"square\"}"),
                            Again<Pet>("{\"lives\":9,\"species\":\"kitten\"}", "{\"species\":\"cat\"}", "{\"species\":\"dog\"}", "{\"species\":\"bird\"}"),
                            string.Join(" ", new object[] { new Round { Size = 3 }, disc, new Cat { Species = "kitten" }, new Cat() }.Select(value => JsonSerializer.Serialize(value, value.GetType(), SampleJsonContext.Default))),
                            $"{wrong.Validate()[0].Code} {wrong.Validate()[0].Message} {disc.EstimateCredits()} {new Round { Size = 1 }.EstimateCredits()} {disc.Validate().Count > 0}",
                            string.Join(" ", Shape.Models.Select(model => $"{model.Type}={((Shape)model.Create()).Kind}"))));
                    }
                }
                """).AssertWhole().RunAsync());
    }

    [Fact]
    public async Task A_name_stands_for_the_value_of_the_enum_that_differs_from_it_by_case_alone()
    {
        const string document = """
            openapi: 3.0.3
            info: { title: t, version: '1' }
            paths: {}
            components:
              schemas:
                Pet: { type: object, properties: { species: { type: string, enum: [ cat, dog ] } }, discriminator: { propertyName: species } }
                Cat: { allOf: [ { $ref: '#/components/schemas/Pet' } ], properties: { lives: { type: integer } } }
                Dog: { allOf: [ { $ref: '#/components/schemas/Pet' } ], properties: { tricks: { type: integer } } }
            """;

        Assert.Equal(
            """{"species":"cat","lives":9} Dog""",
            await Generation.Of(document, """
                #nullable enable
                using System.Text.Json;
                using Sample;

                public static class Probe
                {
                    public static System.Threading.Tasks.Task<string> Run(System.Net.Http.HttpClient http) => System.Threading.Tasks.Task.FromResult(
                        JsonSerializer.Serialize(new Cat { Lives = 9 }, SampleJsonContext.Default.Cat) + " "
                        + JsonSerializer.Deserialize("{\"species\":\"dog\"}", SampleJsonContext.Default.Pet)!.GetType().Name);
                }
                """).AssertWhole("K3G013").RunAsync());
    }

    [Fact]
    public async Task A_case_checks_what_it_asks_of_the_members_that_its_base_declares() =>
        Assert.Equal(
            """
            BAD_NAME name is required and must not be blank.
            age is required.
            BAD_NAME name must have at most 3 characters.
            age must be at least 1.
            color must be red.
            tags must have at most 1 item.
            0 errors; 0 errors; 1 error
            """.ReplaceLineEndings("\n"),
            await Generation.Of("""
                openapi: 3.0.3
                info: { title: t, version: '1' }
                paths: {}
                components:
                  schemas:
                    Pet:
                      type: object
                      properties: { species: { type: string }, name: { type: string }, age: { type: integer }, color: { type: string, enum: [ red, blue ] }, tags: { type: array, items: { type: string } } }
                      discriminator: { propertyName: species }
                    Cat:
                      allOf:
                        - { $ref: '#/components/schemas/Pet' }
                        - { required: [ name, age ], properties: { species: { enum: [ cat ] }, name: { maxLength: 3, x-error-code: BAD_NAME, default: Tom }, age: { minimum: 1 }, color: { enum: [ red ] }, tags: { maxItems: 1 } } }
                    Dog: { allOf: [ { $ref: '#/components/schemas/Pet' } ], properties: { species: { enum: [ dog ] } } }
                """, """
                #nullable enable
                using System.Linq;
                using Sample;

                public static class Probe
                {
                    public static System.Threading.Tasks.Task<string> Run(System.Net.Http.HttpClient http)
                    {
                        Pet none = new Cat();
                        Pet wrong = new Cat { Name = "abcd", Age = 0, Color = PetColor.Blue, Tags = new[] { "a", "b" } };
                        Pet right = new Cat { Name = "abc", Age = 1, Color = PetColor.Red, Tags = new[] { "a" } };
                        return System.Threading.Tasks.Task.FromResult($"{string.Join("\n", none.Validate().Concat(wrong.Validate()).Select(error => $"{error.Code} {error.Message}".TrimStart()))}\n{right.Validate().Count} errors; {new Dog { Color = PetColor.Blue }.Validate().Count} errors; {new Dog { Color = "green" }.Validate().Count} error");
                    }
                }
                """).AssertWhole().RunAsync());
}
