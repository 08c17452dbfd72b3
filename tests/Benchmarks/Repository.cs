namespace Benchmarks;

/// <summary>The repository that this application was built in.</summary>
internal static class Repository
{
    /// <summary>A path in it.</summary>
    public static string PathOf(params string[] path)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Kling3.Generated.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine([folder?.FullName ?? throw new InvalidOperationException("The repository is not above this application."), .. path]);
    }
}
