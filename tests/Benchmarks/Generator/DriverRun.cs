using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Benchmarks.Generator;

/// <summary>A generator in the compiler's own driver, over one document.</summary>
internal sealed class DriverRun
{
    // Read once: a build server keeps its references too.
    private static readonly MetadataReference[] s_references = [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(Kling3.Runtime.ApiException).Assembly.Location)];

    private readonly string _path;
    private AdditionalText _document;
    private GeneratorDriver _driver;
    private Compilation _compilation;

    public DriverRun(string path, string text, IIncrementalGenerator generator, bool tracks = false)
    {
        _path = path;
        _document = new InMemoryText(path, text);
        _compilation = CSharpCompilation.Create(
            "Consumer",
            [CSharpSyntaxTree.ParseText("class Program;")],
            s_references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        _driver = CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], [_document], driverOptions: new GeneratorDriverOptions(default, trackIncrementalGeneratorSteps: tracks));
    }

    /// <summary>Runs once, from whatever state the driver is in.</summary>
    public GeneratorRunResult Run()
    {
        _driver = _driver.RunGenerators(_compilation);
        return _driver.GetRunResult().Results[0];
    }

    /// <summary>What typing in a C# file is to the generator.</summary>
    public void EditCSharp(int number) =>
        _compilation = _compilation.ReplaceSyntaxTree(_compilation.SyntaxTrees.Single(), CSharpSyntaxTree.ParseText($"class Program {{ int _x = {number}; }}"));

    public void EditDocument(string text)
    {
        var edited = new InMemoryText(_path, text);
        _driver = _driver.ReplaceAdditionalText(_document, edited);
        _document = edited;
    }

    private sealed class InMemoryText(string path, string text) : AdditionalText
    {
        private readonly SourceText _text = SourceText.From(text);

        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
    }
}
