extern alias generator;

using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using System.Text.Json;
using generator::Kling3.Generator;
using Kling3.Sandbox.SpecJson;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using YamlDotNet.RepresentationModel;

namespace Kling3.Generated.Tests.Support;

/// <summary>What a user's build makes of an edited spec: the generator run over the text, and its output compiled together with the user's own code.</summary>
internal sealed class EditedClient
{
    private readonly Assembly _assembly;

    private EditedClient(Assembly assembly) => _assembly = assembly;

    /// <summary>The edited spec as the sandbox takes it.</summary>
    public static string ToJson(string spec)
    {
        YamlStream yaml = [];
        yaml.Load(new StringReader(spec));
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json))
        {
            YamlToJson.Write(writer, yaml.Documents.Single().RootNode);
        }

        return Encoding.UTF8.GetString(json.ToArray());
    }

    /// <summary>What the compiler says to <paramref name="source"/> beside the client of <paramref name="spec"/>.</summary>
    public static IReadOnlyList<string> Complaints(string spec, string source) => Compiler.Complaints(Generate(spec, source));

    public static EditedClient Build(string spec, string source)
    {
        Compilation compilation = Generate(spec, source);
        using MemoryStream image = new();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        image.Position = 0;
        return new EditedClient(new AssemblyLoadContext("edited", isCollectible: true).LoadFromStream(image));
    }

    /// <summary>Calls a static method of the user's class <c>Program</c>.</summary>
    public T Call<T>(string method, params object?[] arguments) =>
        (T)_assembly.GetType("Program", throwOnError: true)!.GetMethod(method)!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;

    private static Compilation Generate(string spec, string source)
    {
        CSharpCompilation compilation = Compiler.Create(OutputKind.DynamicallyLinkedLibrary, Compiler.References, source);
        CSharpGeneratorDriver
            .Create([new OpenApiGenerator().AsSourceGenerator()], [new SpecText(spec)], Compiler.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out System.Collections.Immutable.ImmutableArray<Diagnostic> diagnostics, TestContext.Current.CancellationToken);
        Assert.Empty(diagnostics);
        return output;
    }

    private sealed class SpecText(string text) : AdditionalText
    {
        public override string Path => "/spec/kling3.openapi.yaml";

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text, Encoding.UTF8);
    }
}
