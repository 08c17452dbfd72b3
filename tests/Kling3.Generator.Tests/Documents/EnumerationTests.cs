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

    [Theory]
    [InlineData("type: number, enum: [ 1e30, 5 ]", "1e30 5", "6 1e29")]
    [InlineData("type: number, enum: [ 1e-30, 0.5, 1.5e-28 ]", "1e-30 0.50 1.5e-28", "0 2e-28")]
    [InlineData("type: number, format: float, enum: [ 1e30, 0.1 ]", "1e30f 0.1f", "1 0.2f")]
    [InlineData("type: integer, enum: [ 1e30, 5 ]", "1e30 5", "6")]
    [InlineData("enum: [ 1e-30, 5 ]", "", "")]
    [InlineData("type: number, multipleOf: 1e-30, maximum: 1e-30", "0 1e-31", "")]
    public async Task No_number_that_a_schema_allows_is_refused(string schema, string right, string wrong)
    {
        static string Objects(string values) => "new A[] { " + string.Concat(values.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(value => $"new A {{ V = {value} }}, ")) + "}";

        Assert.Equal(
            $"{string.Concat(Enumerable.Repeat("0", right.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length))} {string.Concat(Enumerable.Repeat("1", wrong.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length))}",
            await Generation.Of($"openapi: 3.1.0\ninfo: {{ title: t, version: '1' }}\npaths: {{}}\ncomponents: {{ schemas: {{ A: {{ type: object, properties: {{ v: {{ {schema} }} }} }} }} }}\n", $$"""
                using System.Linq;
                using Sample;

                public static class Probe
                {
                    private static string Errors(A[] values) => string.Concat(values.Select(value => value.Validate().Count));

                    public static System.Threading.Tasks.Task<string> Run(System.Net.Http.HttpClient http) => System.Threading.Tasks.Task.FromResult($"{Errors({{Objects(right)}})} {Errors({{Objects(wrong)}})}");
                }
                """).AssertWhole().RunAsync());
    }

    [Theory]
    [InlineData("const: b, enum: [ a, b ]")]
    [InlineData("enum: [ a, b ], const: b")]
    [InlineData("type: string, x-enumNames: [ First, Second ], enum: [ a, b ], const: b")]
    [InlineData("type: [ string, 'null' ], const: b, enum: [ a, b, null ], x-enumNames: [ First, Second, None ]")]
    public async Task A_constant_is_all_that_counts_of_an_enumeration_whatever_their_order(string schema) =>
        Assert.Equal(
            schema.Contains("enumNames", StringComparison.Ordinal) ? "0 1 b" : "0 1 no type",
            await Generation.Of($"openapi: 3.1.0\ninfo: {{ title: t, version: '1' }}\npaths: {{}}\ncomponents: {{ schemas: {{ A: {{ type: object, properties: {{ v: {{ {schema} }} }} }} }} }}\n", """
                using Sample;

                public static class Probe
                {
                    public static System.Threading.Tasks.Task<string> Run(System.Net.Http.HttpClient http)
                    {
                        object second = typeof(A).Assembly.GetType("Sample.Av")?.GetProperty("Second")?.GetValue(null) ?? "no type";
                        return System.Threading.Tasks.Task.FromResult($"{new A { V = "b" }.Validate().Count} {new A { V = "a" }.Validate().Count} {second}");
                    }
                }
                """).AssertWhole().RunAsync());
}
