using System.Runtime.CompilerServices;

namespace Kling3.Generator.Tests.Support;

/// <summary>Files of the repository, found from where this source was compiled.</summary>
internal static class Repository
{
    public static string Root { get; } = Up(Here(), 4);

    public static string Tests => Path.Combine(Root, "tests", "Kling3.Generator.Tests");

    /// <summary>The document that the package brings.</summary>
    public static string MainSpec => File.ReadAllText(Path.Combine(Root, "spec", "kling3.openapi.yaml"));

    /// <summary>The public documents by file name.</summary>
    public static IReadOnlyDictionary<string, string> Corpus { get; } = Directory.GetFiles(Path.Combine(Tests, "Corpus"))
        .Order(StringComparer.Ordinal).ToDictionary(file => Path.GetFileName(file), File.ReadAllText, StringComparer.Ordinal);

    private static string Here([CallerFilePath] string path = "") => path;

    private static string Up(string path, int levels)
    {
        for (int i = 0; i < levels; i++)
        {
            path = Path.GetDirectoryName(path)!;
        }

        return path;
    }
}
