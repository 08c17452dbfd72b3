using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Xml.Linq;
using Kling3.EndToEnd.Support;

namespace Kling3.EndToEnd;

/// <summary>What is in the packages, file by file.</summary>
[Trait("Category", "Long")]
public sealed class PackageTests(Workspace workspace)
{
    private const string Analyzers = "analyzers/dotnet/cs/";

    [Fact]
    public void The_feed_has_these_packages_and_symbols_and_no_others()
    {
        Assert.Equal(
            ["Kling3.Cli.nupkg", "Kling3.Generated.nupkg", "Kling3.Runtime.nupkg", "Kling3.Runtime.snupkg", "Kling3.Sandbox.nupkg", "Kling3.Sandbox.snupkg"],
            Directory.EnumerateFiles(workspace.Feed).Select(file => Path.GetFileName(file).Replace("." + workspace.Version, "", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_package_that_users_reference_has_the_generator_its_libraries_the_spec_and_nothing_else()
    {
        using Package package = new(workspace.Package("Kling3.Generated"));

        Assert.Equal(
            [
                "README.md",
                "THIRD-PARTY-NOTICES.txt",
                "analyzers/dotnet/cs/Kling3.Generator.dll",
                "analyzers/dotnet/cs/NJsonSchema.Annotations.dll",
                "analyzers/dotnet/cs/NJsonSchema.dll",
                "analyzers/dotnet/cs/NSwag.Core.dll",
                "analyzers/dotnet/cs/Namotion.Reflection.dll",
                "analyzers/dotnet/cs/Newtonsoft.Json.dll",
                "analyzers/dotnet/cs/YamlDotNet.dll",
                "build/net10.0/Kling3.Generated.props",
                "build/net10.0/Kling3.Generated.targets",
                "icon.png",
                "lib/net10.0/_._",
                "spec/kling3.openapi.yaml",
            ],
            package.Files);
        Assert.Equal(["net10.0: Kling3.Runtime"], package.Dependencies);
        Assert.Equal(File.ReadAllBytes(Path.Combine(Workspace.Repository, "spec", "kling3.openapi.yaml")), package.Read("spec/kling3.openapi.yaml"));
    }

    [Fact]
    public void The_runtime_brings_its_documentation_and_the_two_libraries_it_needs()
    {
        using Package package = new(workspace.Package("Kling3.Runtime"));
        using Package symbols = new(workspace.Package("Kling3.Runtime", "snupkg"));

        Assert.Equal(["README.md", "icon.png", "lib/net10.0/Kling3.Runtime.dll", "lib/net10.0/Kling3.Runtime.xml"], package.Files);
        Assert.Equal(["net10.0: Microsoft.Extensions.Logging.Abstractions", "net10.0: System.Threading.RateLimiting"], package.Dependencies);
        Assert.Equal(["lib/net10.0/Kling3.Runtime.pdb"], symbols.Files);
    }

    [Fact]
    public void The_sandbox_needs_the_shared_web_framework_and_no_package()
    {
        using Package package = new(workspace.Package("Kling3.Sandbox"));
        using Package symbols = new(workspace.Package("Kling3.Sandbox", "snupkg"));

        Assert.Equal(
            ["README.md", "icon.png", "lib/net10.0/Kling3.Sandbox.dll", "lib/net10.0/Kling3.Sandbox.xml"],
            package.Files);
        Assert.Empty(package.Dependencies);
        Assert.Equal(["Microsoft.AspNetCore.App"], package.FrameworkReferences);
        Assert.Equal(["lib/net10.0/Kling3.Sandbox.pdb"], symbols.Files);
    }

    [Fact]
    public void The_tool_brings_all_it_runs_on_and_nothing_of_the_machine_that_built_it()
    {
        using Package package = new(workspace.Package("Kling3.Cli"));

        const string Folder = "tools/net10.0/any/";
        Assert.Equal(
            [
                "README.md",
                "THIRD-PARTY-NOTICES.txt",
                "icon.png",
                Folder + "DotnetToolSettings.xml",
                Folder + "Kling3.Runtime.dll",
                Folder + "Kling3.Sandbox.dll",
                Folder + "Microsoft.CodeAnalysis.dll",
                Folder + "Microsoft.Extensions.DependencyInjection.Abstractions.dll",
                Folder + "Microsoft.Extensions.Logging.Abstractions.dll",
                Folder + "Spectre.Console.Ansi.dll",
                Folder + "Spectre.Console.dll",
                Folder + "System.CommandLine.dll",
                Folder + "System.Threading.RateLimiting.dll",
                Folder + "YamlDotNet.dll",
                Folder + "kling3.deps.json",
                Folder + "kling3.dll",
                Folder + "kling3.runtimeconfig.json",
            ],
            package.Files);
        Assert.Empty(package.Dependencies);
        Assert.Equal("DotnetTool", package.Manifest.Descendants().Single(element => element.Name.LocalName == "packageType").Attribute("name")!.Value);
        Assert.Contains("kling3", Encoding.UTF8.GetString(package.Read(Folder + "DotnetToolSettings.xml")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Kling3.Generated")]
    [InlineData("Kling3.Runtime")]
    [InlineData("Kling3.Sandbox")]
    [InlineData("Kling3.Cli")]
    public void Every_package_says_what_it_is_whose_it_is_and_which_commit_it_is_from(string id)
    {
        using Package package = new(workspace.Package(id));

        Assert.Equal("MIT", package["license"]);
        Assert.Equal("icon.png", package["icon"]);
        Assert.Equal("README.md", package["readme"]);
        Assert.NotEqual("Package Description", package["description"]);
        Assert.False(string.IsNullOrWhiteSpace(package["authors"]));
        Assert.Matches("^https://", package["projectUrl"]);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], package.Read("icon.png")[..4]);
        Assert.StartsWith("# ", Encoding.UTF8.GetString(package.Read("README.md")), StringComparison.Ordinal);
        XElement repository = package.Manifest.Elements().Single(element => element.Name.LocalName == "repository");
        Assert.Equal("git", repository.Attribute("type")!.Value);
        Assert.Matches("^[0-9a-f]{40}$", repository.Attribute("commit")!.Value);
    }

    [Theory]
    [InlineData("Kling3.Generated")]
    [InlineData("Kling3.Cli")]
    public void A_package_that_holds_libraries_of_others_has_their_notices(string id)
    {
        using Package package = new(workspace.Package(id));
        string text = Encoding.UTF8.GetString(package.Read("THIRD-PARTY-NOTICES.txt"));
        string notices = text.Split("\n\n").SkipWhile(part => part != $"In {id}:" && !part.StartsWith($"In {id},", StringComparison.Ordinal)).ElementAt(1);

        string[] libraries = [.. package.Files.Where(file => file.EndsWith(".dll", StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension).OfType<string>().Where(name => !name.StartsWith("kling3", StringComparison.OrdinalIgnoreCase))];
        string[] named = [.. notices.Split([' ', ',', '\n'], StringSplitOptions.RemoveEmptyEntries)];

        Assert.NotEmpty(libraries);
        Assert.Empty(libraries.Except(named, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Kling3.Generated", Analyzers + "Kling3.Generator.dll")]
    [InlineData("Kling3.Runtime", "lib/net10.0/Kling3.Runtime.dll")]
    [InlineData("Kling3.Sandbox", "lib/net10.0/Kling3.Sandbox.dll")]
    [InlineData("Kling3.Cli", "tools/net10.0/any/kling3.dll")]
    public void What_we_built_is_deterministic_names_its_symbols_and_holds_no_path_of_the_machine(string id, string file)
    {
        using Package package = new(workspace.Package(id));
        byte[] bytes = package.Read(file);
        using PEReader assembly = new([.. bytes]);

        DebugDirectoryEntryType[] entries = [.. assembly.ReadDebugDirectory().Select(entry => entry.Type)];
        Assert.Contains(DebugDirectoryEntryType.Reproducible, entries);
        Assert.Contains(DebugDirectoryEntryType.CodeView, entries);
        string repository = Path.TrimEndingDirectorySeparator(Workspace.Repository);
        Assert.DoesNotContain(repository, Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        Assert.DoesNotContain(repository, Encoding.Unicode.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_shipped_analyzers_reference_only_what_the_package_or_the_compiler_brings()
    {
        Dictionary<string, Version> brought = new(StringComparer.OrdinalIgnoreCase);
        foreach (string file in await CompilerFilesAsync())
        {
            using PEReader assembly = new(File.OpenRead(file));
            Add(brought, assembly);
        }

        using Package package = new(workspace.Package("Kling3.Generated"));
        List<PEReader> shipped = [.. package.Files.Where(file => file.StartsWith(Analyzers, StringComparison.Ordinal)).Select(file => new PEReader([.. package.Read(file)]))];
        shipped.ForEach(assembly => Add(brought, assembly));

        List<string> missing = [];
        int references = 0;
        foreach (MetadataReader reader in shipped.Select(assembly => assembly.GetMetadataReader()))
        {
            string name = reader.GetString(reader.GetAssemblyDefinition().Name);
            foreach (AssemblyReference reference in reader.AssemblyReferences.Select(reader.GetAssemblyReference))
            {
                references++;
                string needed = reader.GetString(reference.Name);
                if (!brought.TryGetValue(needed, out Version? version) || version < reference.Version)
                {
                    missing.Add($"{name} needs {needed} {reference.Version}; there is {version?.ToString() ?? "none"}");
                }
            }
        }

        shipped.ForEach(assembly => assembly.Dispose());
        Assert.Equal(7, shipped.Count);
        Assert.True(references > 7);
        Assert.Empty(missing);
    }

    // The compiler's own folder and the framework that it runs on, which is what this test runs on too.
    private async Task<IEnumerable<string>> CompilerFilesAsync()
    {
        Consumer consumer = workspace.Open("Console");
        ProcessResult asked = await consumer.DotNetAsync("msbuild", "-getProperty:RoslynTargetsPath");
        string compiler = Path.Combine(asked.Succeeded().Output.Trim(), "bincore");
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return Directory.EnumerateFiles(compiler, "*.dll").Concat(Directory.EnumerateFiles(framework, "*.dll")).Where(IsManaged);
    }

    private static bool IsManaged(string file)
    {
        using PEReader assembly = new(File.OpenRead(file));
        return assembly.HasMetadata && assembly.GetMetadataReader().IsAssembly;
    }

    private static void Add(Dictionary<string, Version> brought, PEReader assembly)
    {
        MetadataReader reader = assembly.GetMetadataReader();
        AssemblyDefinition definition = reader.GetAssemblyDefinition();
        string name = reader.GetString(definition.Name);
        if (!brought.TryGetValue(name, out Version? version) || version < definition.Version)
        {
            brought[name] = definition.Version;
        }
    }
}
