namespace Kling3.Cli;

/// <summary>The files that <c>--out</c> asks for, checked before anything is paid for.</summary>
internal sealed class OutputFile
{
    private readonly string _path;
    private readonly bool _overwrite;

    private OutputFile(string path, bool overwrite)
    {
        _path = path;
        _overwrite = overwrite;
    }

    public bool Overwrite => _overwrite;

    /// <summary>Whether a file can be written there.</summary>
    /// <returns>Null when no file was asked for.</returns>
    /// <exception cref="CliException">It cannot.</exception>
    public static OutputFile? Check(string? path, bool overwrite)
    {
        if (path is null)
        {
            return null;
        }

        if (Directory.Exists(path))
        {
            throw Unusable(path, "it is a directory. Name a file in it");
        }

        if (!overwrite && File.Exists(path))
        {
            throw Unusable(path, "it is there already. Choose another name, or let it be replaced with --overwrite");
        }

        try
        {
            string full = Path.GetFullPath(path);
            if (Path.GetDirectoryName(full) is { } directory && !Directory.Exists(directory))
            {
                throw Unusable(path, $"there is no directory {directory}. Make it, or choose another");
            }

            // Nobody but the system knows whether a file may be made there, so one is made, beside the one asked for.
            using FileStream probe = new($"{full}.{Guid.NewGuid():N}", FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unusable(path, exception is UnauthorizedAccessException ? "you may not write there. Choose another place" : "the system takes no file there. Choose another name or place");
        }

        return new OutputFile(path, overwrite);
    }

    /// <summary>The file of one of the results: FILE, FILE-2, and so on, with the name's ending at the end.</summary>
    public string PathOf(int index) =>
        index == 0 ? _path : Path.Combine(Path.GetDirectoryName(_path) ?? "", $"{Path.GetFileNameWithoutExtension(_path)}-{index + 1}{Path.GetExtension(_path)}");

    private static CliException Unusable(string path, string why) => new(ExitCodes.Invalid, $"{path} cannot be written: {why}. Nothing was sent.");
}
