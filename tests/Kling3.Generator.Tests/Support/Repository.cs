namespace Kling3.Generator.Tests.Support;

/// <summary>Files of the repository, found upwards from the tests: the path of a source file is not one on disk in a deterministic build.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Tests => Path.Combine(Root, "tests", "Kling3.Generator.Tests");

    /// <summary>The document that the package brings.</summary>
    public static string MainSpec => File.ReadAllText(Path.Combine(Root, "spec", "kling3.openapi.yaml"));

    /// <summary>The public documents by file name.</summary>
    public static IReadOnlyDictionary<string, string> Corpus { get; } = Directory.GetFiles(Path.Combine(Tests, "Corpus"))
        .Order(StringComparer.Ordinal).ToDictionary(file => Path.GetFileName(file), File.ReadAllText, StringComparer.Ordinal);

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Kling3.Generated.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("Kling3.Generated.sln is not above the folder of the tests.");
    }
}
