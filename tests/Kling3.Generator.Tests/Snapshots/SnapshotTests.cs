using Kling3.Generator.Tests.Support;

namespace Kling3.Generator.Tests.Snapshots;

/// <summary>
/// What is emitted for the spec that the package brings, file by file, so that every change to it shows in review. On a mismatch what came
/// out is written beside the snapshot as *.received.cs: look at the difference, and let it take the snapshot's place if it is meant.
/// With KLING3_ACCEPT=true it does so by itself.
/// </summary>
public sealed class SnapshotTests
{
    private static readonly string s_folder = Path.Combine(Repository.Tests, "Snapshots");

    [Fact]
    public void The_emitted_code_is_the_reviewed_one()
    {
        IReadOnlyDictionary<string, string> sources = Generation.Of(Repository.MainSpec, path: "/project/kling3.openapi.yaml").AssertWhole().Sources;
        bool isAccepted = Environment.GetEnvironmentVariable("KLING3_ACCEPT") == "true";
        var differing = new List<string>();
        foreach ((string hint, string text) in sources)
        {
            string name = hint[..^".g.cs".Length];
            string verified = Path.Combine(s_folder, name + ".verified.cs");
            string received = Path.Combine(s_folder, name + ".received.cs");
            File.Delete(received);
            if (!File.Exists(verified) || File.ReadAllText(verified).Replace("\r\n", "\n", StringComparison.Ordinal) != text)
            {
                differing.Add(name);
                File.WriteAllText(isAccepted ? verified : received, text);
            }
        }

        foreach (string file in Directory.GetFiles(s_folder, "*.verified.cs"))
        {
            string name = Path.GetFileName(file)[..^".verified.cs".Length];
            if (!sources.ContainsKey(name + ".g.cs"))
            {
                differing.Add(name + " is no longer emitted");
                if (isAccepted)
                {
                    File.Delete(file);
                }
            }
        }

        Assert.True(differing.Count == 0 || isAccepted, $"{differing.Count} files differ from their snapshots (*.received.cs beside them): {string.Join(", ", differing.Take(20))}");
    }
}
