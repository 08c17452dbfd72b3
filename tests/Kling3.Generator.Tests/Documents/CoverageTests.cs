using Kling3.Generator.Tests.Support;
using Microsoft.CodeAnalysis.CSharp;

namespace Kling3.Generator.Tests.Documents;

/// <summary>Every construct: generated, compiled without a warning, and used.</summary>
public sealed class CoverageTests
{
    /// <summary>Each document and what is said of it: nothing but what is named.</summary>
    public static TheoryData<string, string[]> Documents => new()
    {
        { "composition", ["K3G013", "K3G021"] },
        { "github-like", ["K3G021"] },
        { "kubernetes-like", ["K3G007", "K3G015"] },
        { "names", ["K3G014"] },
        { "openai-like", ["K3G021"] },
        { "openapi31", ["K3G014"] },
        { "parameters", ["K3G014"] },
        { "references", ["K3G014", "K3G021"] },
        { "stripe-like", ["K3G014", "K3G021"] },
        { "types", ["K3G014"] },
        { "unsupported", ["K3G021"] },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public void Compiles_in_the_newest_language_and_in_12_and_says_what_it_leaves_out(string name, string[] ids)
    {
        foreach (LanguageVersion language in new[] { LanguageVersion.CSharp12, LanguageVersion.Latest })
        {
            Generation.Of(CoverageDocuments.All[name], language: language).AssertWhole(ids);
        }
    }

    [Fact]
    public void Every_document_of_the_folder_is_tested() =>
        Assert.Equal(CoverageDocuments.All.Keys.Order(StringComparer.Ordinal), Documents.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));
}
