using Kling3.Generator.Tests.Support;

namespace Kling3.Generator.Tests.Documents;

/// <summary>Enumerations: what is emitted of their values, and what of a value is checked.</summary>
public sealed class EnumerationTests
{
    private static readonly string s_values = string.Join(", ", Enumerable.Range(0, 300).Select(i => $"value-{i}"));

    private static readonly string s_members = string.Concat(Enumerable.Range(0, 40).Select(i => $", m{i}: {{ $ref: '#/components/schemas/Large' }}"));

    private static readonly string s_document = $$"""
        openapi: 3.1.0
        info: { title: t, version: '1' }
        paths:
          /a: { post: { operationId: send, requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Request' } } } }, responses: { '204': { description: d } } } }
        components:
          schemas:
            Request:
              oneOf: [ { $ref: '#/components/schemas/One' }, { $ref: '#/components/schemas/Two' } ]
              discriminator: { propertyName: type, mapping: { one: '#/components/schemas/One', two: '#/components/schemas/Two' } }
            One:
              type: object
              properties:
                type: { type: string }
                large: { $ref: '#/components/schemas/Large' }
                list: { type: array, items: { $ref: '#/components/schemas/Large' } }
                level: { $ref: '#/components/schemas/Level' }
                few: { $ref: '#/components/schemas/Large', enum: [ value-1, value-2 ] }
                maybe: { oneOf: [ { $ref: '#/components/schemas/Level' }, { type: 'null' } ] }
            Two: { type: object, properties: { type: { type: string }{{s_members}} } }
            Large: { type: string, enum: [ {{s_values}} ] }
            Level: { type: integer, enum: [ 1, 2, -3 ], x-enumNames: [ Low, High, Is_known ] }
        """;

    [Fact]
    public void The_values_stand_in_the_file_of_their_type_alone_whatever_uses_them() =>
        Assert.Equal(["Sample.Large.g.cs"], Generation.Of(s_document).AssertWhole("K3G014").Sources.Where(source => source.Value.Contains("value-290", StringComparison.Ordinal)).Select(source => source.Key));

    [Fact]
    public async Task A_value_that_is_not_named_is_refused_before_a_call() =>
        Assert.Equal(
            """
            large must be value-0, value-1, value-2, value-3, value-4, value-5, value-6, value-7, value-8, value-9, value-10, value-11, value-12, value-13, value-14, value-15, value-16, value-17, value-18, value-19, ….
            an item of list must be value-0, value-1, value-2, value-3, value-4, value-5, value-6, value-7, value-8, value-9, value-10, value-11, value-12, value-13, value-14, value-15, value-16, value-17, value-18, value-19, ….
            level must be 1, 2 or -3.
            few must be value-1 or value-2.
            maybe must be 1, 2 or -3.
            0 errors; True False True False; 300 1,2,-3
            """.ReplaceLineEndings("\n"),
            await Generation.Of(s_document, """
                #nullable enable
                using System.Linq;
                using Sample;

                public static class Probe
                {
                    public static System.Threading.Tasks.Task<string> Run(System.Net.Http.HttpClient http)
                    {
                        var wrong = new One { Large = "value-300", List = new Large[] { "value-299", "value" }, Level = 3, Few = "value-3", Maybe = 0 };
                        var right = new One { Large = "value-299", List = new Large[] { "value-299", "value-0" }, Level = -3, Few = "value-2", Maybe = Level.IsKnown2 };
                        string known = $"{new Large("value-100").IsKnown} {default(Large).IsKnown} {Level.Low.IsKnown} {new Level(0).IsKnown}";
                        Kling3.Runtime.ModelInfo model = Request.Models.Single(model => model.Type == "one");
                        string listed = $"{model.Members.Single(member => member.Name == "large").AllowedValues.Count} {string.Join(",", model.Members.Single(member => member.Name == "level").AllowedValues)}";
                        return System.Threading.Tasks.Task.FromResult($"{string.Join("\n", wrong.Validate().Select(error => error.Message))}\n{right.Validate().Count} errors; {known}; {listed}");
                    }
                }
                """).AssertWhole("K3G014").RunAsync());
}
