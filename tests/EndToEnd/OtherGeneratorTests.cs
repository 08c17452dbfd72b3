using System.Reflection;
using Kling3.EndToEnd.Support;

namespace Kling3.EndToEnd;

/// <summary>
/// Beside a generator that brings the same libraries in other versions. The compiler loads one of each name, the highest, for all
/// generators of a project.
/// </summary>
[Trait("Category", "Long")]
public sealed class OtherGeneratorTests(Workspace workspace)
{
    [Theory]
    [InlineData("13.0.1", "16.3.0")]
    [InlineData("13.0.4", "18.1.0")]
    public async Task Another_generator_with_versions_in_use_today_disturbs_nobody(string newtonsoftJson, string yamlDotNet)
    {
        Consumer consumer = workspace.Open("OtherGenerators");

        (await consumer.DotNetAsync("build", "App", "-m:1", "-p:NewtonsoftJsonVersion=" + newtonsoftJson, "-p:YamlDotNetVersion=" + yamlDotNet)).Succeeded();

        Assert.Equal("240 1 document\n", (await consumer.DotNetAsync("exec", consumer.File("App", "bin", "Debug", "net10.0", "App.dll"))).Succeeded().Output);
    }

    [Fact]
    public async Task A_library_that_another_generator_replaced_by_one_that_breaks_ours_is_named()
    {
        Consumer consumer = workspace.Open("Console");
        WriteEmptyAssembly(consumer.File("YamlDotNet.dll"), "YamlDotNet", new Version(99, 0, 0, 0));
        consumer.Edit("Console.csproj", "</ItemGroup>", """<Analyzer Include="YamlDotNet.dll" /></ItemGroup>""");

        ProcessResult build = (await consumer.BuildAsync()).Failed();

        string error = Assert.Single(build.Errors, error => error.Contains("K3G026", StringComparison.Ordinal));
        Assert.Contains("YamlDotNet", error, StringComparison.Ordinal);
    }

    // The name is YamlDotNet's, the version one to come, and none of the types are there.
    private static void WriteEmptyAssembly(string path, string name, Version version)
    {
        var assembly = new System.Reflection.Emit.PersistedAssemblyBuilder(new AssemblyName(name) { Version = version }, typeof(object).Assembly);
        assembly.DefineDynamicModule(name);
        assembly.Save(path);
    }
}
