using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Kling3.Generator.Tests.Support;

/// <summary>Metadata of additional files, by path and name, and global options.</summary>
internal sealed class MemoryOptions(
    IReadOnlyDictionary<(string Path, string Name), string>? metadata = null,
    IReadOnlyDictionary<string, string>? global = null) : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Found(name => global is not null && global.TryGetValue(name, out string? value) ? value : null);

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Found(_ => null);

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Found(
        name => metadata is not null && metadata.TryGetValue((textFile.Path, name), out string? value) ? value : null);

    private sealed class Found(Func<string, string?> find) : AnalyzerConfigOptions
    {
#pragma warning disable CS8765 // The attribute that says "not null when true" stands in the generator's assembly too.
        public override bool TryGetValue(string key, out string? value)
#pragma warning restore CS8765
        {
            const string prefix = "build_metadata.AdditionalFiles.";
            value = find(key.StartsWith(prefix, StringComparison.Ordinal) ? key[prefix.Length..] : key);
            return value is not null;
        }
    }
}
