using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Kling3.Generated.Tests.Support;

/// <summary>Compiles C# as a user's project would: implicit usings on, nullable on, everything referenced that the tests reference.</summary>
internal static class Compiler
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp14);

    /// <summary>What a user's project references; without the client, which a compilation of its own may hold anew.</summary>
    public static IReadOnlyList<MetadataReference> References { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => IsOfUsersProject(Path.GetFileName(path)))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>A reference to the client that is emitted into these tests.</summary>
    public static MetadataReference Client { get; } = MetadataReference.CreateFromFile(typeof(Kling3Client).Assembly.Location);

    public static CSharpCompilation Create(OutputKind kind, IEnumerable<MetadataReference> references, params IEnumerable<string> sources) => CSharpCompilation.Create(
        "Compiled" + Guid.NewGuid().ToString("N"),
        sources.Append(ImplicitUsings).Select(source => CSharpSyntaxTree.ParseText(source, ParseOptions)),
        references,
        new CSharpCompilationOptions(kind, nullableContextOptions: NullableContextOptions.Enable));

    private static bool IsOfUsersProject(string file) =>
        file is "Kling3.Runtime.dll" or "Kling3.Sandbox.dll" or "mscorlib.dll" or "netstandard.dll"
        || file.StartsWith("System.", StringComparison.Ordinal)
        || file.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
        || file.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal);

    /// <summary>What the compiler complains about, warnings included, one a line.</summary>
    public static IReadOnlyList<string> Complaints(Compilation compilation) =>
    [
        .. compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
            .Select(diagnostic => diagnostic.ToString()),
    ];
}
