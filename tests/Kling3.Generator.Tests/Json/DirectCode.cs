using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using Kling3.Runtime.Emitted;

namespace Kling3.Generator.Tests.Json;

/// <summary>The direct code of an emitted assembly, for types that are known at run time only.</summary>
internal sealed class DirectCode
{
    private readonly Dictionary<Type, (MethodInfo Read, MethodInfo Write)> _methods = [];

    public DirectCode(Assembly assembly)
    {
        foreach (Type code in assembly.GetTypes().Where(type => type.Name.EndsWith("Json", StringComparison.Ordinal)))
        {
            MethodInfo[] methods = code.GetMethods(BindingFlags.Static | BindingFlags.NonPublic);
            foreach (MethodInfo read in methods.Where(method => method.IsAssembly && method.Name.StartsWith("Read", StringComparison.Ordinal)))
            {
                MethodInfo? write = methods.SingleOrDefault(method => method.IsAssembly && method.Name == "Write" + read.Name["Read".Length..]);
                if (write is not null)
                {
                    _methods.TryAdd(read.ReturnType, (read, write));
                }
            }
        }
    }

    private delegate object? Reader(ref JsonInput input);

    private delegate void Writer(ref JsonOutput output, object? value);

    public bool Has(Type type) => _methods.ContainsKey(type);

    public object? Read(Type type, string json)
    {
        var input = new JsonInput(Encoding.UTF8.GetBytes(json));
        object? value = ((Reader)Adapt(nameof(AdaptReader), type, _methods[type].Read))(ref input);
        input.End();
        return value;
    }

    public string Write(Type type, object? value)
    {
        var output = new JsonOutput(JavaScriptEncoder.Default);
        try
        {
            ((Writer)Adapt(nameof(AdaptWriter), type, _methods[type].Write))(ref output, value);
            return Encoding.UTF8.GetString(output.Written);
        }
        finally
        {
            output.Dispose();
        }
    }

    private static object Adapt(string adapter, Type type, MethodInfo method) =>
        typeof(DirectCode).GetMethod(adapter, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type).Invoke(null, [method])!;

    private static Reader AdaptReader<T>(MethodInfo method)
    {
        var read = method.CreateDelegate<JsonReadCallback<T>>();
        return (ref JsonInput input) => read(ref input);
    }

    private static Writer AdaptWriter<T>(MethodInfo method)
    {
        var write = method.CreateDelegate<JsonWriteCallback<T>>();
        return (ref JsonOutput output, object? value) => write(ref output, (T)value!);
    }
}
