using Kling3.Generator.Tests.Support;

namespace Kling3.Generator.Tests.Documents;

/// <summary>The C# type that a value of a schema has.</summary>
public sealed class TypeTests
{
    [Theory]
    [InlineData("{ type: integer }", "long?")]
    [InlineData("{ type: integer, minimum: 0 }", "long?")]
    [InlineData("{ type: integer, minimum: 0, maximum: 9 }", "int?")]
    [InlineData("{ type: integer, minimum: 0, maximum: 3000000000 }", "long?")]
    [InlineData("{ type: integer, format: int64, minimum: 0, maximum: 9 }", "long?")]
    [InlineData("{ type: integer, format: uint64 }", "decimal?")]
    [InlineData("{ type: integer, enum: [ 1, 2 ] }", "int?")]
    [InlineData("{ type: integer, enum: [ 1, 3000000000 ] }", "long?")]
    [InlineData("{ type: number }", "double?")]
    [InlineData("{ type: number, multipleOf: 5 }", "double?")]
    [InlineData("{ type: number, multipleOf: 0.01 }", "decimal?")]
    [InlineData("{ type: [ integer, number ] }", "double?")]
    [InlineData("{ type: string, enum: [ a ] }", "string?")]
    [InlineData("{ type: string, enum: [ a, b ] }", "Ap?")]
    [InlineData("{ type: object }", "global::Kling3.Runtime.RawJson?")]
    [InlineData("{ type: object, properties: {} }", "global::Kling3.Runtime.RawJson?")]
    [InlineData("{ type: object, properties: {}, additionalProperties: false }", "Ap?")]
    [InlineData("{ type: object, properties: {}, additionalProperties: { type: string } }", "global::System.Collections.Generic.Dictionary<string, string>?")]
    [InlineData("{ type: object, properties: { x: { type: string } }, anyOf: [ { required: [ x ] } ] }", "Ap?")]
    [InlineData("{ anyOf: [ { type: string }, { type: 'null' } ] }", "string?")]
    [InlineData("{ anyOf: [ { type: integer }, { type: number } ] }", "double?")]
    public void Follows_from_what_the_schema_says(string schema, string type)
    {
        Generation generation = Generation.Of($$"""
            openapi: 3.1.0
            info: { title: t, version: '1' }
            paths: {}
            components:
              schemas:
                A: { type: object, properties: { p: {{schema}} } }
            """);

        Assert.Contains($"public {type} P {{ get; set; }}", generation.AssertWhole().Sources["Sample.A.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_context_describes_the_values_of_a_list_that_may_be_null()
    {
        Generation generation = Generation.Of("""
            openapi: 3.0.3
            paths: {}
            components:
              schemas:
                A: { type: object, properties: { p: { type: array, items: { type: integer, nullable: true } } } }
            """);

        Assert.Contains("typeof(long?)", generation.AssertWhole().Sources["Sample.SampleJsonContext.g.cs"], StringComparison.Ordinal);
    }
}
