using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kling3.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Kling3.Generator.Tests.Documents;

/// <summary>Names that C# has for itself, that collide, or that are no names: what is on the wire is the document's all the same.</summary>
public sealed class NameTests
{
    private static readonly string[] s_names =
    [
        // Keywords, and words that are ones in places.
        "class", "this", "base", "void", "string", "object", "record", "required", "field", "value", "var", "await", "async", "file", "scoped", "global", "args", "null", "true",
        // Types of .NET and of the runtime, and members of every object.
        "Task", "String", "Uri", "List", "CancellationToken", "Exception", "Console", "System", "Kling3", "Json", "Operation", "ApiException", "Type", "Object", "Guid", "Func",
        "ToString", "Equals", "GetHashCode", "GetType", "Finalize", "MemberwiseClone", "ReferenceEquals",
        // What is emitted beside it.
        "Sample", "SampleClient", "SampleJsonContext", "Validate", "TryValidate", "AdditionalProperties", "Models", "Value", "Download", "Dispose", "Default", "Options",
        "DownloadAsync", "CallAsync", "CheckCall", "ResumeCall", "CallJson", "EstimateCredits", "FromText", "TryGetText", "Unknown", "UnknownSample", "SampleModels", "SampleErrorCode",
        "GetTypeInfo", "GeneratedSerializerOptions", "Create", "CreateInfo", "Read", "Write", "CaseOf", "_value", "_transport", "s_api", "HashCode", "Runtime", "Emitted", "Microsoft", "Windows",
        "request", "cancellationToken", "progress", "target", "errors", "item", "item0", "i0", "given", "given0", "inner0", "body", "input", "output",
        // Collisions, other scripts, digits in front, and no letter at all.
        "a.b", "a-b", "a_b", "aB", "AB", "ab", "名前", "имя", "ñandú", "İstanbul", "ıi", "9lives", "16:9", "-1", "+1", "1", "12", "_", "!@#", "😀", "a\u200Bb", "two words", " leading",
        "line\nbreak", "quote\"s", "back\\slash", "{brace}", "*/", "<xml>", "&amp;",
        new('N', 200), new string('N', 199) + "M", new('日', 200),
    ];

    public static TheoryData<string, string> TypeNames
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (string name in new[] { "Value", "Equals", "ToString", "FromString", "TryGetGuid", "Json", "Validate", "AdditionalProperties", "Models", "Kind", "Unknown", "Task", "EstimateCredits", "Create", "ReadBody", "UnknownOther" })
            {
                foreach (string kind in new[] { "text", "integer", "any", "one", "union", "case", "base", "derived", "object" })
                {
                    rows.Add(name, kind);
                }
            }

            return rows;
        }
    }

    [Fact]
    public async Task Members_and_parameters_of_any_name_are_on_the_wire_as_the_document_has_them()
    {
        string[] parameters = [.. s_names.Where(name => name.Trim().Length > 0)];
        Generation generation = Generation.Of(
            Document(
                new JsonObject
                {
                    ["M"] = Object(s_names),
                    ["E"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. s_names.Select(name => (JsonNode)name)]) },
                },
                "M",
                "E",
                parameters),
            path: "/project/sample.openapi.json").AssertCompiles();
        var stub = StubHandler.Json(JsonSerializer.Serialize(s_names[^1]));
        Assembly assembly = generation.Load();
        Type type = assembly.GetType("Sample.M", throwOnError: true)!;
        object body = Activator.CreateInstance(type)!;
        foreach (PropertyInfo property in type.GetProperties().Where(property => property.PropertyType == typeof(string)))
        {
            property.SetValue(body, "v");
        }

        using var http = new HttpClient(stub);
        object client = Activator.CreateInstance(assembly.GetType("Sample.SampleClient", throwOnError: true)!, http, new Kling3.Runtime.ApiClientOptions())!;
        MethodInfo call = client.GetType().GetMethod("CallAsync")!;
        await (Task)call.Invoke(client, [.. call.GetParameters().Select(parameter => parameter.ParameterType == type ? body : parameter.ParameterType == typeof(string) ? "v" : (object)TestContext.Current.CancellationToken)])!;

        Assert.Equal(s_names, JsonNode.Parse(stub.Calls.Single().Body!)!.AsObject().Select(member => member.Key));
        Assert.Equal(parameters, stub.Calls[0].Target.Split('?')[1].Split('&').Select(pair => Uri.UnescapeDataString(pair.Split('=')[0])));
        PropertyInfo[] values = assembly.GetType("Sample.E", throwOnError: true)!.GetProperties(BindingFlags.Public | BindingFlags.Static);
        Assert.Equal(s_names.Order(StringComparer.Ordinal), values.Select(value => value.GetValue(null)!.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Schemas_and_operations_of_any_name_compile_in_the_newest_language_and_in_12()
    {
        var schemas = new JsonObject();
        var paths = new JsonObject();
        foreach (string name in s_names)
        {
            schemas[name] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject
                {
                    [name] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { [name] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray(name, "other") } } },
                    ["self"] = Reference(name),
                },
            };
            paths["/" + paths.Count] = Operation(name, name, name, [name]);
        }

        string document = Document(schemas, paths);
        foreach (LanguageVersion language in new[] { LanguageVersion.CSharp12, LanguageVersion.Latest })
        {
            Generation generation = Generation.Of(document, path: "/project/sample.openapi.json", language: language).AssertCompiles();

            Assert.DoesNotContain(generation.Diagnostics, diagnostic => diagnostic.Severity > DiagnosticSeverity.Info);
        }
    }

    [Theory]
    [MemberData(nameof(TypeNames))]
    public void A_type_of_any_kind_may_be_called_like_a_member_that_is_emitted_for_it(string name, string kind)
    {
        JsonObject other = Priced(new() { ["kind"] = Text(), ["a"] = Text() });
        JsonObject first = Priced(new() { ["kind"] = Text(), [name] = Text() });
        JsonObject schemas = kind switch
        {
            "text" => new() { [name] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("a", name) } },
            "integer" => new() { [name] = new JsonObject { ["type"] = "integer", ["enum"] = new JsonArray(1, 2), ["x-enum-varnames"] = new JsonArray("A", name) } },
            "any" => new() { [name] = new JsonObject { ["oneOf"] = new JsonArray(Text(), new JsonObject { ["type"] = "string", ["format"] = "uuid" }, Reference("Other")) }, ["Other"] = other },
            "one" => new() { [name] = first, ["Any"] = new JsonObject { ["oneOf"] = new JsonArray(Text(), Reference(name)) } },
            "union" => new() { [name] = Union("Other", "First"), ["Other"] = other, ["First"] = first },
            "case" => new() { [name] = first, ["Other"] = other, ["Any"] = Union("Other", name) },
            "base" => new() { [name] = WithKind(first), ["Derived"] = Derived(name) },
            "derived" => new() { ["Base"] = WithKind(first), [name] = Derived("Base") },
            _ => new() { [name] = Priced(new() { [name] = Text(), [name + "Json"] = Text(), [name.ToLowerInvariant()] = Text() }) },
        };

        Generation.Of(Document(schemas, name, name, []), path: "/project/sample.openapi.json").AssertCompiles();

        static JsonObject Union(string first, string second) => new()
        {
            ["oneOf"] = new JsonArray(Reference(first), Reference(second)),
            ["discriminator"] = new JsonObject { ["propertyName"] = "kind" },
        };

        static JsonObject Priced(JsonObject properties) => new()
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["x-cost"] = new JsonObject { ["unit"] = "credits", ["rules"] = new JsonArray(new JsonObject { ["fixed"] = 1 }) },
        };

        static JsonObject WithKind(JsonObject schema)
        {
            schema["discriminator"] = new JsonObject { ["propertyName"] = "kind" };
            return schema;
        }

        static JsonObject Derived(string parent) => new()
        {
            ["allOf"] = new JsonArray(Reference(parent), new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["x"] = Text() } }),
        };
    }

    [Theory]
    [InlineData("kling3", "Kling3", "Runtime2")]
    [InlineData("system", "System_", "Uri")]
    [InlineData("microsoft", "Microsoft_", "Extensions")]
    public void Types_do_not_hide_what_the_emitted_code_uses_whatever_the_file_is_called(string file, string ns, string type)
    {
        string[] names = ["Runtime", "Emitted", "Uri", "Version", "Exception", "Text", "Net", "Extensions", "CSharp", "System", "Kling3", "Microsoft", "Global"];
        var schemas = new JsonObject(names.Select(name => KeyValuePair.Create(name, (JsonNode?)Object(names))));

        Generation generation = Generation.Of(Document(schemas, "Uri", "Runtime", names), path: $"/project/{file}.openapi.json").AssertCompiles();

        Assert.Contains($"{ns}.{type}.g.cs", generation.Sources.Keys);
    }

    [Theory]
    [InlineData("CheckList")]
    [InlineData("ListAsync")]
    [InlineData("StartGenerateAsync")]
    [InlineData("ResumeGenerate")]
    [InlineData("CheckGenerate")]
    [InlineData("GenerateAndWaitAsync")]
    [InlineData("OptionsValidator")]
    [InlineData("Client")]
    [InlineData("GenerateRequest")]
    public void A_client_may_be_called_like_a_member_that_an_operation_gives_it(string client)
    {
        string document = Repository.MainSpec.Replace("\npaths:\n", "\npaths:\n  /list: { get: { operationId: list, parameters: [ { name: n, in: query, schema: { type: integer, minimum: 1 } } ], responses: { '204': { description: d } } } }\n", StringComparison.Ordinal);
        var options = new MemoryOptions(new Dictionary<(string, string), string> { [(Generation.DefaultPath, "OpenApiClient")] = client });

        Generation generation = Generation.Of([new MemoryText(Generation.DefaultPath, document)], options: options).AssertCompiles();

        Assert.Contains($"Sample.{client}.g.cs", generation.Sources.Keys);
    }

    [Fact]
    public void Error_codes_may_be_called_like_members_of_every_type_also_behind_a_reference()
    {
        string[] codes = ["REFERENCE_EQUALS", "MEMBERWISE_CLONE", "FINALIZE", "VALUE", "TO_STRING", "SAMPLE_ERROR_CODE", "class", "9"];
        JsonObject operation = Operation("call", "A", "A", []);
        operation["post"]!["responses"]!["400"] = new JsonObject { ["description"] = "d", ["x-error-codes"] = new JsonArray([.. codes.Select(code => (JsonNode)code)]) };
        string document = Document(new JsonObject { ["A"] = Object(["a"]) }, new JsonObject { ["/a"] = new JsonObject { ["$ref"] = "#/x-paths/a" } });
        document = document[..^1] + ",\"x-paths\":{\"a\":" + operation.ToJsonString() + "}}";

        Generation generation = Generation.Of(document, path: "/project/sample.openapi.json").AssertCompiles();

        Assert.All(codes, code => Assert.Contains($"new SampleErrorCode(\"{code}\")", generation.Sources["Sample.SampleErrorCode.g.cs"], StringComparison.Ordinal));
    }

    [Fact]
    public void A_type_may_have_JSON_code_that_is_called_like_a_member_of_the_client_or_of_a_union()
    {
        var schemas = new JsonObject
        {
            ["CheckCall"] = Object(["a"]),
            ["Pet"] = new JsonObject { ["oneOf"] = new JsonArray(Reference("Cat"), Reference("Dog")), ["discriminator"] = new JsonObject { ["propertyName"] = "petModels" } },
            ["Cat"] = Object(["petModels"]),
            ["Dog"] = Object(["petModels", "petJson"]),
            ["FromX"] = Object(["b"]),
            ["XJson"] = Object(["c"]),
            ["Any"] = new JsonObject { ["anyOf"] = new JsonArray(Reference("FromX"), Reference("XJson")) },
        };
        var paths = new JsonObject
        {
            ["/a"] = Operation("callJson", "CheckCall", "CheckCall", ["q"]),
            ["/b"] = Operation("pet", "Pet", "Pet", ["q"]),
            ["/c"] = Operation("any", "Any", "Any", ["q"]),
        };

        Generation.Of(Document(schemas, paths), path: "/project/sample.openapi.json").AssertCompiles();
    }

    [Fact]
    public void A_document_in_a_namespace_below_another_takes_its_name_from_the_types_of_that()
    {
        string document = Document(new JsonObject { ["X"] = Object(["json"]), ["Json"] = Object(["a"]) }, "X", "Json", []);
        var options = new MemoryOptions(new Dictionary<(string, string), string>
        {
            [("/project/outer.openapi.json", "OpenApiNamespace")] = "A",
            [("/project/inner.openapi.json", "OpenApiNamespace")] = "A.X",
        });

        Generation generation = Generation.Of([new MemoryText("/project/outer.openapi.json", document), new MemoryText("/project/inner.openapi.json", document)], options: options).AssertCompiles();

        Assert.Contains("A.X2.g.cs", generation.Sources.Keys);
        Assert.Contains("A.X.X.g.cs", generation.Sources.Keys);
        Assert.Contains("A.X.Json.g.cs", generation.Sources.Keys);
    }

    [Fact]
    public void Operations_that_are_called_like_the_ways_to_follow_another_keep_their_names()
    {
        string document = Repository.MainSpec.Replace(
            "\npaths:\n",
            "\npaths:\n" + string.Concat(new[] { "startGenerate", "resumeGenerate", "generateAndWait", "checkGenerate" }.Select(name => $"  /{name}: {{ get: {{ operationId: {name}, responses: {{ '204': {{ description: d }} }} }} }}\n")),
            StringComparison.Ordinal);

        Generation generation = Generation.Of(document).AssertWhole("K3G014");

        string client = generation.Sources["Sample.ISampleClient.g.cs"];
        Assert.Contains(" StartGenerateAsync(global::System.Threading", client, StringComparison.Ordinal);
        Assert.Contains(" StartGenerate2Async(GenerateRequest", client, StringComparison.Ordinal);
        Assert.Contains(" GenerateAndWait2Async(GenerateRequest", client, StringComparison.Ordinal);
        Assert.Contains(" ResumeGenerate(string", client, StringComparison.Ordinal);
    }

    private static JsonObject Text() => new() { ["type"] = "string" };

    private static JsonObject Object(IEnumerable<string> names) => new() { ["type"] = "object", ["properties"] = new JsonObject(names.Select(name => KeyValuePair.Create(name, (JsonNode?)Text()))) };

    private static JsonObject Reference(string name) => new() { ["$ref"] = "#/components/schemas/" + Uri.EscapeDataString(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)) };

    private static JsonObject Operation(string id, string body, string reply, IEnumerable<string> parameters) => new()
    {
        ["post"] = new JsonObject
        {
            ["operationId"] = id,
            ["parameters"] = new JsonArray([.. parameters.Select(name => new JsonObject { ["name"] = name, ["in"] = "query", ["schema"] = new JsonObject { ["type"] = "string", ["minLength"] = 1 } })]),
            ["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content(body) },
            ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "d", ["content"] = Content(reply) } },
        },
    };

    private static JsonObject Content(string schema) => new() { ["application/json"] = new JsonObject { ["schema"] = Reference(schema) } };

    private static string Document(JsonObject schemas, string body, string reply, IEnumerable<string> parameters) =>
        Document(schemas, new JsonObject { ["/call"] = Operation("call", body, reply, parameters) });

    private static string Document(JsonObject schemas, JsonObject paths) => new JsonObject
    {
        ["openapi"] = "3.0.3",
        ["info"] = new JsonObject { ["title"] = "Names", ["version"] = "1" },
        ["servers"] = new JsonArray(new JsonObject { ["url"] = "https://api.example" }),
        ["paths"] = paths,
        ["components"] = new JsonObject { ["schemas"] = schemas },
    }.ToJsonString();

    [Theory]
    [InlineData("16:9", "_16_9")]
    [InlineData("1.5-turbo", "_1_5Turbo")]
    [InlineData("+1", "Plus1")]
    [InlineData("-1", "Minus1")]
    [InlineData("IN_PROGRESS", "InProgress")]
    public void A_value_of_an_enumeration_is_named_after_its_words_and_digits_stay_apart(string value, string name)
    {
        string document = $"openapi: 3.0.3\npaths: {{}}\ncomponents: {{ schemas: {{ A: {{ type: string, enum: [ '{value}', other ] }} }} }}\n";

        Assert.Contains($"public static A {name} => new A(\"{value}\");", Generation.Of(document).AssertWhole().Sources["Sample.A.g.cs"], StringComparison.Ordinal);
    }
}
