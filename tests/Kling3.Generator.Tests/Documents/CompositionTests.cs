using System.Globalization;
using Kling3.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Kling3.Generator.Tests.Documents;

/// <summary>Schemas of several parts: what is said in all of them holds, whatever their order.</summary>
public sealed class CompositionTests
{
    private const string Head = "openapi: 3.1.0\ninfo: { title: t, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n";

    /// <summary>Two parts, a value that both allow, one that only the first allows and one that only the second allows.</summary>
    public static TheoryData<string, string, string, string, string> Limits => new()
    {
        { "{ type: integer, maximum: 10 }", "{ type: integer, maximum: 5, minimum: 3 }", "4", "8", "8" },
        { "{ type: integer, minimum: 1, exclusiveMinimum: 4 }", "{ exclusiveMinimum: 2, minimum: 5 }", "5", "4", "3" },
        { "{ type: integer, exclusiveMinimum: 4 }", "{ minimum: 4 }", "5", "4", "3" },
        { "{ type: integer, exclusiveMaximum: 4 }", "{ maximum: 4 }", "3", "4", "5" },
        { "{ type: integer, maximum: 5 }", "{ maximum: 9, exclusiveMaximum: 5 }", "4", "5", "6" },
        { "{ type: number, multipleOf: 4 }", "{ multipleOf: 6 }", "12", "4", "6" },
        { "{ type: number, multipleOf: 0.4 }", "{ multipleOf: 0.6 }", "1.2m", "0.4m", "0.6m" },
        { "{ type: string, maxLength: 3 }", "{ minLength: 2, maxLength: 9 }", "\"ab\"", "\"a\"", "\"abcd\"" },
        { "{ type: string, pattern: '^a' }", "{ pattern: 'b$' }", "\"ab\"", "\"a\"", "\"b\"" },
        { "{ type: string, enum: [ a, b, c ] }", "{ enum: [ c, b, d ] }", "\"b\"", "\"a\"", "\"d\"" },
        { "{ type: integer, enum: [ 1, 2, 3 ] }", "{ enum: [ 3, 2, 4 ] }", "2", "1", "4" },
        { "{ type: string, enum: [ a, b ] }", "{ const: b }", "\"b\"", "\"a\"", "\"c\"" },
        { "{ type: array, items: { type: integer }, minItems: 1, maxItems: 5 }", "{ maxItems: 2 }", "new long[] { 1 }", "new long[] { 1, 2, 3 }", "new long[] { }" },
        { "{ type: array, items: { type: integer, format: int64, maximum: 9 } }", "{ type: array, items: { minimum: 3 } }", "new long[] { 4 }", "new long[] { 2 }", "new long[] { 10 }" },
        { "{ type: object, additionalProperties: { type: string, maxLength: 2 } }", "{ additionalProperties: { minLength: 2 } }", "new() { [\"k\"] = \"ab\" }", "new() { [\"k\"] = \"a\" }", "new() { [\"k\"] = \"abc\" }" },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public async Task The_limits_of_all_parts_hold_whatever_their_order(string first, string second, string right, string wrong, string alsoWrong)
    {
        // As parts of the schema of a property, as properties of parts, and in both orders.
        string document = Head + $$"""
                A: { type: object, properties: { v: { allOf: [ {{first}}, {{second}} ] } } }
                B: { type: object, properties: { v: { allOf: [ {{second}}, {{first}} ] } } }
                C: { allOf: [ { type: object, properties: { v: {{first}} } }, { type: object, properties: { v: {{second}} } } ] }
                D: { allOf: [ { type: object, properties: { v: {{second}} } }, { type: object, properties: { v: {{first}} } } ] }
                E: { type: object, properties: { v: { allOf: [ {{first}} ], {{second[1..^1]}} } } }
                F: { type: object, properties: { v: { $ref: '#/components/schemas/First', {{second.Replace("type: integer,", "", StringComparison.Ordinal)[1..^1]}} } } }
                First: {{first}}
            """;
        string[] types = ["A", "B", "C", "D", "E", "F"];

        Generation generation = Generation.Of(document, $$"""
            #nullable enable
            using System.Linq;
            using Sample;

            public static class Probe
            {
                public static System.Threading.Tasks.Task<string> Run(System.Net.Http.HttpClient http) => System.Threading.Tasks.Task.FromResult(string.Join(", ", new string[]
                {
                    {{string.Concat(types.Select(type => $"$\"{type} {{new {type} {{ V = {right} }}.Validate().Count}} {{new {type} {{ V = {wrong} }}.Validate().Count}} {{new {type} {{ V = {alsoWrong} }}.Validate().Count}}\","))}}
                }));
            }
            """);

        Assert.Equal(string.Join(", ", types.Select(type => type + " 0 1 1")), await generation.AssertWhole().RunAsync());
    }

    [Theory]
    [InlineData("{ type: integer, minimum: 5 }", "{ maximum: 4 }", "'maximum' is 4 in #/components/schemas/A/allOf/1 and 'minimum' is 5 in another part")]
    [InlineData("{ type: integer, maximum: 4 }", "{ exclusiveMinimum: 4 }", "'minimum' is 4 in #/components/schemas/A/allOf/1 and 'maximum' is 4 in another part")]
    [InlineData("{ type: string, minLength: 5 }", "{ maxLength: 4 }", "'maxLength' is 4 in #/components/schemas/A/allOf/1 and 'minLength' is 5 in another part")]
    [InlineData("{ type: array, maxItems: 1 }", "{ minItems: 2 }", "'minItems' is 2 in #/components/schemas/A/allOf/1 and 'maxItems' is 1 in another part")]
    [InlineData("{ type: string, enum: [ a, b ] }", "{ enum: [ c ] }", "'enum' in #/components/schemas/A/allOf/1 has no value of the 'enum' of another part")]
    [InlineData("{ type: string }", "{ type: integer }", "'type' in #/components/schemas/A/allOf/1 is another than in another part")]
    public void Limits_of_parts_that_contradict_each_other_are_said(string first, string second, string what)
    {
        Generation generation = Generation.Of(Head + $"    A: {{ allOf: [ {first}, {second} ] }}\n");

        Assert.Equal([$"K3G017 #/components/schemas/A: {what}, so no value satisfies both. Correct one of the two."], generation.Diagnostics.Select(diagnostic => $"{diagnostic.Id} {diagnostic.GetMessage(CultureInfo.InvariantCulture)}"));
    }

    [Theory]
    [InlineData("int32", "int64", "int")]
    [InlineData("int64", "int32", "int")]
    [InlineData("int64", "int16", "int")]
    public void Of_two_formats_the_narrower_counts_in_any_order(string first, string second, string type)
    {
        Generation generation = Generation.Of($$"""
            openapi: 3.0.3
            info: { title: t, version: '1' }
            paths: {}
            components:
              schemas:
                Base: { type: object, properties: { n: { type: integer, format: {{first}} } } }
                A: { allOf: [ { $ref: '#/components/schemas/Base' }, { type: object, properties: { n: { format: {{second}} } } } ] }
            """);

        generation.AssertWhole();
        Assert.Contains($" {type}? N ", generation.Sources["Sample.A.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_property_that_two_parts_have_is_of_the_type_that_both_say_whatever_is_built_first()
    {
        // Part is used alone, too, before and after the whole of which it is a part.
        string[] schemas =
        [
            "    Part: { type: object, properties: { list: { minItems: 1 }, one: { description: d }, inner: { type: object, properties: { b: { type: string } } }, size: { type: string, maxLength: 9 } } }\n",
            "    Whole: { allOf: [ { $ref: '#/components/schemas/Base' }, { $ref: '#/components/schemas/Part' } ] }\n",
            "    Base: { type: object, properties: { list: { type: array, items: { type: string } }, one: { $ref: '#/components/schemas/Named' }, inner: { type: object, properties: { a: { type: string } } }, size: { $ref: '#/components/schemas/Size' } } }\n",
            "    Named: { type: object, properties: { n: { type: string } } }\n    Size: { type: string, enum: [ s, m ] }\n",
        ];

        foreach (int[] order in new int[][] { [0, 1, 2, 3], [1, 0, 2, 3], [1, 2, 0, 3], [2, 0, 1, 3] })
        {
            Generation generation = Generation.Of(Head + string.Concat(order.Select(at => schemas[at])), """
                using System.Linq;

                public static class Probe
                {
                    public static System.Threading.Tasks.Task<string> Run(System.Net.Http.HttpClient http)
                    {
                        var whole = new Sample.Whole { List = new[] { "x" }, One = new Sample.Named { N = "n" }, Inner = new Sample.WholeInner { A = "a", B = "b" }, Size = Sample.Size.M };
                        Kling3.Runtime.RawJson? alone = new Sample.Part().List;
                        return System.Threading.Tasks.Task.FromResult($"{whole.Validate().Count} {alone is null}");
                    }
                }
                """);

            Assert.Equal("0 True", await generation.AssertWhole().RunAsync());
        }
    }

    [Theory]
    [InlineData("3.1.0", "ExtraMore, N, Text")]
    [InlineData("3.0.3", "N")]
    public void What_stands_beside_a_reference_holds_in_31_and_does_not_count_in_30(string version, string members)
    {
        Generation generation = Generation.Of(Head.Replace("3.1.0", version, StringComparison.Ordinal) + """
                A: { type: object, properties: { v: { $ref: '#/components/schemas/B', required: [ n ], properties: { text: { type: string } }, allOf: [ { properties: { extraMore: { type: string } } } ] } } }
                B: { type: object, properties: { n: { type: integer } } }
            """);

        Type type = generation.AssertWhole().Load().GetType("Sample.A", throwOnError: true)!.GetProperty("V")!.PropertyType;
        Assert.Equal(members, string.Join(", ", type.GetProperties().Select(member => member.Name).Where(name => name != "AdditionalProperties").Order(StringComparer.Ordinal)));
        Assert.Equal(version == "3.1.0", type.GetProperty("N")!.GetCustomAttributes(inherit: false).Any(attribute => attribute.GetType().Name == "RequiredMemberAttribute"));
    }

    [Theory]
    [InlineData("3", "10000000000000")]
    [InlineData("10000000000000", "3")]
    [InlineData("3", "0.0000001")]
    public void Of_steps_that_are_too_odd_to_work_out_what_both_divide_the_later_counts(string first, string second)
    {
        string document = Head + $"    A: {{ type: object, properties: {{ v: {{ allOf: [ {{ type: number, multipleOf: {first} }}, {{ multipleOf: {second} }} ] }} }} }}\n";

        Assert.Contains($"IsMultiple(givenV, {second}m)", Generation.Of(document).AssertWhole().Sources["Sample.A.g.cs"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ type: object }", "{ $ref: '#/components/schemas/Order' }", "raw JSON")]
    [InlineData("{}", "{ $ref: '#/components/schemas/Order' }", "raw JSON")]
    [InlineData("{ description: any }", "{ type: object, properties: { n: { type: integer } } }", "raw JSON")]
    [InlineData("{}", "{ type: string }", "raw JSON")]
    [InlineData("{}", "{ oneOf: [ { type: string }, { type: integer } ] }", "raw JSON")]
    [InlineData("{ type: object }", "{ type: object, additionalProperties: { type: string } }", "raw JSON")]
    [InlineData("{ type: [ string, integer ] }", "{ type: string }", "raw JSON")]
    [InlineData("{ type: array }", "{ type: array, items: { type: string } }", "of that type")]
    [InlineData("{ type: array, items: {} }", "{ type: array, items: { $ref: '#/components/schemas/Order' } }", "of that type")]
    [InlineData("{ $ref: '#/components/schemas/Thing' }", "{ $ref: '#/components/schemas/Order' }", "of that type")]
    [InlineData("{ $ref: '#/components/schemas/Thing' }", "{ type: object, properties: { more: { type: string } } }", "of that type")]
    [InlineData("{}", "{ description: else }", null)]
    [InlineData("{ type: object }", "{ type: object, minProperties: 1 }", null)]
    [InlineData("{ type: object }", "{ description: else }", null)]
    [InlineData("{ type: number }", "{ type: integer }", null)]
    [InlineData("{ type: string }", "{ type: string, enum: [ a, b ] }", null)]
    [InlineData("{ type: string, enum: [ a, b ] }", "{ type: string, enum: [ a ] }", null)]
    [InlineData("{ type: array, items: { type: string } }", "{ type: array, items: { type: string, maxLength: 3 }, maxItems: 2 }", null)]
    [InlineData("{ $ref: '#/components/schemas/Thing' }", "{ $ref: '#/components/schemas/Thing' }", null)]
    [InlineData("{ $ref: '#/components/schemas/Thing' }", "{ description: else }", null)]
    [InlineData("{ $ref: '#/components/schemas/Tree' }", "{ $ref: '#/components/schemas/OtherTree' }", null)]
    public void A_case_that_says_more_of_a_members_shape_than_its_base_is_told_that_the_members_type_is_the_bases(string declared, string own, string? type)
    {
        string document = Head + $$"""
                Order: { type: object, properties: { id: { type: string } } }
                Thing: { type: object, properties: { n: { type: string } } }
                Tree: { type: object, properties: { n: { type: string }, of: { type: array, items: { $ref: '#/components/schemas/Tree' } } } }
                OtherTree: { type: object, properties: { n: { type: string }, of: { type: array, items: { $ref: '#/components/schemas/OtherTree' } } } }
                Event:
                  type: object
                  required: [ kind ]
                  properties: { kind: { type: string }, data: {{declared}} }
                  discriminator: { propertyName: kind, mapping: { made: '#/components/schemas/Made' } }
                Made:
                  allOf:
                    - $ref: '#/components/schemas/Event'
                    - properties:
                        data: {{own}}

            """;

        string[] expected = type is null ? [] : [$"'data' too, and a member has one type in all cases, so it is {type} here, too, without what this schema adds. Leave it out of Event to have it typed in each case."];
        Diagnostic[] said = [.. Generation.Of(document).AssertCompiles().Diagnostics];
        Assert.Equal(expected.Length, said.Length);
        foreach ((Diagnostic one, string part) in said.Zip(expected))
        {
            Assert.Equal("K3G021", one.Id);
            Assert.Contains(part, one.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            Assert.Equal(document.AsSpan(0, document.LastIndexOf("data:", StringComparison.Ordinal)).Count('\n'), one.Location.GetLineSpan().StartLinePosition.Line);
        }
    }
}
