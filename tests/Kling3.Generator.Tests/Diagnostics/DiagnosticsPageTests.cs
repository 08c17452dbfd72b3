using System.Reflection;
using System.Text.RegularExpressions;
using Kling3.Generator.Diagnostics;
using Kling3.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Kling3.Generator.Tests.Diagnostics;

/// <summary>The page that help links lead to, and the list of releases, held against the descriptors.</summary>
public sealed partial class DiagnosticsPageTests
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "diagnostics.md")).Replace("\r\n", "\n", StringComparison.Ordinal);

    private static readonly string? s_repository = typeof(Descriptors).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "RepositoryUrl").Value;

    public static TheoryData<string> Ids => [.. Descriptors.All.Select(descriptor => descriptor.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_diagnostic_has_a_section_with_cause_example_and_cure_that_its_link_names(string id)
    {
        DiagnosticDescriptor descriptor = Descriptors.ById(id);
        string section = Section(id);

        Assert.StartsWith($"## {id}\n\n**{descriptor.Title}** · {descriptor.DefaultSeverity}\n\n**Cause.** ", section, StringComparison.Ordinal);
        Assert.Contains("\n\n**Example.**\n\n```", section, StringComparison.Ordinal);
        Assert.Contains("\n\n**Cure.** ", section, StringComparison.Ordinal);
        Assert.Equal($"{s_repository}/blob/main/docs/diagnostics.md#{id.ToLowerInvariant()}", descriptor.HelpLinkUri);
    }

    /// <summary>Those whose example is a document.</summary>
    public static TheoryData<string> ExampleIds => [.. Descriptors.All.Select(descriptor => descriptor.Id).Where(id => Example().IsMatch(Section(id)))];

    [Theory]
    [MemberData(nameof(ExampleIds))]
    public void The_example_of_a_section_has_its_diagnostic(string id)
    {
        Generation generation = Generation.Of(Example().Match(Section(id)).Groups[1].Value);

        Assert.Contains(generation.Diagnostics, diagnostic => diagnostic.Id == id);
        generation.AssertCompiles();
    }

    [Fact]
    public void The_page_has_no_section_of_a_diagnostic_that_is_gone() =>
        Assert.Equal(Descriptors.All.Select(descriptor => descriptor.Id), Heading().Matches(s_page).Select(match => match.Groups[1].Value));

    [Fact]
    public void The_list_of_releases_is_in_step_with_the_descriptors()
    {
        string folder = Path.Combine(Repository.Root, "generator", "Kling3.Generator");
        string[] listed = [.. File.ReadAllLines(Path.Combine(folder, "AnalyzerReleases.Shipped.md")).Concat(File.ReadAllLines(Path.Combine(folder, "AnalyzerReleases.Unshipped.md"))).Where(line => line.StartsWith("K3G", StringComparison.Ordinal))];

        Assert.Equal(Descriptors.All.Select(descriptor => $"{descriptor.Id} | OpenApi | {descriptor.DefaultSeverity} | {descriptor.Title}"), listed);
    }

    private static string Section(string id)
    {
        int start = s_page.IndexOf($"## {id}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, id);
        int end = s_page.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return end < 0 ? s_page[start..] : s_page[start..end];
    }

    [GeneratedRegex("```yaml\\n(.*?)\\n```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex("^## (K3G[0-9]{3})$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
