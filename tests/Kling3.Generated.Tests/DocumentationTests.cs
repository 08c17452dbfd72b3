using System.Globalization;
using System.Text.RegularExpressions;
using Kling3.Generated.Tests.Support;
using Kling3.Runtime;
using Kling3.Sandbox;
using Microsoft.CodeAnalysis;

namespace Kling3.Generated.Tests;

/// <summary>The pages: their C# compiles, their links lead somewhere, and what they say of models and defaults is so.</summary>
public sealed partial class DocumentationTests
{
    /// <summary>What a block that is no program has at hand. Fields, so that a block may use the names for its own.</summary>
    private const string AtHand = """
        using System.Text.Json;
        using System.Text.Json.Serialization.Metadata;
        using Kling3;
        using Kling3.Runtime;
        using Kling3.Sandbox;
        using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.DependencyInjection;
        public abstract class Page
        {
            protected static readonly Kling3Client client = null!;
            protected static readonly GenerateRequest request = null!;
            protected static readonly Operation<VideoTask> operation = null!;
            protected static readonly IServiceCollection services = null!;
            protected static readonly IConfiguration configuration = null!;
            protected static readonly string apiKey = "", taskId = "";
            protected static readonly CancellationToken ct;
        }
        public sealed class Block : Page
        {
            public static async Task RunAsync()
            {
                await Task.CompletedTask;

        """;

    private static readonly string[] s_pages =
    [
        "README.md", "CONTRIBUTING.md", "spec/README.md", "generator/Kling3.Generated/PACKAGE.md",
        "runtime/Kling3.Cli/PACKAGE.md", "runtime/Kling3.Runtime/PACKAGE.md", "runtime/Kling3.Sandbox/PACKAGE.md",
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(path => "docs/" + Path.GetFileName(path)).Order(StringComparer.Ordinal),
    ];

    public static TheoryData<string> Pages => [.. s_pages];

    public static TheoryData<string, int> Blocks
    {
        get
        {
            TheoryData<string, int> blocks = [];
            foreach (string page in s_pages)
            {
                for (int i = 0; i < CSharp().Count(Repository.Read(page)); i++)
                {
                    blocks.Add(page, i);
                }
            }

            return blocks;
        }
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void A_block_of_CSharp_compiles_without_a_warning(string page, int index)
    {
        string block = CSharp().Matches(Repository.Read(page))[index].Groups["code"].Value;
        bool isProgram = UsingDirective().IsMatch(block);
        string source = isProgram ? block : AtHand + block + "    }\n}\n";

        Compilation compilation = Compiler.Create(
            isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, [.. Compiler.References, Compiler.Client], source);

        Assert.Empty(Compiler.Complaints(compilation));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_links_of_a_page_lead_somewhere(string page)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page))!;
        List<string> broken = [];
        foreach (Match link in Link().Matches(Repository.Read(page)))
        {
            string file = link.Groups["file"].Value;
            string anchor = link.Groups["anchor"].Value;
            string target = file.Length == 0 ? Path.Combine(Repository.Root, page) : Path.GetFullPath(Path.Combine(folder, file));
            if (!File.Exists(target) || (anchor.Length > 0 && !Anchors(File.ReadAllText(target)).Contains(anchor)))
            {
                broken.Add(link.Value);
            }
        }

        Assert.Empty(broken);
    }

    [Fact]
    public void The_table_of_models_is_what_the_spec_says()
    {
        string[] expected = [.. GenerateRequest.Models.Select(Row)];

        string[] rows = [.. Repository.Read("README.md").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal) && line.Contains("Request`", StringComparison.Ordinal))];

        Assert.True(expected.SequenceEqual(rows), "README.md should have these rows:\n" + string.Join('\n', expected));
    }

    [Fact]
    public void README_names_the_two_commands()
    {
        string[] lines = Repository.Read("README.md").Split('\n');

        Assert.Contains("""dotnet run --project runtime/Kling3.Cli -- generate pro-text-to-video --prompt "A cinematic shot of mountains at sunrise" --sandbox --out sunrise.mp4""", lines);
        Assert.Contains("dotnet test Kling3.Generated.sln", lines);
        Assert.Contains(lines, line => line.Contains("addresses, not files", StringComparison.Ordinal));
    }

    [Fact]
    public void The_defaults_of_the_pages_are_those_of_the_code()
    {
        var options = new ApiClientOptions();
        string api = Repository.Read("docs/generated-api.md");
        string waiting = Repository.Read("docs/waiting.md");
        PollingOptions polling = options.Polling;

        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"| `SubmitTimeout` | {options.SubmitTimeout.TotalSeconds} s |"), api, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"| `RequestTimeout` | {options.RequestTimeout.TotalSeconds} s |"), api, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"| `MaxReplyBytes` | {options.MaxReplyBytes / 1024 / 1024} MiB |"), api, StringComparison.Ordinal);
        Assert.Contains(options.ValidateRequests ? "| `ValidateRequests` | `true` |" : "| `ValidateRequests` | `false` |", api, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"at most {options.Download.MaxBytes >> 30} GiB"), api, StringComparison.Ordinal);
        Assert.False(options.Download.AllowPrivateAddresses);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"| `FirstDelay` | {polling.FirstDelay.TotalSeconds} s |"), waiting, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"| `Growth` | {polling.Growth} |"), waiting, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"| `MaxDelay` | {polling.MaxDelay.TotalSeconds} s |"), waiting, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"| `Jitter` | {polling.Jitter} |"), waiting, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"| `Deadline` | {polling.Deadline.TotalHours} h |"), waiting, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sandboxs_defaults_are_those_of_its_page()
    {
        var options = new SandboxOptions();
        string page = Repository.Read("docs/testing.md");

        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"| `Port` | {options.Port} |"), page, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"| `TaskDuration` | {options.TaskDuration.TotalSeconds} s |"), page, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"| `InitialBalance` | {options.InitialBalance:N0} credits |"), page, StringComparison.Ordinal);
        Assert.Contains($"| `ApiKeys` | `{options.ApiKeys.Single()}` |", page, StringComparison.Ordinal);
        Assert.Null(options.Spec);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"the latest {SandboxServer.MaxKeptRequests:N0} requests"), page, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"a body may have {SandboxServer.MaxBodyBytes >> 20} MiB"), page, StringComparison.Ordinal);
    }

    private static string Row(ModelInfo model)
    {
        ModelMember? duration = model.Members.SingleOrDefault(member => member.Name == "duration");
        string seconds = duration switch
        {
            null => "as the input",
            { AllowedValues.Count: > 0 } => string.Join(" or ", duration.AllowedValues),
            _ => string.Create(CultureInfo.InvariantCulture, $"{duration.Minimum} to {duration.Maximum}"),
        };
        PriceRule price = model.Prices.Single();
        string credits = price switch
        {
            { Fixed: { } amount } => amount.ToString(CultureInfo.InvariantCulture),
            { PerUnit: { } amount } => amount.ToString(CultureInfo.InvariantCulture) + " a second",
            _ => string.Join(" or ", price.Table.Select(entry => entry.Value.ToString(CultureInfo.InvariantCulture))),
        };
        string[] required = [.. model.Members.Where(member => member.Required && member.Name != "prompt").Select(member => $"`{member.Name}`")];
        IEnumerable<string> taken = model.Members.Where(member => !member.Required && member.Name != "duration").Select(member => $"`{member.Name}`");
        return $"| `{model.Type}` | `{model.Create().GetType().Name}` | {(required.Length == 0 ? "–" : string.Join(", ", required))} | {string.Join(", ", taken)} | {seconds} | {credits} |";
    }

    /// <summary>The names by which headings are linked to, as GitHub makes them.</summary>
    private static IEnumerable<string> Anchors(string page) => Heading().Matches(page.ReplaceLineEndings("\n"))
        .Select(heading => string.Concat(heading.Groups["text"].Value.ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Replace(' ', '-'));

    [GeneratedRegex(@"^ *```csharp\n(?<code>.*?)^ *```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex CSharp();

    [GeneratedRegex(@"^using [A-Za-z0-9.]+;", RegexOptions.CultureInvariant)]
    private static partial Regex UsingDirective();

    [GeneratedRegex(@"\]\((?!https?:)(?<file>[^)#\s]*)(?:#(?<anchor>[^)\s]+))?\)", RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Heading();
}
