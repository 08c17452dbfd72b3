using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kling3.Generator.Emitting;
using Kling3.Generator.Emitting.Json;
using Kling3.Generator.Model;
using Kling3.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Kling3.Generator.Tests.Json;

/// <summary>What is emitted for a model, compiled as a consumer's compiler would and loaded.</summary>
internal sealed class EmittedAssembly
{
    private static readonly CSharpParseOptions s_parseOptions = new(LanguageVersion.CSharp12, DocumentationMode.Parse);

    private readonly Assembly _assembly;
    private readonly DirectCode _code;
    private readonly string _namespace;

    private EmittedAssembly(Assembly assembly, NamesSpec names)
    {
        _assembly = assembly;
        _code = new DirectCode(assembly);
        _namespace = names.Namespace;
        Context = (JsonSerializerContext)Type(names.Context).GetProperty("Default")!.GetValue(null)!;
    }

    public JsonSerializerContext Context { get; }

    public static EmittedAssembly Of(params TypeSpec[] types) => Of(Model(types));

    /// <param name="model">What is emitted.</param>
    /// <param name="added">What the project adds to it.</param>
    public static EmittedAssembly Of(SpecModel model, string added = "")
    {
        using var image = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = Compile(model, NullableContextOptions.Disable).AddSyntaxTrees(CSharpSyntaxTree.ParseText(added, s_parseOptions)).Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics) + "\n" + string.Join("\n\n", Sources(model)));
        image.Position = 0;
        return new EmittedAssembly(new AssemblyLoadContext(null).LoadFromStream(image), model.Names);
    }

    public static SpecModel Model(params TypeSpec[] types) => new(
        new NamesSpec("Sample", "SampleClient", "SampleJsonContext", "SampleErrorCode", IsInternal: false),
        types.ToEquatableArray(),
        new ClientSpec { ApiName = "Sample" },
        EquatableArray<ErrorCodeMember>.Empty);

    public static CSharpCompilation Compile(SpecModel model, NullableContextOptions nullable) => CSharpCompilation.Create(
        "Emitted" + Guid.NewGuid().ToString("N"),
        Sources(model).Select(source => CSharpSyntaxTree.ParseText(source, s_parseOptions)),
        [.. Basic.Reference.Assemblies.Net100.References.All, MetadataReference.CreateFromFile(typeof(RawJson).Assembly.Location)],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: nullable, optimizationLevel: OptimizationLevel.Release));

    public static IEnumerable<SourceText> Sources(SpecModel model) =>
    [
        .. TypeFiles.Of(model.Types).Select(types => TypeEmitter.Emit(model.Names, types)),
        ContextEmitter.Emit(model.Names, JsonContextSpec.From(model)),
    ];

    public Type Type(string name) => _assembly.GetType($"{_namespace}.{name}", throwOnError: true)!;

    /// <summary>Reads by direct code.</summary>
    public object Read(string type, string json) => _code.Read(Type(type), json)!;

    /// <summary>Writes by direct code.</summary>
    public string Write(string type, object? value) => _code.Write(Type(type), value);

    public object? Deserialize(string type, string json, JsonSerializerOptions? options = null) =>
        JsonSerializer.Deserialize(json, (options ?? Context.Options).GetTypeInfo(Type(type)));

    public string Serialize(string type, object? value, JsonSerializerOptions? options = null) =>
        JsonSerializer.Serialize(value, (options ?? Context.Options).GetTypeInfo(Type(type)));
}
