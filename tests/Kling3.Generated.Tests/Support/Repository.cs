using System.Reflection;

namespace Kling3.Generated.Tests.Support;

/// <summary>The files of the repository that tests read: the spec and the documentation.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    public static string SpecText { get; } = Read("spec/kling3.openapi.yaml");

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");
}
