using Benchmarks.Generator;

return args switch
{
    ["generator"] => GeneratorVerb.Run(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Benchmarks generator");
    return 2;
}
