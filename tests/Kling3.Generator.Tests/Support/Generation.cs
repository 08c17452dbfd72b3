using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Kling3.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Kling3.Generator.Tests.Support;

/// <summary>What the generator makes of a project: run by the compiler's own driver, as in a build.</summary>
internal sealed class Generation
{
    /// <summary>The path of a document whose test does not care for one; its types are in the namespace Sample.</summary>
    public const string DefaultPath = "/project/sample.openapi.yaml";

    // What a project is compiled against: .NET, the runtime, and the packages that come with it.
    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. Basic.Reference.Assemblies.Net100.References.All,
        .. new[]
        {
            typeof(ApiClientOptions),
            typeof(Microsoft.Extensions.Logging.ILogger),
            typeof(System.Threading.RateLimiting.RateLimiter),
            typeof(Microsoft.Extensions.Http.HttpClientFactoryOptions),
            typeof(Microsoft.Extensions.DependencyInjection.IServiceCollection),
            typeof(Microsoft.Extensions.Options.IOptions<>),
            typeof(Microsoft.Extensions.Configuration.IConfiguration),
        }.Select(type => MetadataReference.CreateFromFile(type.Assembly.Location)),
    ];

    private Generation(GeneratorDriverRunResult result, Compilation compilation)
    {
        Result = result;
        Compilation = compilation;
    }

    public GeneratorDriverRunResult Result { get; }

    /// <summary>The project with what was emitted.</summary>
    public Compilation Compilation { get; }

    /// <summary>What the generator reports.</summary>
    public ImmutableArray<Diagnostic> Diagnostics => Result.Diagnostics;

    /// <summary>The emitted files by their names.</summary>
    public IReadOnlyDictionary<string, string> Sources => Result.Results[0].GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString());

    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    public static Generation Of(string document, string? code = null, string path = DefaultPath, LanguageVersion language = LanguageVersion.CSharp14) =>
        Of([new MemoryText(path, document)], code, language: language);

    public static Generation Of(
        ImmutableArray<AdditionalText> files,
        string? code = null,
        AnalyzerConfigOptionsProvider? options = null,
        LanguageVersion language = LanguageVersion.CSharp14)
    {
        GeneratorDriver driver = Driver(files, options, language)
            .RunGeneratorsAndUpdateCompilation(Project(code, language), out Compilation compilation, out _, TestContext.Current.CancellationToken);
        return new Generation(driver.GetRunResult(), compilation);
    }

    public static GeneratorDriver Driver(ImmutableArray<AdditionalText> files, AnalyzerConfigOptionsProvider? options = null, LanguageVersion language = LanguageVersion.CSharp14) =>
        CSharpGeneratorDriver.Create(
            [new OpenApiGenerator().AsSourceGenerator()],
            files,
            ParseOptions(language),
            options ?? new MemoryOptions(),
            new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    public static CSharpCompilation Project(string? code = null, LanguageVersion language = LanguageVersion.CSharp14) => CSharpCompilation.Create(
        "Consumer" + Guid.NewGuid().ToString("N"),
        code is null ? [] : [Parse(code, language)],
        s_references,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            generalDiagnosticOption: ReportDiagnostic.Error,
            nullableContextOptions: NullableContextOptions.Enable,
            optimizationLevel: OptimizationLevel.Release,
            concurrentBuild: false)
        // A reference assembly of another patch version than the package that was compiled against it.
        .WithSpecificDiagnosticOptions([new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)]));

    public static SyntaxTree Parse(string code, LanguageVersion language = LanguageVersion.CSharp14) =>
        CSharpSyntaxTree.ParseText(code, ParseOptions(language).WithDocumentationMode(DocumentationMode.Parse), "Code.cs", System.Text.Encoding.UTF8);

    /// <summary>What the compiler reports of the emitted code, every warning an error.</summary>
    public IReadOnlyList<Diagnostic> CompilerErrors() =>
        [.. Compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];

    /// <summary>Fails with the compiler's errors and the lines they stand in.</summary>
    public Generation AssertCompiles()
    {
        IReadOnlyList<Diagnostic> errors = CompilerErrors();
        Assert.True(errors.Count == 0, string.Join("\n", errors.Take(10).Select(Shown)));
        return this;
    }

    /// <summary>Fails unless the document is emitted in whole: nothing is reported but what is named.</summary>
    public Generation AssertWhole(params string[] expectedIds)
    {
        string[] ids = [.. Diagnostics.Select(diagnostic => diagnostic.Id).Distinct().Order(StringComparer.Ordinal)];
        Assert.True(ids.SequenceEqual(expectedIds.Order(StringComparer.Ordinal)), string.Join("\n", Diagnostics));
        return AssertCompiles();
    }

    /// <summary>Compiles and loads the project, and calls <c>Probe.Run</c> of its code.</summary>
    public async Task<string> RunAsync(StubHandler? stub = null)
    {
        AssertCompiles();
        Assembly assembly = Load();
        MethodInfo run = assembly.GetType("Probe", throwOnError: true)!.GetMethod("Run")!;
        using var http = new HttpClient(stub ?? new StubHandler(_ => throw new InvalidOperationException("No call was expected.")));
        return await (Task<string>)run.Invoke(null, [http])!;
    }

    public Assembly Load()
    {
        using var image = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult emitted = Compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics.Take(10)));
        image.Position = 0;
        return new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image);
    }

    // Diagnose: a broken documentation comment (CS1570 and its kin) is an error here.
    private static CSharpParseOptions ParseOptions(LanguageVersion language) => new(language, DocumentationMode.Diagnose);

    private static string Shown(Diagnostic diagnostic)
    {
        string line = diagnostic.Location.SourceTree?.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line].ToString() ?? "";
        return $"{diagnostic}\n    {line.Trim()}";
    }
}
