using Kling3.Generator.Tests.Support;

namespace Kling3.Generator.Tests.Documents;

/// <summary>Types that may hold their own kind, and values that hold themselves by mistake.</summary>
public sealed class CircleTests
{
    private const string Document = """
        openapi: 3.1.0
        info: { title: t, version: '1' }
        paths:
          /nodes:
            post:
              operationId: send
              requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Node' } } } }
              responses: { '204': { description: done } }
        components:
          schemas:
            Node: { type: object, properties: { next: { $ref: '#/components/schemas/Node' } } }
            Tree: { type: object, properties: { branches: { type: array, items: { type: array, items: { $ref: '#/components/schemas/Tree' } } } } }
            Register: { type: object, properties: { parts: { type: object, additionalProperties: { $ref: '#/components/schemas/Register' } } } }
            Shape: { oneOf: [ { $ref: '#/components/schemas/Group' }, { $ref: '#/components/schemas/Disc' } ], discriminator: { propertyName: kind } }
            Group: { type: object, required: [ kind ], properties: { kind: { type: string, const: Group }, inside: { $ref: '#/components/schemas/Shape' } } }
            Disc: { type: object, required: [ kind ], properties: { kind: { type: string, const: Disc }, radius: { type: number, minimum: 1 } } }
            Pet:
              type: object
              required: [ kind ]
              properties: { kind: { type: string } }
              discriminator: { propertyName: kind, mapping: { cat: '#/components/schemas/Cat' } }
            Cat: { allOf: [ { $ref: '#/components/schemas/Pet' }, { type: object, properties: { mother: { $ref: '#/components/schemas/Pet' } } } ] }
            Holder: { type: object, properties: { node: { $ref: '#/components/schemas/Node' } } }
            Flat: { type: object, properties: { disc: { $ref: '#/components/schemas/Disc' }, twin: { $ref: '#/components/schemas/Disc' } } }
            Answer: { type: object, properties: { text: { type: string, maxLength: 3 }, before: { readOnly: true, allOf: [ { $ref: '#/components/schemas/Answer' } ] } } }
        """;

    [Fact]
    public async Task A_value_that_holds_itself_ends_in_an_exception_when_it_is_validated_written_or_sent()
    {
        Generation generation = Generation.Of(Document, """
            #nullable enable
            using System;
            using System.Collections.Generic;
            using System.Linq;
            using System.Text.Json;
            using System.Text.Json.Serialization.Metadata;
            using System.Threading.Tasks;
            using Sample;

            public static class Probe
            {
                public static async Task<string> Run(System.Net.Http.HttpClient http)
                {
                    Node node = new();
                    node.Next = node;
                    Tree tree = new();
                    tree.Branches = new[] { new[] { tree } };
                    Register register = new();
                    register.Parts = new() { ["a"] = register };
                    Group group = new();
                    group.Inside = group;
                    Cat cat = new();
                    cat.Mother = cat;
                    SampleJsonContext context = SampleJsonContext.Default;
                    var lines = new List<string>
                    {
                        Tell(node.Validate, node, context.Node),
                        Tell(tree.Validate, tree, context.Tree),
                        Tell(register.Validate, register, context.Register),
                        Tell(group.Validate, group, context.Shape),
                        Tell(cat.Validate, cat, context.Pet),
                        Tell(new Holder { Node = node }.Validate, new Holder { Node = node }, context.Holder),
                    };
                    foreach (bool validates in new[] { true, false })
                    {
                        using var client = new SampleClient(http, new Kling3.Runtime.ApiClientOptions { ApiKey = "key", BaseAddress = new Uri("https://api.example"), ValidateRequests = validates });
                        try
                        {
                            await client.SendAsync(node);
                        }
                        catch (Exception e)
                        {
                            lines.Add($"{e.GetType().Name}: {e.Message}");
                        }
                    }

                    return string.Join("\n", lines);
                }

                private static string Tell<T>(Func<Kling3.Runtime.ValidationErrors> validate, T value, JsonTypeInfo<T> info) =>
                    Tell(() => validate()) + " " + Tell(() => JsonSerializer.Serialize(value, info)).Split('.')[0];

                private static string Tell(Func<object> act)
                {
                    try
                    {
                        return act().ToString()!;
                    }
                    catch (Exception e)
                    {
                        return $"{e.GetType().Name}: {e.Message}";
                    }
                }
            }
            """).AssertWhole();

        string[] lines = (await generation.RunAsync()).Split('\n');

        const string NotValidated = "InvalidOperationException: The value is nested too deep to be checked; it may hold itself.";
        Assert.All(lines[..6], line => Assert.Equal(NotValidated + " JsonException: The value is nested more than 64 levels deep; it may hold itself", line));
        Assert.Equal([NotValidated, "JsonException: The value is nested more than 1000 levels deep; it may hold itself."], lines[6..]);
    }

    [Fact]
    public void Only_what_has_no_end_to_its_depth_is_asked_for_it()
    {
        IReadOnlyDictionary<string, string> sources = Generation.Of(Document).AssertWhole().Sources;

        Assert.Equal(
            ["Cat", "Group", "Holder", "Node", "Pet", "Register", "Tree"],
            sources.Where(source => source.Value.Contains("Check.Depth()", StringComparison.Ordinal)).Select(source => source.Key.Split('.')[^3]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_deep_and_ends_is_valid()
    {
        Generation generation = Generation.Of(Document, """
            public static class Probe
            {
                public static System.Threading.Tasks.Task<string> Run(System.Net.Http.HttpClient http)
                {
                    var node = new Sample.Node();
                    for (int i = 0; i < 1000; i++)
                    {
                        node = new Sample.Node { Next = node };
                    }

                    return System.Threading.Tasks.Task.FromResult(node.Validate().Count.ToString());
                }
            }
            """);

        Assert.Equal("0", await generation.RunAsync());
    }
}
