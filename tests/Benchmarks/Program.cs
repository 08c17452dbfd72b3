using Benchmarks.Generator;
using Benchmarks.Json;
using Benchmarks.Runtime;

return args switch
{
    ["generator"] => GeneratorVerb.Run(),
    ["generator", "build"] => BuildVerb.Run(),
    ["json", "aot"] => NativeSize.Run(),
    ["json", .. var rest] => JsonVerb.Run(rest),
    ["runtime", "aot"] => NativeCall.Run(),
    ["runtime"] => await RuntimeVerb.RunAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Benchmarks generator | generator build | json [runs] | json aot | runtime | runtime aot");
    return 2;
}
