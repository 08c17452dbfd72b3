using System.Diagnostics;
using System.Globalization;
using System.Text;
using Kling3.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Kling3.Generator.Tests.Safety;

/// <summary>Documents made to take the compiler's time, memory or stack: each ends in code or a diagnostic within ten seconds.</summary>
public sealed class TrapTests(ITestOutputHelper output)
{
    private const string Head = "openapi: 3.0.3\npaths: {}\n";

    /// <summary>Each trap, and what ends it; null for one that is simply generated.</summary>
    public static TheoryData<string, string?> Traps => new()
    {
        { "deep YAML", "K3G001" },
        { "deep JSON", "K3G001" },
        { "deep schemas", "K3G001" },
        { "billion laughs", "K3G001" },
        { "alias of itself", "K3G001" },
        { "fifty megabytes", "K3G023" },
        { "sixteen megabytes of one text", null },
        { "many duplicate keys", "K3G004" },
        { "many names that are one", null },
        { "many variants", null },
        { "many cases of a discriminator", null },
        { "long chain of references", "K3G010" },
        { "long chain of schemas", null },
        { "long chain of allOf", "K3G005" },
        { "long chain of lists", null },
        { "exponential allOf", null },
        { "allOf of many large objects", null },
        { "cycle of anyOf", null },
        { "catastrophic pattern", null },
        { "large enumeration", null },
        { "many parameters", null },
        { "one large object", null },
        { "many required properties", null },
        { "allOf of many parts", null },
        { "default of an exponential allOf", null },
        { "default of an exponential oneOf", null },
        { "default of a long chain of allOf", null },
        { "long chain of items", "K3G005" },
        { "path of many parameters", null },
        { "example of many mistakes", null },
    };

    [Theory]
    [MemberData(nameof(Traps))]
    public void Ends_in_code_or_a_diagnostic_within_ten_seconds(string name, string? expected)
    {
        string document = Document(name);
        string path = document.TrimStart().StartsWith('{') || document.TrimStart().StartsWith('[') ? "/project/sample.openapi.json" : Generation.DefaultPath;
        TimeSpan limit = TimeSpan.FromSeconds(10);
        (Generation generation, TimeSpan taken) = Timed();
        if (taken >= limit)
        {
            // Once more: a machine that is busy with other things is no trap.
            (generation, taken) = Timed();
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {document.Length / 1024} KB, {taken.TotalSeconds:0.0} s, {generation.Sources.Count} files"));
        Assert.True(taken < limit, taken.ToString());
        Assert.DoesNotContain(generation.Diagnostics, diagnostic => diagnostic.Id is "K3G024" or "CS8785");
        if (expected is null)
        {
            Assert.DoesNotContain(generation.Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id is not ("K3G015" or "K3G017" or "K3G022" or "K3G005"));
            Assert.NotEmpty(generation.Sources);
        }
        else
        {
            Assert.Contains(generation.Diagnostics, diagnostic => diagnostic.Id == expected);
        }

        // The compiler's main thread has a stack of one megabyte on some systems: what overflows it kills the compiler.
        (Generation, TimeSpan) Timed()
        {
            const int stack = 1024 * 1024;
            Generation? made = null;
            var watch = Stopwatch.StartNew();
            var thread = new Thread(() => made = Generation.Of(document, path: path), stack);
            thread.Start();
            thread.Join();
            return (made!, watch.Elapsed);
        }
    }

    [Fact]
    public void The_generator_names_nothing_that_reads_or_sends()
    {
        // The Roslyn analyzer RS1035 holds its source; this holds what was compiled of it.
        using var file = new FileStream(typeof(OpenApiGenerator).Assembly.Location, FileMode.Open, FileAccess.Read);
        using var image = new System.Reflection.PortableExecutable.PEReader(file);
        System.Reflection.Metadata.MetadataReader reader = System.Reflection.Metadata.PEReaderExtensions.GetMetadataReader(image);
        List<string> types = [.. reader.TypeReferences.Select(handle => reader.GetTypeReference(handle)).Select(type => $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}")];

        Assert.Contains("System.IO.Path", types);
        Assert.DoesNotContain(types, type => type.StartsWith("System.Net.", StringComparison.Ordinal) || type.StartsWith("System.Diagnostics.Process", StringComparison.Ordinal)
            || type is "System.IO.File" or "System.IO.FileInfo" or "System.IO.Directory" or "System.IO.DirectoryInfo" or "System.IO.FileStream" or "System.IO.StreamReader" or "System.IO.StreamWriter"
                or "System.Console" or "System.Reflection.Assembly" or "System.Activator" or "System.Random" or "System.DateTime");
    }

    private static string Document(string name) => name switch
    {
        "deep YAML" => Head + "x: " + new string('[', 100_000),
        "deep JSON" => new string('[', 1_000_000),
        "deep schemas" => "{\"openapi\":\"3.0.3\",\"paths\":{},\"components\":{\"schemas\":{\"A\":" + Repeat(5_000, _ => "{\"items\":") + "{}" + new string('}', 5_000) + "}}}",
        "billion laughs" => Head + "a0: &a0 [ x, x, x, x, x, x, x, x, x ]\n" + Repeat(30, i => $"a{i + 1}: &a{i + 1} [ *a{i}, *a{i}, *a{i}, *a{i}, *a{i}, *a{i}, *a{i}, *a{i}, *a{i} ]\n"),
        "alias of itself" => Head + "x: &x { y: *x }\n",
        "fifty megabytes" => Head + "# " + new string('x', 50_000_000),
        "sixteen megabytes of one text" => "{\"openapi\":\"3.0.3\",\"paths\":{},\"info\":{\"description\":\"" + new string('x', 16_000_000) + "\"}}",
        "many duplicate keys" => Schemas(Repeat(100_000, _ => "    A: { type: string }\n")),
        "many names that are one" => Schemas(Repeat(3_000, i => $"    'a{new string('-', 1 + (i % 60))}{new string('.', i / 60)}': {{ type: object, properties: {{ x: {{ type: string }} }} }}\n"))
            + "    Z: { type: object, properties: { " + Repeat(5_000, i => $"'a{new string('-', 1 + (i % 80))}{new string('.', i / 80)}': {{ type: string }}, ") + "} }\n",
        "many variants" => Schemas("    A: { anyOf: [ " + Repeat(2_000, i => $"{{ type: object, properties: {{ p{i}: {{ type: string }} }} }}, ") + "] }\n"),
        "many cases of a discriminator" => Schemas("    A: { oneOf: [ " + Repeat(2_000, i => $"{{ $ref: '#/components/schemas/C{i}' }}, ") + "], discriminator: { propertyName: k } }\n"
            + Repeat(2_000, i => $"    C{i}: {{ type: object, properties: {{ k: {{ type: string, enum: [ c{i} ] }} }} }}\n")),
        "long chain of references" => Schemas(Repeat(20_000, i => $"    A{i}: {{ $ref: '#/components/schemas/A{i + 1}' }}\n") + "    A20000: { type: string }\n"),
        "long chain of schemas" => Schemas(Repeat(3_000, i => $"    A{i}: {{ type: object, properties: {{ next: {{ $ref: '#/components/schemas/A{i + 1}' }} }} }}\n") + "    A3000: { type: string }\n"),
        "long chain of allOf" => Schemas(Repeat(1_000, i => $"    A{i}: {{ allOf: [ {{ $ref: '#/components/schemas/A{i + 1}' }} ], properties: {{ p{i}: {{ type: string }} }} }}\n") + "    A1000: { type: object, properties: { p: { type: string } } }\n"),
        "long chain of lists" => Schemas(Repeat(100, i => $"    A{i}: {{ type: array, items: {{ $ref: '#/components/schemas/A{i + 1}' }} }}\n") + "    A100: { type: string }\n"),
        "exponential allOf" => Schemas(Repeat(60, i => $"    A{i}: {{ allOf: [ {{ $ref: '#/components/schemas/A{i + 1}' }}, {{ $ref: '#/components/schemas/A{i + 1}' }} ], anyOf: [ {{ $ref: '#/components/schemas/A{i + 1}' }} ] }}\n")
            + "    A60: { type: object, properties: { p: { type: string } } }\n"),
        "allOf of many large objects" => Schemas(Repeat(100, i => $"    B{i}: {{ type: object, properties: {{ " + Repeat(50, j => $"p{i}x{j}: {{ type: string }}, ") + "} }\n")
            + Repeat(10, k => $"    A{k}: {{ allOf: [ " + Repeat(100, i => $"{{ $ref: '#/components/schemas/B{i}' }}, ") + "] }\n")),
        "cycle of anyOf" => Schemas("    A: { anyOf: [ { $ref: '#/components/schemas/B' }, { type: string } ], default: x }\n    B: { anyOf: [ { $ref: '#/components/schemas/A' }, { type: integer } ], default: 5 }\n"),
        "catastrophic pattern" => Schemas("    A: { type: object, properties: { s: { type: string, pattern: '^(a+)+(b|a)*(a|aa)+$', default: " + new string('a', 5_000) + "! } } }\n"),
        "large enumeration" => Schemas("    A: { type: string, enum: [ " + Repeat(20_000, i => $"v{i}, ") + "] }\n    B: { type: object, properties: { n: { type: integer, enum: [ " + Repeat(5_000, i => $"{i}, ") + "] } } }\n"),
        "many parameters" => "openapi: 3.0.3\npaths:\n  /a:\n    get:\n      parameters:\n" + Repeat(3_000, i => $"        - {{ name: 'p{i % 7}{new string('-', i % 50)}{i}', in: query, schema: {{ type: string }} }}\n") + "      responses: {}\n",
        "one large object" => Schemas("    A: { type: object, properties: { " + Repeat(5_000, i => $"p{i}: {{ $ref: '#/components/schemas/A' }}, ") + "} }\n"),
        "many required properties" => Schemas("    A: { type: object, required: [ " + Repeat(20_000, i => $"p{i}, ") + "], properties: { " + Repeat(20_000, i => $"p{i}: {{ type: string }}, ") + "} }\n"),
        "allOf of many parts" => Schemas("    A: { allOf: [ " + Repeat(20_000, i => $"{{ type: object, properties: {{ p{i}: {{ type: string }} }} }}, ") + "] }\n"),
        "default of an exponential allOf" => Schemas(Exponential("allOf")),
        "default of an exponential oneOf" => Schemas(Exponential("oneOf")),
        "default of a long chain of allOf" => Schemas(Repeat(20_000, i => $"    A{i}: {{ allOf: [ {{ $ref: '#/components/schemas/A{i + 1}' }} ], default: {{ x: 1 }} }}\n") + "    A20000: { type: object, properties: { x: { type: string } } }\n"),
        "long chain of items" => Schemas(Repeat(5_000, i => $"    A{i}: {{ type: array, items: {{ $ref: '#/components/schemas/A{i + 1}' }} }}\n") + "    A5000: { type: string }\n"),
        "path of many parameters" => "{\"openapi\":\"3.0.3\",\"paths\":{\"" + Repeat(20_000, i => $"/{{p{i}}}") + "\":{\"get\":{\"responses\":{}}}}}",
        "example of many mistakes" => Schemas("    A: { type: array, items: { type: integer }, example: [ " + Repeat(100_000, _ => "x, ") + "] }\n"),
        _ => throw new ArgumentException(name),
    };

    // Each of forty levels is two schemas that are both combined of the next two.
    private static string Exponential(string keyword) =>
        Repeat(40, i => string.Concat("AB".Select(letter => $"    {letter}{i}: {{ {keyword}: [ {{ $ref: '#/components/schemas/A{i + 1}' }}, {{ $ref: '#/components/schemas/B{i + 1}' }} ], default: {{ x: 1 }} }}\n")))
        + "    A40: { type: object, properties: { x: { type: string } } }\n    B40: { type: object, properties: { y: { type: string } } }\n";

    private static string Schemas(string schemas) => Head + "components:\n  schemas:\n" + schemas;

    private static string Repeat(int count, Func<int, string> part)
    {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{part(i)}");
        }

        return text.ToString();
    }
}
