using System.Text.RegularExpressions;

namespace Kling3.EndToEnd.Support;

/// <summary>The C# that a page shows.</summary>
internal static partial class Examples
{
    /// <summary>The C# blocks of a page of the repository, in order.</summary>
    public static IReadOnlyList<string> Of(string page) =>
        [.. Block().Matches(File.ReadAllText(Path.Combine(Workspace.Repository, page))).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"^```csharp\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
