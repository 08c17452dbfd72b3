using Kling3.Generator.Tests.Support;

namespace Kling3.Generator.Tests;

/// <summary>Documents of our own: between them they hold every construct that is read, and the idioms of large public documents.</summary>
internal static class CoverageDocuments
{
    public static IReadOnlyDictionary<string, string> All { get; } = Directory.GetFiles(Path.Combine(Repository.Tests, "Documents", "Coverage"))
        .Order(StringComparer.Ordinal).ToDictionary(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText, StringComparer.Ordinal);
}
