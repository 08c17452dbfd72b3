using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;

namespace Benchmarks.Generator;

/// <summary>
/// <c>generator build</c>: how long <c>dotnet build</c> of a small project takes on a cold compiler, without the generator and with it. The
/// generator is the packed one, and the steps between the two say where the time goes.
/// </summary>
internal static class BuildVerb
{
    private const int Rounds = 5;

    private static readonly (string Name, string Step)[] s_steps =
    [
        ("without the generator", "none"),
        ("with it, and no document", "generator"),
        ("a document of one operation, without values", "bare"),
        ("the same with one default: NSwag.Core is loaded", "values"),
        ("the bundled document, its files emitted", "bundled"),
        ("no generator, the same files as sources of the project", "sources"),
    ];

    public static int Run()
    {
        string folder = Path.Combine(Path.GetTempPath(), "kling3-build-" + Guid.NewGuid().ToString("N"));
        try
        {
            Directory.CreateDirectory(folder);
            WriteConsumer(folder, Unpacked(folder));
            DotNet(folder, "restore", "-v", "q");
            Build(folder, "bundled", "-p:EmitCompilerGeneratedFiles=true", "-p:CompilerGeneratedFilesOutputPath=" + Path.Combine(folder, "emitted"));
            double[] least = [.. s_steps.Select(_ => double.MaxValue)];
            for (int round = 0; round < Rounds; round++)
            {
                // In turns, so that whatever else the machine does hits all.
                for (int i = 0; i < s_steps.Length; i++)
                {
                    long start = Stopwatch.GetTimestamp();
                    Build(folder, s_steps[i].Step);
                    least[i] = Math.Min(least[i], Stopwatch.GetElapsedTime(start).TotalSeconds);
                }
            }

            Console.WriteLine("| build of a project, cold compiler | s | more than without, s |");
            Console.WriteLine("|---|---|---|");
            for (int i = 0; i < s_steps.Length; i++)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {s_steps[i].Name} | {least[i]:0.00} | {least[i] - least[0]:+0.00;-0.00;0.00} |"));
            }

            return 0;
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static void Build(string folder, string step, params string[] more) =>
        DotNet(folder, ["build", "--no-restore", "--no-incremental", "-v", "q", "-m:1", "-nodeReuse:false", "-p:UseSharedCompilation=false", "-p:Step=" + step, .. more]);

    // What ships, and not what lies in this application's folder: the libraries there are built for another framework.
    private static string Unpacked(string folder)
    {
        DotNet(folder, "pack", Repository.PathOf("generator", "Kling3.Generated"), "-c", "Release", "-v", "q", "-o", folder);
        string package = Path.Combine(folder, "package");
        ZipFile.ExtractToDirectory(Directory.GetFiles(folder, "Kling3.Generated.*.nupkg").Single(), package);
        return package;
    }

    private static void WriteConsumer(string folder, string package)
    {
        File.WriteAllText(Path.Combine(folder, "Program.cs"), "System.Console.WriteLine(1);\n");
        File.WriteAllText(Path.Combine(folder, "bare.openapi.yaml"), Document(""));
        File.WriteAllText(Path.Combine(folder, "values.openapi.yaml"), Document(", default: 5"));
        File.WriteAllText(Path.Combine(folder, "Consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <EnableDefaultCompileItems>false</EnableDefaultCompileItems>
              </PropertyGroup>
              <ItemGroup>
                <Compile Include="Program.cs" />
                <Compile Include="emitted/**/*.cs" Condition="'$(Step)' == 'sources'" />
                <Reference Include="{typeof(Kling3.Runtime.ApiException).Assembly.Location}" />
              </ItemGroup>
              <ItemGroup Condition="'$(Step)' != 'none' And '$(Step)' != 'sources'">
                <Analyzer Include="{package}/analyzers/dotnet/cs/*.dll" />
              </ItemGroup>
              <ItemGroup>
                <AdditionalFiles Include="$(Step).openapi.yaml" Condition="Exists('$(Step).openapi.yaml')" />
                <AdditionalFiles Include="{package}/spec/kling3.openapi.yaml" Condition="'$(Step)' == 'bundled'" />
              </ItemGroup>
            </Project>
            """);

        static string Document(string facets) => $$"""
            openapi: 3.0.3
            info: { title: Small, version: '1' }
            paths:
              /things:
                post:
                  operationId: createThing
                  requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
                  responses: { '204': { description: ok } }
            components:
              schemas:
                Thing: { type: object, properties: { size: { type: integer, format: int32{{facets}} } } }

            """;
    }

    private static void DotNet(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"dotnet {arguments[0]} ended with {process.ExitCode}: {output}");
        }
    }
}
