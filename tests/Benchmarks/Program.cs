using Benchmarks.Json;

return args switch
{
    ["json", .. var rest] => JsonVerb.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Benchmarks json [runs]");
    return 2;
}
