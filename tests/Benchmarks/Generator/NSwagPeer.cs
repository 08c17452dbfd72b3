using System.Reflection;
using System.Runtime.Loader;

namespace Benchmarks.Generator;

/// <summary>
/// NSwag's own C# generator, from the DLLs of its build tool, in a load context of its own: its NSwag.Core is another version than ours.
/// </summary>
internal sealed class NSwagPeer
{
    private readonly MethodInfo _parse;
    private readonly MethodInfo _result;
    private readonly PropertyInfo _generate;
    private readonly ConstructorInfo _generator;
    private readonly Type _settings;

    public NSwagPeer(string tools)
    {
        var context = new ToolContext(tools);
        Assembly yaml = context.LoadFromAssemblyPath(Path.Combine(tools, "NSwag.Core.Yaml.dll"));
        Assembly core = context.LoadFromAssemblyPath(Path.Combine(tools, "NSwag.Core.dll"));
        Assembly code = context.LoadFromAssemblyPath(Path.Combine(tools, "NSwag.CodeGeneration.CSharp.dll"));
        Type document = core.GetType("NSwag.OpenApiDocument", throwOnError: true)!;
        _parse = yaml.GetType("NSwag.OpenApiYamlDocument", throwOnError: true)!.GetMethods().First(method => method.Name == "FromYamlAsync" && method.GetParameters() is [{ ParameterType: var first }, { ParameterType: var second }]
            && first == typeof(string) && second == typeof(CancellationToken));
        _settings = code.GetType("NSwag.CodeGeneration.CSharp.CSharpClientGeneratorSettings", throwOnError: true)!;
        Type generator = code.GetType("NSwag.CodeGeneration.CSharp.CSharpClientGenerator", throwOnError: true)!;
        _generator = generator.GetConstructor([document, _settings])!;
        _result = generator.GetMethod("GenerateFile", [])!;
        _generate = _settings.GetProperty("CSharpGeneratorSettings")!;
    }

    /// <summary>Text to source.</summary>
    public string Run(string yaml)
    {
        var task = (Task)_parse.Invoke(null, [yaml, CancellationToken.None])!;
        task.GetAwaiter().GetResult();
        object document = task.GetType().GetProperty("Result")!.GetValue(task)!;
        object settings = Activator.CreateInstance(_settings)!;
        object inner = _generate.GetValue(settings)!;
        Type library = inner.GetType().GetProperty("JsonLibrary")!.PropertyType;
        inner.GetType().GetProperty("JsonLibrary")!.SetValue(inner, Enum.Parse(library, "SystemTextJson"));
        return (string)_result.Invoke(_generator.Invoke([document, settings]), [])!;
    }

    private sealed class ToolContext(string tools) : AssemblyLoadContext("NSwag tools")
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            string path = Path.Combine(tools, assemblyName.Name + ".dll");
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
    }
}
