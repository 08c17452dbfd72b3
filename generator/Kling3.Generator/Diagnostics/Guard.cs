using System.Text;
using Kling3.Generator.Model;

namespace Kling3.Generator.Diagnostics;

/// <summary>
/// What stands between the generator's parts and the compiler: an exception that left a generator would be one warning without a place,
/// and no types at all.
/// </summary>
internal static class Guard
{
    /// <summary>Runs a part; when it throws anything but a cancellation, gives a diagnostic instead of a value.</summary>
    /// <param name="path">The document that the part works on.</param>
    /// <param name="part">The part.</param>
    public static (T? Value, DiagnosticInfo? Failure) Run<T>(string path, Func<T> part)
    {
        try
        {
            return (part(), null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return (default, Failure(path, e));
        }
    }

    /// <summary>The diagnostic for an exception, with the place that it came from.</summary>
    public static DiagnosticInfo Failure(string path, Exception exception) => IsLoadFailure(exception)
        ? Info(Descriptors.Dependency.Id, path, exception.GetBaseException().Message)
        : Info(Descriptors.Internal.Id, path, Describe(exception));

    /// <summary>Whether a library of the generator is missing, or another version of it is in its place.</summary>
    public static bool IsLoadFailure(Exception exception) =>
        exception.GetBaseException() is FileLoadException or TypeLoadException or MissingMemberException or BadImageFormatException or FileNotFoundException { FileName: not null };

    /// <summary>The exception and where it came from, in one line.</summary>
    public static string Describe(Exception exception)
    {
        var text = new StringBuilder(exception.GetType().Name).Append(": ").Append(exception.Message);
        string? frame = exception.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("Kling3.Generator"));
        if (frame is not null)
        {
            // Without the path of the machine that built it.
            int end = frame.IndexOf(" in ", StringComparison.Ordinal);
            text.Append(' ').Append((end < 0 ? frame : frame.Substring(0, end)).Trim());
        }

        return text.ToString();
    }

    private static DiagnosticInfo Info(string id, string path, string message) => new(id, path, default, new[] { message }.ToEquatableArray());
}
