using Kling3.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Kling3.Generator.Tests.Safety;

/// <summary>The names that a project gives, by metadata or by the name of a file: each is a name, or a diagnostic, and never code.</summary>
public sealed class HostileMetadataTests
{
    private const string Document = """
        openapi: 3.0.3
        info: { title: t, version: '1' }
        paths:
          /a: { get: { operationId: getA, responses: { '200': { description: d, content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } } } } }
        components:
          schemas:
            A: { type: object, x-error-code: c, properties: { b: { type: string, enum: [ x ] } } }
        """;

    private static readonly string[] s_values =
    [
        "",
        " \t ",
        "A\nB",
        "A;class Injected{}",
        "A { class Injected {} } namespace B",
        "A\u2028class Injected{}",
        "A//",
        "A/*",
        "A.",
        ".A",
        "A..B",
        "A.@B",
        "@A",
        "A<Injected>",
        "A\"",
        "A\\u0042",
        "A\u202eB",
        "A\u200dB",
        "A\0",
        "A\ud800",
        "1A",
        "class",
        "A.class",
        "var",
        "global",
        "__arglist",
        "_",
        "__",
        "A_B",
        "\u00c4rger.\u4e16\u754c",
        "\U00010400",
        "System",
        "Kling3.Runtime.Emitted",
        "A.System",
        "Client",
        "A",
        "Task",
        new('a', 100),
        new('a', 500),
        new('\u4e16', 100),
        new('\u4e16', 500),
        string.Join('.', Enumerable.Repeat("Acme", 200)),
    ];

    public static TheoryData<string, int> Values => new(
        from name in new[] { "OpenApiNamespace", "OpenApiClient", "OpenApiVisibility", "the file's name" }
        from value in Enumerable.Range(0, s_values.Length)
        select new TheoryDataRow<string, int>(name, value));

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_name_that_a_project_gives_is_a_name_or_a_diagnostic(string name, int index)
    {
        string value = s_values[index];
        string path = name == "the file's name" ? $"/project/{value}.openapi.yaml" : Generation.DefaultPath;
        Generation generation = Generation.Of([new MemoryText(path, Document)], options: new MemoryOptions(new Dictionary<(string, string), string> { [(path, name)] = value })).AssertCompiles();

        if (generation.Sources.Count == 0)
        {
            Assert.Equal("K3G027", Assert.Single(generation.Diagnostics).Id);
            return;
        }

        Assert.DoesNotContain(generation.Diagnostics, diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
        foreach ((string hint, string text) in generation.Sources)
        {
            // A file system's limit, and what a file's name cannot hold on some of them.
            Assert.True(System.Text.Encoding.UTF8.GetByteCount(hint) <= 255, hint);
            Assert.DoesNotContain(hint, c => char.IsControl(c) || Path.GetInvalidFileNameChars().Contains(c) || c is '<' or '>' or ':' or '"' or '/' or '\\' or '|' or '?' or '*');
            SyntaxNode root = await CSharpSyntaxTree.ParseText(text, cancellationToken: TestContext.Current.CancellationToken).GetRootAsync(TestContext.Current.CancellationToken);
            Assert.DoesNotContain(root.DescendantTokens(), token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == "Injected");
        }

        generation.Load();
    }
}
