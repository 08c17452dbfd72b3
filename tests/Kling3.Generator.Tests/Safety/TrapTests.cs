using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Kling3.Generator.Tests.Support;

namespace Kling3.Generator.Tests.Safety;

/// <summary>Documents made to take the compiler's time, memory or stack: each ends in code or a diagnostic within ten seconds.</summary>
[Collection(nameof(Alone))]
public sealed class TrapTests(ITestOutputHelper output)
{
    private const string Head = "openapi: 3.0.3\npaths: {}\n";

    /// <summary>Each trap, the diagnostics that it ends in, and a type that is emitted all the same; null where none is.</summary>
    public static TheoryData<string, string, string?> Traps => new()
    {
        { "deep YAML", "K3G001", null },
        { "deep JSON", "K3G001", null },
        { "deep schemas", "K3G001", null },
        { "billion laughs", "K3G001", null },
        { "alias of itself", "K3G001", null },
        { "fifty megabytes", "K3G023", null },
        { "sixteen megabytes of one text", "", "SampleClient" },
        { "many duplicate keys", "K3G004", "SampleClient" },
        { "many names that are one", "K3G014", "Z" },
        { "many variants", "", "ACase2000" },
        { "many cases of a discriminator", "", "C1999" },
        { "many discriminators that tell nothing apart", "K3G021", "A9999" },
        { "long chain of references", "", "SampleClient" },
        { "one large map merged into many", "K3G001", null },
        { "long circle of references", "K3G010", "SampleClient" },
        { "long chain of schemas", "", "A2999" },
        { "long chain of allOf", "K3G005", "A454" },
        { "long chain of lists", "", "SampleClient" },
        { "exponential allOf", "", "A60" },
        { "allOf of many large objects", "", "A9" },
        { "cycle of anyOf", "", "B" },
        { "catastrophic pattern", "K3G015", "A" },
        { "large enumeration", "", "A" },
        { "many parameters", "", "SampleClient" },
        { "one large object", "", "A" },
        { "many required properties", "K3G015", "A" },
        { "allOf of many parts", "", "A" },
        { "default of an exponential allOf", "K3G015 K3G021", "A0" },
        { "default of an exponential oneOf", "K3G015 K3G021", "A0" },
        { "default of a long chain of allOf", "K3G005", "A20000" },
        { "long chain of items", "K3G005", "SampleClient" },
        { "path of many parameters", "K3G021", "SampleClient" },
        { "example of many mistakes", "K3G021", "SampleClient" },
        { "example that misses many required properties", "K3G021", "SampleClient" },
        { "example of many values of a large enumeration", "K3G021", "AItem" },
        { "example that has many properties in none of many variants", "K3G021", "SampleClient" },
        { "long chain of required", "K3G005", "SampleClient" },
        { "long chain of variants", "K3G005", "SampleClient" },
        { "allOf of one large object many times", "K3G005", "SampleClient" },
        { "long chain of annotations", "K3G005", "A200" },
        { "long description of many properties", "K3G023", null },
        { "large default of many properties", "K3G023", null },
        { "default of aliases", "K3G023", null },
        { "long name of many types", "K3G023", null },
        { "large table of many prices", "K3G023", null },
        { "very many schemas", "K3G023", null },
        { "long names of many properties", "K3G023", null },
        { "values of an enumeration in many messages", "K3G023", null },
        { "one enumeration in many schemas", "K3G017", "SampleClient" },
        { "many mistakes below a long name", "K3G006", "C" },
        { "many duplicate keys below a long name", "K3G004", "SampleClient" },
        { "many prices of a large enumeration", "", "A" },
        { "server variables that double", "K3G021", "SampleClient" },
        { "many servers of many operations", "", "SampleClient" },
        { "many required names without a property", "K3G021", "A" },
        { "very many cases of a discriminator", "", "C19999" },
        { "many examples of aliases", "K3G021", "SampleClient" },
        { "many parameters that are objects", "", "SampleClient" },
        { "many operations that are polled for", "", "SampleClient" },
        { "many prices of a late property", "", "A" },
        { "many values that mean one large schema", "K3G023", null },
        { "many states that succeed and fail", "K3G018", "SampleClient" },
        { "long format of many schemas", "K3G007", "SampleClient" },
        { "many security schemes of many operations", "K3G021", "SampleClient" },
    };

    [Theory]
    [MemberData(nameof(Traps))]
    public void Ends_in_code_or_a_diagnostic_within_ten_seconds(string name, string expected, string? emitted)
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
        Assert.Equal(expected, string.Join(' ', generation.Diagnostics.Select(diagnostic => diagnostic.Id).Distinct().Order(StringComparer.Ordinal)));
        if (emitted is null)
        {
            Assert.Empty(generation.Sources);
        }
        else
        {
            Assert.Contains(generation.Sources.Values, source => Regex.IsMatch(source, $@"\b(class|struct) {emitted}\b"));
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
        "many discriminators that tell nothing apart" => Schemas(Repeat(10_000, i => $"    A{i}: {{ type: object, properties: {{ k: {{ type: string }} }}, discriminator: {{ propertyName: k }} }}\n")
            + "    Z: { type: object }\n" + Repeat(10_000, i => $"    C{i}: {{ allOf: [ {{ $ref: '#/components/schemas/Z' }} ], description: d }}\n")),
        "long chain of references" => Schemas(Repeat(100_000, i => $"    A{i}: {{ $ref: '#/components/schemas/A{i + 1}' }}\n") + "    A100000: { type: string }\n"),
        "one large map merged into many" => Head + "a: &a { " + Repeat(10_000, i => $"p{i}: 1, ") + "}\nx:\n" + Repeat(5_000, _ => "  - <<: *a\n"),
        "long circle of references" => Schemas(Repeat(100_000, i => $"    A{i}: {{ $ref: '#/components/schemas/A{(i + 1) % 100_000}' }}\n")),
        "long chain of schemas" => Schemas(Repeat(3_000, i => $"    A{i}: {{ type: object, properties: {{ next: {{ $ref: '#/components/schemas/A{i + 1}' }} }} }}\n") + "    A3000: { type: string }\n"),
        "long chain of allOf" => Schemas(Repeat(1_000, i => $"    A{i}: {{ allOf: [ {{ $ref: '#/components/schemas/A{i + 1}' }} ], properties: {{ p{i}: {{ type: string }} }} }}\n") + "    A1000: { type: object, properties: { p: { type: string } } }\n"),
        "long chain of lists" => Schemas(Repeat(100, i => $"    A{i}: {{ type: array, items: {{ $ref: '#/components/schemas/A{i + 1}' }} }}\n") + "    A100: { type: string }\n"),
        "exponential allOf" => Schemas(Repeat(60, i => $"    A{i}: {{ allOf: [ {{ $ref: '#/components/schemas/A{i + 1}' }}, {{ $ref: '#/components/schemas/A{i + 1}' }} ], anyOf: [ {{ $ref: '#/components/schemas/A{i + 1}' }} ] }}\n")
            + "    A60: { type: object, properties: { p: { type: string } } }\n"),
        "allOf of many large objects" => Schemas(Repeat(100, i => $"    B{i}: {{ type: object, properties: {{ " + Repeat(50, j => $"p{i}x{j}: {{ type: string }}, ") + "} }\n")
            + Repeat(10, k => $"    A{k}: {{ allOf: [ " + Repeat(100, i => $"{{ $ref: '#/components/schemas/B{i}' }}, ") + "] }\n")),
        "cycle of anyOf" => Schemas("    A: { anyOf: [ { $ref: '#/components/schemas/B' }, { type: string } ], default: x }\n    B: { anyOf: [ { $ref: '#/components/schemas/A' }, { type: integer } ], default: 5 }\n"),
        "catastrophic pattern" => Schemas("    A: { type: object, properties: { s: { type: string, pattern: '^(a+)+(b|a)*(a|aa)+$', default: " + new string('a', 5_000) + "! } } }\n"),
        "long format of many schemas" => Schemas("    F: { type: string, format: " + new string('x', 1_000_000) + " }\n" + Repeat(10_000, i => $"    A{i}: {{ allOf: [ {{ $ref: '#/components/schemas/F' }} ] }}\n")),
        "many security schemes of many operations" => "openapi: 3.0.3\nsecurity:\n" + Repeat(50_000, i => $"  - {{ s{i}: [] }}\n") + "paths:\n" + Repeat(10_000, i => $"  /p{i}: {{ get: {{ responses: {{ '204': {{}} }} }} }}\n"),
        "large enumeration" => Schemas("    A: { type: string, enum: [ " + Repeat(20_000, i => $"v{i}, ") + "] }\n    B: { type: object, properties: { n: { type: integer, enum: [ " + Repeat(5_000, i => $"{i}, ") + "] } } }\n"),
        "many parameters" => "openapi: 3.0.3\npaths:\n  /a:\n    get:\n      parameters:\n" + Repeat(3_000, i => $"        - {{ name: 'p{i % 7}{new string('-', i % 50)}{i}', in: query, schema: {{ type: string }} }}\n") + "      responses: { '204': {} }\n",
        "one large object" => Schemas("    A: { type: object, properties: { " + Repeat(5_000, i => $"p{i}: {{ $ref: '#/components/schemas/A' }}, ") + "} }\n"),
        "many required properties" => Schemas("    A: { type: object, required: [ " + Repeat(20_000, i => $"p{i}, ") + "], properties: { " + Repeat(20_000, i => $"p{i}: {{ type: string }}, ") + "}, default: {} }\n"),
        "allOf of many parts" => Schemas("    A: { allOf: [ " + Repeat(20_000, i => $"{{ type: object, properties: {{ p{i}: {{ type: string }} }} }}, ") + "] }\n"),
        "default of an exponential allOf" => Schemas(Exponential("allOf")),
        "default of an exponential oneOf" => Schemas(Exponential("oneOf")),
        "default of a long chain of allOf" => Schemas(Repeat(20_000, i => $"    A{i}: {{ allOf: [ {{ $ref: '#/components/schemas/A{i + 1}' }} ], default: {{ x: 1 }} }}\n") + "    A20000: { type: object, properties: { x: { type: string } } }\n"),
        "long chain of items" => Schemas(Repeat(5_000, i => $"    A{i}: {{ type: array, items: {{ $ref: '#/components/schemas/A{i + 1}' }} }}\n") + "    A5000: { type: string }\n"),
        "path of many parameters" => "{\"openapi\":\"3.0.3\",\"paths\":{\"" + Repeat(20_000, i => $"/{{p{i}}}") + "\":{\"get\":{\"responses\":{}}}}}",
        "example of many mistakes" => Schemas("    A: { type: array, items: { type: integer }, example: [ " + Repeat(100_000, _ => "x, ") + "] }\n"),
        "example that misses many required properties" => Schemas("    A: { type: array, items: { type: object, required: [ " + Repeat(5_000, i => $"r{i}, ") + "] }, example: [ " + Repeat(5_000, _ => "{}, ") + "] }\n"),
        "example of many values of a large enumeration" => Schemas("    A: { type: array, items: { type: string, enum: [ " + Repeat(20_000, i => $"v{i}, ") + "] }, example: [ " + Repeat(19_000, _ => "x, ") + "] }\n"),
        "example that has many properties in none of many variants" => Schemas("    A: { oneOf: [ " + Repeat(5_000, i => $"{{ additionalProperties: false, maxProperties: {i} }}, ") + "], example: { " + Repeat(10_000, i => $"p{i}: 1, ") + "} }\n"),
        "long chain of required" => Schemas(Repeat(14_000, i => $"    A{i}: {{ allOf: [ {{ $ref: '#/components/schemas/A{i + 1}' }} ], required: [ r{i} ] }}\n") + "    A14000: { type: object }\n"),
        "long chain of variants" => Schemas(Repeat(14_000, i => $"    A{i}: {{ allOf: [ {{ $ref: '#/components/schemas/A{i + 1}' }} ], {(i % 2 == 0 ? "anyOf" : "oneOf")}: [ {{ minLength: {i} }} ] }}\n") + "    A14000: { type: object }\n"),
        "allOf of one large object many times" => Schemas("    A: { allOf: [ " + Repeat(20_000, _ => "{ $ref: '#/components/schemas/B' }, ") + "] }\n    B: { type: object, required: [ " + Repeat(20_000, i => $"p{i}, ") + "] }\n"),
        "long chain of annotations" => Schemas(Repeat(200, i => $"    A{i}: {{ allOf: [ {{ $ref: '#/components/schemas/A{i + 1}' }} ], description: d{i} }}\n") + "    A200: { type: object, properties: { p: { type: string } } }\n"),
        "long description of many properties" => Schemas($"    D: {{ type: string, description: {new string('d', 200_000)} }}\n" + ManyOf("D", 5_000)),
        "large default of many properties" => Schemas("    D: { type: object, default: { " + Repeat(30_000, i => $"k{i}: {i}, ") + "} }\n" + ManyOf("D", 5_000)),
        "default of aliases" => Head + $"x-d: &d {new string('d', 100_000)}\ncomponents: {{ schemas: {{ A: {{ type: object, properties: {{ p: {{ default: [ " + Repeat(100_000, _ => "*d , ") + "] } } } } }\n",
        "long name of many types" => Schemas($"    B: {{ type: object, properties: {{ {new string('n', 100_000)}: {{ type: string }} }} }}\n" + Repeat(3_000, i => $"    C{i}: {{ allOf: [ {{ $ref: '#/components/schemas/B' }} ], properties: {{ x: {{ type: string }} }} }}\n")),
        "large table of many prices" => Schemas("    D: { type: object, properties: { n: { type: integer } }, x-cost: { unit: c, rules: [ { of: n, table: { " + Repeat(3_000, i => $"{i}: 1, ") + "} } ] } }\n"
            + Repeat(2_000, i => $"    C{i}: {{ allOf: [ {{ $ref: '#/components/schemas/D' }} ], properties: {{ x{i}: {{ type: string }} }} }}\n")),
        "very many schemas" => Schemas(Repeat(180_000, i => $"    A{i}: {{ type: object, properties: {{ a: {{ type: string }}, b: {{ type: integer }} }} }}\n")),
        "long names of many properties" => Schemas("    A: { type: object, properties: { " + Repeat(9_000, i => $"p{i}{new string('n', 990)}: {{ type: string }}, ") + "} }\n"),
        "values of an enumeration in many messages" => Schemas("    E: { type: string, enum: [ " + Repeat(20, i => $"v{i}{new string('v', 500)}, ") + "] }\n    A: { type: object, properties: { " + Repeat(1_000, i => $"p{i}: {{ $ref: '#/components/schemas/E' }}, ") + "} }\n"),
        "one enumeration in many schemas" => Head + $"x-e: &e [ {new string('v', 2_000_000)} ]\ncomponents:\n  schemas:\n" + Repeat(20_000, i => $"    E{i}: {{ type: integer, enum: *e }}\n"),
        "many mistakes below a long name" => Schemas($"    C: {{ type: object, properties: {{ a: {{ type: object, properties: {{ '{new string('n', 1_000_000)}': {{ type: object, properties: {{ " + Repeat(100_000, i => $"a{i}: {{ type: x }}, ") + "} } } } } }\n"),
        "many duplicate keys below a long name" => "{\"openapi\":\"3.0.3\",\"paths\":{},\"x-" + new string('n', 1_000_000) + "\":{" + Repeat(200_000, _ => "\"A\":1,") + "\"B\":1}}",
        "many prices of a large enumeration" => Schemas("    A: { type: object, properties: { n: { type: integer, enum: [ " + Repeat(30_000, i => $"{i}, ") + "] } }, x-cost: { unit: c, rules: [ " + Repeat(4, _ => "{ of: n, table: { " + Repeat(30_000, i => $"{i}: 1, ") + "} }, ") + "] } }\n"),
        "server variables that double" => "{\"openapi\":\"3.0.3\",\"paths\":{},\"servers\":[{\"url\":\"https://a.example/{v0}\",\"variables\":{" + Repeat(40, i => $"\"v{i}\":{{\"default\":\"{{v{i + 1}}}{{v{i + 1}}}\"}},") + "\"v40\":{\"default\":\"x\"}}}]}",
        "many servers of many operations" => "openapi: 3.0.3\nservers: [ " + Repeat(8_000, i => $"{{ url: 'https://s{i}.example' }}, ") + "]\npaths:\n" + Repeat(8_000, i => $"  /p{i}: {{ get: {{ responses: {{ '204': {{}} }} }} }}\n"),
        "many required names without a property" => Schemas("    A: { type: object, properties: { p: { type: string } }, required: [ " + Repeat(150_000, i => $"r{i}, ") + "] }\n"),
        "very many cases of a discriminator" => Schemas("    A: { oneOf: [ " + Repeat(20_000, i => $"{{ $ref: '#/components/schemas/C{i}' }}, ") + "], discriminator: { propertyName: k } }\n"
            + Repeat(20_000, i => $"    C{i}: {{ type: object, properties: {{ k: {{ type: string, enum: [ c{i} ] }} }} }}\n")),
        "many examples of aliases" => Head + "x-0: &a0 [ x, x, x, x, x, x, x, x, x, x ]\n" + Repeat(5, i => $"x-{i + 1}: &a{i + 1} [ *a{i}, *a{i}, *a{i}, *a{i}, *a{i}, *a{i}, *a{i}, *a{i}, *a{i}, *a{i} ]\n")
            + "components: { examples: { e: { value: *a5 } }, parameters: {\n" + Repeat(100, i => $" p{i}: {{ name: p, in: query, schema: {{ type: array, items: {{ type: object }} }}, examples: {{ e: {{ $ref: '#/components/examples/e' }} }} }},\n") + " } }\n",
        "many parameters that are objects" => "openapi: 3.0.3\npaths:\n  /a:\n    get:\n      parameters:\n" + Repeat(20_000, i => $"        - {{ name: p{i}, in: query, style: deepObject, schema: {{ $ref: '#/components/schemas/O' }} }}\n")
            + "      responses: { '204': {} }\ncomponents: { schemas: { O: { type: object, additionalProperties: false, properties: { x: { type: string } } } } }\n",
        "many operations that are polled for" => "openapi: 3.0.3\npaths:\n" + Repeat(5_000, i => $"  /p{i}: {{ post: {{ operationId: s{i}, requestBody: {{ required: true, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/R' }} }} }} }}, responses: {{ '200': {{ $ref: '#/components/responses/r' }} }} }} }}\n")
            + "  /poll: { get: { operationId: poll, parameters: [ { name: id, in: query, required: true, schema: { type: string } } ], x-polling: { state: /state, succeeded: [ done ] }, responses: { '200': { description: d, content: { application/json: { schema: { $ref: '#/components/schemas/S' } } } } } } }\n"
            + "components:\n  responses: { r: { description: d, content: { application/json: { schema: { $ref: '#/components/schemas/S' } } }, links: { l: { operationId: poll, parameters: { id: '$response.body#/id' } } } } }\n"
            + "  schemas: { R: { type: object, properties: { x: { type: string } } }, S: { type: object, required: [ id, state ], properties: { id: { type: string }, state: { type: string } } } }\n",
        "many values that mean one large schema" => Schemas("    A: { oneOf: [ { $ref: '#/components/schemas/C' } ], discriminator: { propertyName: k, mapping: { " + Repeat(1_000, i => $"v{i}: C, ") + "} } }\n    C: { type: object, properties: { k: { type: string }, " + Repeat(1_000, i => $"p{i}: {{ type: string }}, ") + "} }\n"),
        "many prices of a late property" => Schemas("    A: { type: object, properties: { " + Repeat(20_000, i => $"p{i}: {{ type: string }}, ") + "n: { type: integer } }, x-cost: { unit: c, rules: [ { of: n, table: { " + Repeat(50_000, i => $"{i}: 1, ") + "} } ] } }\n"),
        "many states that succeed and fail" => "openapi: 3.0.3\npaths: { /a: { get: { x-polling: { state: /state, succeeded: [ " + Repeat(100_000, i => $"s{i:00000}, ") + "], failed: [ " + Repeat(100_000, i => $"s{i:00000}, ") + "] }, responses: { '204': {} } } } }\n",
        _ => throw new ArgumentException(name),
    };

    private static string ManyOf(string schema, int count) => "    A: { type: object, properties: { " + Repeat(count, i => $"p{i}: {{ $ref: '#/components/schemas/{schema}' }}, ") + "} }\n";

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
