using System.Diagnostics;
using System.Globalization;
using Kling3.Generator.Inputs;
using Kling3.Generator.Model;
using Kling3.Generator.Reading;
using Kling3.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Kling3.Generator.Tests.Documents;

/// <summary>
/// Documents of one's own: every file of the folder that the variable KLING3_DOCUMENTS names must end in compiling code or in diagnostics,
/// within a minute, and over all of them nine in ten operations must be emitted. With KLING3_DOCUMENTS_COMPILE=false they are generated only.
/// </summary>
[Trait("Category", "Long")]
public sealed class FolderTests(ITestOutputHelper output)
{
    private static readonly string[] s_methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

    [Fact]
    public void Every_document_of_a_folder_ends_in_compiling_code_or_diagnostics()
    {
        string? folder = Environment.GetEnvironmentVariable("KLING3_DOCUMENTS");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "KLING3_DOCUMENTS names no folder.");
        var failures = new List<string>();
        bool isCompiled = Environment.GetEnvironmentVariable("KLING3_DOCUMENTS_COMPILE") != "false";
        int all = 0;
        int emitted = 0;
        foreach (string file in Directory.GetFiles(folder!).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(file);
            string text = File.ReadAllText(file);
            string path = "/project/sample.openapi" + (text.TrimStart().StartsWith('{') ? ".json" : ".yaml");
            var watch = Stopwatch.StartNew();
            Generation generation = Generation.Of(text, path: path);
            TimeSpan generated = watch.Elapsed;
            SpecResult result = SpecReader.Read(new SpecInput(path, text, "Sample", "Sample", "SampleClient", IsInternal: false), TestContext.Current.CancellationToken);
            IReadOnlyList<Diagnostic> errors = isCompiled ? generation.CompilerErrors() : [];
            int ofDocument = Operations(path, text);
            int ofClient = result.Model?.Client.Operations.Count ?? 0;
            all += ofDocument;
            emitted += ofClient;
            string ids = string.Join(" ", generation.Diagnostics.GroupBy(diagnostic => diagnostic.Id).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key}×{group.Count()}"));
            output.WriteLine(FormattableString.Invariant(
                $"{name}: {text.Length / 1024} KB, generated in {generated.TotalSeconds:0.0} s, compiled in {(watch.Elapsed - generated).TotalSeconds:0.0} s, {ofClient} of {ofDocument} operations, {ids}"));
            foreach (Diagnostic diagnostic in generation.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Take(20))
            {
                output.WriteLine("    " + diagnostic);
            }

            foreach (Diagnostic diagnostic in generation.Diagnostics.Where(diagnostic => diagnostic.GetMessage(CultureInfo.InvariantCulture).Contains("operation is left out", StringComparison.Ordinal)).Take(5))
            {
                output.WriteLine("    " + diagnostic);
            }

            foreach (Diagnostic error in errors.Take(5))
            {
                output.WriteLine("    compiler: " + error);
            }

            failures.AddRange(errors.Take(5).Select(error => $"{name}: {error}"));
            if (generated > TimeSpan.FromSeconds(60) || generation.Diagnostics.Any(diagnostic => diagnostic.Id == "K3G024"))
            {
                failures.Add($"{name}: {generated}, {generation.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Id == "K3G024")}");
            }
        }

        output.WriteLine($"{emitted} of {all} operations");
        Assert.True(failures.Count == 0, string.Join("\n", failures));
        Assert.True(emitted >= all * 0.9, $"{emitted} of {all} operations are emitted.");
    }

    private static int Operations(string path, string text)
    {
        try
        {
            CancellationToken cancellationToken = TestContext.Current.CancellationToken;
            ParsedText parsed = path.EndsWith(".json", StringComparison.Ordinal) ? JsonTextParser.Parse(text, cancellationToken) : YamlTextParser.Parse(text, cancellationToken);
            return ((parsed.Root as MapNode)?["paths"] as MapNode)?.Entries.Sum(item => (item.Value as MapNode)?.Entries.Count(entry => s_methods.Contains(entry.Name)) ?? 0) ?? 0;
        }
        catch (SyntaxException)
        {
            return 0;
        }
    }
}
