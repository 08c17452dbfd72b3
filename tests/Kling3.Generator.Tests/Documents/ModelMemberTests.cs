using Kling3.Generator.Tests.Support;

namespace Kling3.Generator.Tests.Documents;

/// <summary>Requests that a tool builds without knowing their types, member by member.</summary>
public sealed class ModelMemberTests
{
    private const string Document = """
        openapi: 3.0.3
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
              required: [ type, text, flag, texts ]
              properties:
                type: { type: string, enum: [ one ] }
                text: { type: string }
                note: { type: string }
                id: { type: string, format: uuid }
                day: { type: string, format: date }
                when: { type: string, format: date-time }
                link: { type: string, format: uri }
                size: { type: string, enum: [ small, large ] }
                count: { type: integer, format: int32 }
                total: { type: integer, format: int64 }
                level: { type: integer, enum: [ 1, 2 ] }
                ratio: { type: number, format: float }
                scale: { type: number }
                price: { type: number, format: decimal }
                flag: { type: boolean }
                maybe: { type: boolean }
                texts: { type: array, items: { type: string } }
                labels: { type: array, items: { type: string } }
                numbers: { type: array, items: { type: integer } }
                inner: { type: object, required: [ name ], properties: { name: { type: string } } }
                map: { type: object, additionalProperties: { type: integer } }
                free: {}
            Two: { type: object, required: [ type ], properties: { type: { type: string, enum: [ two ] } } }
        """;

    private const string Setup = """
        #nullable enable
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using Kling3.Runtime;
        using Sample;

        public static class Probe
        {
            private static readonly ModelInfo s_model = Request.Models.Single(model => model.Type == "one");

            private static readonly (ModelMemberKind Kind, object Value)[] s_values =
            {
                (ModelMemberKind.Text, "text"),
                (ModelMemberKind.Integer, 1L),
                (ModelMemberKind.Number, 1.5),
                (ModelMemberKind.Boolean, true),
                (ModelMemberKind.TextList, new[] { "a", "b" }),
                (ModelMemberKind.Json, RawJson.Parse("{}")),
            };

            private static ModelMember Member(string name) => s_model.Members.Single(member => member.Name == name);

            private static string Json(object request) => System.Text.Json.JsonSerializer.Serialize((One)request, SampleJsonContext.Default.One);

            private static string Error(Action action)
            {
                try
                {
                    action();
                    return "no error";
                }
                catch (ArgumentException e)
                {
                    return $"{e.ParamName}: {e.Message}";
                }
            }

            public static System.Threading.Tasks.Task<string> Run(System.Net.Http.HttpClient http) => System.Threading.Tasks.Task.FromResult(Run());

            private static string Run()
            {
                object request = s_model.Create();
                {{STATEMENTS}}
            }
        }
        """;

    [Fact]
    public async Task A_value_of_its_kind_is_set_and_null_unsets_it()
    {
        Assert.Equal(
            """
            {"type":"one","text":"text","note":"n","id":"00000000-0000-0000-0000-000000000001","day":"2024-02-29","when":"2024-02-29T01:02:03+00:00","link":"https://a.example/","size":"small","count":3,"total":4,"level":2,"ratio":0.5,"scale":5,"price":1.25,"flag":true,"maybe":false,"texts":["a"],"labels":["b"],"numbers":[1,2],"inner":{"name":"x"},"map":{"k":1},"free":{"a":[null]}}
            {"type":"one","text":null,"flag":false,"texts":null}
            """.ReplaceLineEndings("\n"),
            await RunAsync("""
                (string, object)[] values =
                {
                    ("text", "text"), ("note", "n"), ("id", "00000000-0000-0000-0000-000000000001"), ("day", "2024-02-29"), ("when", "2024-02-29T01:02:03Z"), ("link", "https://a.example/"),
                    ("size", "small"), ("count", 3L), ("total", 4), ("level", 2L), ("ratio", 0.5), ("scale", 5L), ("price", 1.25m), ("flag", true), ("maybe", false),
                    ("texts", new[] { "a" }), ("labels", new List<string> { "b" }), ("numbers", RawJson.Parse("[1,2]")), ("inner", RawJson.Parse("{\"name\":\"x\"}")), ("map", RawJson.Parse("{\"k\":1}")), ("free", RawJson.Parse("{\"a\":[null]}")),
                };
                foreach ((string name, object value) in values)
                {
                    Member(name).Set(request, value);
                }

                string set = Json(request);
                foreach (ModelMember member in s_model.Members)
                {
                    member.Set(request, null);
                }

                return set + "\n" + Json(request);
                """));
    }

    [Fact]
    public async Task A_value_of_another_type_is_refused_with_the_member_and_what_it_takes_and_changes_nothing()
    {
        Assert.Equal(
            """
            value: The member text takes a text (String), not a System.Int64. (Parameter 'value')
            value: The member count takes a whole number (Int64), not a System.Double. (Parameter 'value')
            value: The member scale takes a number (Double or Decimal), not a System.String. (Parameter 'value')
            value: The member flag takes true or false (Boolean), not a System.String. (Parameter 'value')
            value: The member texts takes a list of texts (IReadOnlyList<String>), not a System.String. (Parameter 'value')
            value: The member inner takes JSON (RawJson), not a System.String. (Parameter 'value')
            True
            """.ReplaceLineEndings("\n"),
            await RunAsync("""
                var wrong = new List<string>
                {
                    Error(() => Member("text").Set(request, 1L)), Error(() => Member("count").Set(request, 1.0)), Error(() => Member("scale").Set(request, "1")),
                    Error(() => Member("flag").Set(request, "true")), Error(() => Member("texts").Set(request, "a")), Error(() => Member("inner").Set(request, "{}")),
                };
                string before = Json(request);
                foreach (ModelMember member in s_model.Members)
                {
                    foreach ((ModelMemberKind kind, object value) in s_values)
                    {
                        bool converts = member.Kind == ModelMemberKind.Number && kind == ModelMemberKind.Integer;
                        if (kind != member.Kind && !converts && !Error(() => member.Set(request, value)).Contains(member.Name))
                        {
                            wrong.Add($"{member.Name} took {kind}");
                        }
                    }
                }

                wrong.Add((before == Json(request)).ToString());
                return string.Join("\n", wrong);
                """));
    }

    [Theory]
    [InlineData("id", "\"none\"", "a text (String)")]
    [InlineData("day", "\"2024-02-30\"", "a text (String)")]
    [InlineData("when", "\"noon\"", "a text (String)")]
    [InlineData("link", "\"http://[\"", "a text (String)")]
    [InlineData("count", "5_000_000_000L", "a whole number (Int64)")]
    [InlineData("price", "1e300", "a number (Double or Decimal)")]
    [InlineData("numbers", "RawJson.Parse(\"[true]\")", "JSON (RawJson)")]
    [InlineData("inner", "RawJson.Parse(\"{}\")", "JSON (RawJson)")]
    [InlineData("map", "RawJson.Parse(\"[]\")", "JSON (RawJson)")]
    public async Task A_value_of_another_form_or_size_is_refused_and_not_shown(string member, string value, string expected) =>
        Assert.Equal(
            $"value: The member {member} takes {expected} of the form and size that its schema says. (Parameter 'value')",
            await RunAsync($"return Error(() => Member(\"{member}\").Set(request, {value}));"));

    [Fact]
    public async Task A_request_of_another_model_is_refused() =>
        Assert.Equal(
            "request: The member text is of another model than a Sample.Two. (Parameter 'request')",
            await RunAsync("return Error(() => Member(\"text\").Set(new Two(), \"text\"));"));

    private static Task<string> RunAsync(string statements) =>
        Generation.Of(Document, Setup.Replace("{{STATEMENTS}}", statements, StringComparison.Ordinal)).AssertWhole().RunAsync();
}
