using System.Text;
using System.Text.Json.Nodes;
using Kling3.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Kling3.Generator.Tests.Safety;

/// <summary>A document whose every string tries to become code: what is emitted compiles, runs, and holds nothing of it but as text.</summary>
public sealed class HostileDocumentTests
{
    // What each would be, if it got out of its literal, comment or name.
    private static readonly string[] s_payloads =
    [
        "\"; } } public class Injected { } /*",
        "*/ public class Injected { } /*",
        "\npublic class Injected { }\n",
        "\r\npublic class Injected { }\r\n",
        "\u0085public class Injected { }\u0085",
        "\u2028public class Injected { }\u2028",
        "\u2029public class Injected { }\u2029",
        "\u000bpublic class Injected { }\f",
        "\"\"\" + new Injected() + \"\"\"",
        "{new Injected()}{0}{{",
        "\\\"; new Injected(); //\\u0022\\",
        "</summary></remarks><script>Injected()</script>]]><!-- & &#x41; <see cref=\"Injected\"/>",
        "\u202e } Injected class cilbup \u202c\u2066\u2067\u2068\u2069\u200b\ufeff",
        "\0\u0001 not a text of XML \ufffe\uffff",
        LoneHigh + "unpaired" + LoneLow,
        LoneLow + LoneHigh,
        "#endif\n#error Injected\n#line 1 \"x\"",
        "@Injected $\"{Injected}\" ' \\' \t",
        "global::Injected.Injected<Injected>()",
        // Longer than a name, a literal or a line of C# is asked to be.
        new string('a', 70_000),
        string.Concat(Enumerable.Repeat("\"} new Injected(); {\n", 1_200)),
        string.Concat(Enumerable.Repeat("\u202e\u0000", 5_000)),
        "",
    ];

    // A writer of JSON makes a replacement character of half a pair, so the halves are put in when it is written.
    private const string LoneHigh = "\ue000";
    private const string LoneLow = "\ue001";

    public static TheoryData<int> Payloads => [.. Enumerable.Range(0, s_payloads.Length)];

    [Theory]
    [MemberData(nameof(Payloads))]
    public async Task Nothing_in_a_document_becomes_code(int index)
    {
        string payload = s_payloads[index];
        Generation generation = Generation.Of(Written(Document(payload)), Probe, "/project/sample.openapi.json").AssertCompiles();

        Assert.DoesNotContain(generation.Diagnostics, diagnostic => diagnostic.Id is "K3G001" or "K3G024" or "K3G026");
        foreach ((string name, string text) in generation.Sources)
        {
            SyntaxNode root = await CSharpSyntaxTree.ParseText(text, cancellationToken: TestContext.Current.CancellationToken).GetRootAsync(TestContext.Current.CancellationToken);
            Assert.False(root.ContainsDirectives && root.DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.ErrorDirectiveTrivia) || trivia.IsKind(SyntaxKind.LineDirectiveTrivia)), name);
            Assert.DoesNotContain(root.DescendantTokens(), token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == "Injected");
            Assert.DoesNotContain(text, c => c is '\u0085' or '\u2028' or '\u2029' or '\u000b' or '\f' or '\0' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') || char.IsSurrogate(c));
            Assert.DoesNotContain('\n', name);
        }

        // And it runs: values, defaults and names come out of it as they stand in the document.
        var stub = new StubHandler(_ => new HttpResponseMessage { Content = new StringContent("{}", Encoding.UTF8, "application/json") });
        await generation.RunAsync(stub);
        Assert.NotEmpty(stub.Calls);
        Assert.All(stub.Calls, call => Assert.DoesNotContain('\n', call.Target));
    }

    // Calls every method with something for each parameter, and validates what has a Validate.
    private const string Probe = """
        #nullable disable
        using System;
        using System.Linq;
        using System.Reflection;
        using System.Threading.Tasks;

        public static class Probe
        {
            public static async Task<string> Run(System.Net.Http.HttpClient http)
            {
                var client = new Sample.SampleClient(http, new Kling3.Runtime.ApiClientOptions { ApiKey = "key", BaseAddress = new Uri("https://api.example"), ValidateRequests = false });
                foreach (MethodInfo method in typeof(Sample.ISampleClient).GetMethods())
                {
                    if (method.Name == "DownloadAsync" || !typeof(Task).IsAssignableFrom(method.ReturnType))
                    {
                        continue;
                    }

                    object[] arguments = method.GetParameters().Select(parameter => Value(parameter.ParameterType)).ToArray();
                    try
                    {
                        await (Task)method.Invoke(client, arguments);
                    }
                    catch (Kling3.Runtime.ApiException)
                    {
                    }
                }

                foreach (Type type in typeof(Probe).Assembly.GetTypes().Where(type => type.IsClass && !type.IsAbstract && type.GetMethod("Validate") != null && type.GetConstructor(Type.EmptyTypes) != null))
                {
                    type.GetMethod("Validate").Invoke(Activator.CreateInstance(type), null);
                }

                return "";
            }

            private static object Value(Type type)
            {
                if (type == typeof(string)) return "text";
                if (type == typeof(Uri)) return new Uri("https://a.example");
                if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(System.Collections.Generic.IReadOnlyList<>)) return Array.CreateInstance(type.GenericTypeArguments[0], 0);
                if (Nullable.GetUnderlyingType(type) is { } inner) return Value(inner);
                if (type.IsAbstract)
                {
                    return Value(typeof(Probe).Assembly.GetTypes().First(candidate => candidate.BaseType == type && candidate.GetConstructor(Type.EmptyTypes) != null));
                }

                if (!type.IsValueType && type.GetConstructor(Type.EmptyTypes) == null)
                {
                    MethodInfo from = type.GetMethods(BindingFlags.Public | BindingFlags.Static).First(method => method.ReturnType == type);
                    return from.Invoke(null, from.GetParameters().Select(parameter => Value(parameter.ParameterType)).ToArray());
                }

                return Activator.CreateInstance(type);
            }
        }
        """;

    private static string Written(JsonObject document) => document.ToJsonString()
        .Replace("\\uE000", "\\ud800", StringComparison.Ordinal)
        .Replace("\\uE001", "\\udc00", StringComparison.Ordinal);

    private static JsonObject Document(string p)
    {
        JsonObject Text(params (string Name, JsonNode? Value)[] more)
        {
            var schema = new JsonObject { ["type"] = "string", ["description"] = p, ["title"] = p };
            foreach ((string name, JsonNode? value) in more)
            {
                schema[name] = value;
            }

            return schema;
        }

        JsonObject Case(string name) => new()
        {
            ["type"] = "object",
            ["description"] = p,
            ["required"] = new JsonArray(p),
            ["properties"] = new JsonObject { [p] = Text(("enum", new JsonArray(p + name))), [p + "2"] = Text(("default", p), ("pattern", p)) },
        };

        string Pointer(string name) => name.Replace("~", "~0").Replace("/", "~1");

        // Braces in a path are parameters, and an operation with others is left out.
        string q = p.Replace("{", "").Replace("}", "");
        return new JsonObject
        {
            ["openapi"] = "3.0.3",
            ["info"] = new JsonObject { ["title"] = p, ["version"] = p, ["description"] = p },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "https://{" + p + "}/" + p, ["variables"] = new JsonObject { [p] = new JsonObject { ["default"] = p } } }),
            ["tags"] = new JsonArray(new JsonObject { ["name"] = p }),
            ["security"] = new JsonArray(new JsonObject { [p] = new JsonArray() }),
            ["x-envelope"] = new JsonObject { ["code"] = "/" + p, ["message"] = "/" + p, ["data"] = "/" + p, ["success"] = new JsonArray(p) },
            ["paths"] = new JsonObject
            {
                ["/polled"] = new JsonObject
                {
                    ["post"] = new JsonObject
                    {
                        ["operationId"] = "submit",
                        ["requestBody"] = new JsonObject
                        {
                            ["required"] = true,
                            ["content"] = new JsonObject { ["application/x-www-form-urlencoded"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { [p] = Text() } } } },
                        },
                        ["responses"] = new JsonObject
                        {
                            ["200"] = new JsonObject
                            {
                                ["description"] = p,
                                ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/Task" } } },
                                ["links"] = new JsonObject { [p] = new JsonObject { ["operationId"] = "poll", ["description"] = p, ["parameters"] = new JsonObject { [p] = "$response.body#/" + Pointer(p) } } },
                            },
                        },
                    },
                    ["get"] = new JsonObject
                    {
                        ["operationId"] = "poll",
                        ["parameters"] = new JsonArray(new JsonObject { ["name"] = p, ["in"] = "query", ["required"] = true, ["schema"] = Text() }),
                        ["x-polling"] = new JsonObject { ["state"] = "/" + Pointer(p), ["succeeded"] = new JsonArray(p), ["failed"] = new JsonArray(p + "failed"), ["error"] = new JsonArray("/" + Pointer(p)) },
                        ["responses"] = new JsonObject
                        {
                            ["200"] = new JsonObject { ["description"] = p, ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/Task" } } } },
                            [p] = new JsonObject { ["description"] = p },
                            ["400"] = new JsonObject { ["description"] = p, ["headers"] = new JsonObject { [p] = new JsonObject { ["description"] = p, ["schema"] = Text() } } },
                        },
                    },
                    ["put"] = new JsonObject
                    {
                        ["operationId"] = "put",
                        ["requestBody"] = new JsonObject { ["content"] = new JsonObject { ["text/" + p] = new JsonObject { ["schema"] = Text() } } },
                        ["parameters"] = new JsonArray(new JsonObject { ["name"] = p, ["in"] = "cookie", ["schema"] = Text(("default", p)) }),
                        ["callbacks"] = new JsonObject { [p] = new JsonObject { ["{$request.body#/" + p + "}"] = new JsonObject { ["post"] = new JsonObject { ["operationId"] = p } } } },
                        ["security"] = new JsonArray(new JsonObject { ["query"] = new JsonArray(p) }),
                        ["externalDocs"] = new JsonObject { ["url"] = p, ["description"] = p },
                        ["responses"] = new JsonObject { ["default"] = new JsonObject { ["description"] = p } },
                        ["x-" + p] = p,
                    },
                    [p] = new JsonObject { ["operationId"] = p },
                },
                ["/{" + p + "/" + p] = new JsonObject { ["get"] = new JsonObject { ["operationId"] = "unpaired" } },
                ["/" + q + "/{" + q + "}"] = new JsonObject
                {
                    ["post"] = new JsonObject
                    {
                        ["operationId"] = p,
                        ["summary"] = p,
                        ["description"] = p,
                        ["deprecated"] = true,
                        ["tags"] = new JsonArray(p),
                        ["parameters"] = new JsonArray(
                            new JsonObject { ["name"] = q, ["in"] = "path", ["required"] = true, ["description"] = p, ["schema"] = Text() },
                            new JsonObject { ["name"] = p, ["in"] = "query", ["description"] = p, ["schema"] = Text(("enum", new JsonArray(p, p + "2")), ("default", p)) },
                            new JsonObject { ["name"] = p, ["in"] = "query", ["schema"] = new JsonObject { ["type"] = "array", ["items"] = Text() } }),
                        ["requestBody"] = new JsonObject
                        {
                            ["required"] = true,
                            ["description"] = p,
                            ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/Request" } } },
                        },
                        ["responses"] = new JsonObject
                        {
                            ["200"] = new JsonObject
                            {
                                ["description"] = p,
                                ["x-error-codes"] = new JsonArray(p),
                                ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/All" }, ["example"] = p } },
                            },
                            ["402"] = new JsonObject { ["description"] = p, ["x-error-codes"] = new JsonArray(p + "code") },
                        },
                    },
                    ["get"] = new JsonObject
                    {
                        ["operationId"] = p + " get",
                        ["parameters"] = new JsonArray(
                            new JsonObject { ["name"] = q, ["in"] = "path", ["required"] = true, ["schema"] = Text() },
                            new JsonObject { ["name"] = "x-" + p, ["in"] = "header", ["schema"] = Text() }),
                        ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = p, ["content"] = new JsonObject { [p + "/json"] = new JsonObject() } } },
                    },
                },
            },
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject { [p] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = p, ["description"] = p }, ["query"] = new JsonObject { ["type"] = "apiKey", ["in"] = "query", ["name"] = p } },
                ["schemas"] = new JsonObject
                {
                    [p] = new JsonObject { ["type"] = "object", ["description"] = p, ["properties"] = new JsonObject { [p] = Text(("example", p)) }, ["additionalProperties"] = Text() },
                    ["Request"] = new JsonObject
                    {
                        ["description"] = p,
                        ["oneOf"] = new JsonArray(new JsonObject { ["$ref"] = "#/components/schemas/One" }, new JsonObject { ["$ref"] = "#/components/schemas/Two" }),
                        ["discriminator"] = new JsonObject { ["propertyName"] = p, ["mapping"] = new JsonObject { [p + "One"] = "#/components/schemas/One", [p + "Two"] = "#/components/schemas/Two" } },
                    },
                    ["Task"] = new JsonObject { ["type"] = "object", ["required"] = new JsonArray(p), ["properties"] = new JsonObject { [p] = Text(("x-error-code", p)) } },
                    ["One"] = Case("One"),
                    ["Two"] = Case("Two"),
                    ["All"] = new JsonObject
                    {
                        ["type"] = "object",
                        ["description"] = p,
                        ["required"] = new JsonArray("text"),
                        ["x-cost"] = new JsonObject
                        {
                            ["unit"] = p,
                            ["rules"] = new JsonArray(
                                new JsonObject { ["when"] = new JsonObject { ["text"] = p }, ["of"] = "kind", ["table"] = new JsonObject { [p] = 5 } },
                                new JsonObject { ["fixed"] = 1 }),
                        },
                        ["properties"] = new JsonObject
                        {
                            ["text"] = Text(("default", p), ("pattern", p), ("x-error-code", p), ("deprecated", true), ("maxLength", 5)),
                            ["kind"] = Text(("enum", new JsonArray(p, "a")), ("x-enumNames", new JsonArray(p, "B")), ("default", p)),
                            ["number"] = new JsonObject { ["type"] = "integer", ["enum"] = new JsonArray(1, 2), ["x-enumNames"] = new JsonArray(p, p) },
                            ["format"] = new JsonObject { ["type"] = "string", ["format"] = p },
                            ["list"] = new JsonObject { ["type"] = "array", ["items"] = Text(("enum", new JsonArray(p))), ["uniqueItems"] = true },
                            ["map"] = new JsonObject { ["type"] = "object", ["additionalProperties"] = Text(("pattern", p)) },
                            ["either"] = new JsonObject { ["anyOf"] = new JsonArray(Text(), new JsonObject { ["type"] = "object", ["title"] = p, ["properties"] = new JsonObject { [p] = Text() } }) },
                            ["const"] = Text(("enum", new JsonArray(p))),
                            [p] = new JsonObject { ["type"] = p },
                            ["ref"] = new JsonObject { ["$ref"] = "#/components/schemas/" + Uri.EscapeDataString(p.Replace("~", "~0").Replace("/", "~1")) },
                        },
                    },
                },
            },
        };
    }
}
