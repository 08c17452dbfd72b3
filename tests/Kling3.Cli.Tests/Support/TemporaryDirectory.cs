namespace Kling3.Cli.Tests.Support;

/// <summary>A directory of one test, gone afterwards.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("kling3-cli-");

    public string this[string file] => Path.Combine(_directory.FullName, file);

    public string FullName => _directory.FullName;

    public string[] Files => [.. Directory.EnumerateFileSystemEntries(FullName).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        if (Directory.Exists(FullName))
        {
            _directory.Delete(recursive: true);
        }
    }
}
