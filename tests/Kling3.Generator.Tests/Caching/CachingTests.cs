using System.Collections.Immutable;
using Kling3.Generator.Emitting;
using Kling3.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Kling3.Generator.Tests.Caching;

/// <summary>What an edit costs: by the run reasons of the tracked steps.</summary>
public sealed class CachingTests
{
    private const string Document = """
        openapi: 3.0.3
        info: { title: t, version: '1' }
        paths:
          /a: { get: { operationId: getA, responses: { '200': { description: d, content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } } } } }
        components:
          schemas:
            A: { type: object, properties: { b: { $ref: '#/components/schemas/B' } } }
            B: { type: object, properties: { name: { type: string } } }
            C: { type: object, properties: { name: { type: string } } }
        """;

    private static readonly MemoryText s_spec = new(Generation.DefaultPath, Document);

    private static readonly string[] s_steps = [TrackingNames.Files, TrackingNames.Inputs, TrackingNames.Read, TrackingNames.Places, TrackingNames.Consumer, TrackingNames.Model, TrackingNames.Units];

    [Fact]
    public void An_unrelated_edit_of_code_leaves_every_step_unchanged_and_the_output_cached()
    {
        (GeneratorDriver driver, CSharpCompilation project) = Warm("class X { }");

        AssertIdle(Again(driver, project.ReplaceSyntaxTree(project.SyntaxTrees[0], Generation.Parse("class X { int edited; }"))));
    }

    [Fact]
    public void A_new_file_of_code_leaves_every_step_unchanged_and_the_output_cached()
    {
        (GeneratorDriver driver, CSharpCompilation project) = Warm();

        AssertIdle(Again(driver, project.AddSyntaxTrees(Generation.Parse("class New { }"))));
    }

    [Fact]
    public void Other_options_leave_every_step_unchanged_and_the_output_cached()
    {
        (GeneratorDriver driver, CSharpCompilation project) = Warm();
        driver = driver.WithUpdatedAnalyzerConfigOptions(new MemoryOptions(global: new Dictionary<string, string> { ["build_property.Other"] = "changed" }));

        AssertIdle(Again(driver, project));
    }

    [Fact]
    public void Another_additional_file_leaves_every_step_unchanged_and_the_output_cached()
    {
        (GeneratorDriver driver, CSharpCompilation project) = Warm();

        AssertIdle(Again(driver.AddAdditionalTexts([new MemoryText("/project/notes.txt", "text")]), project));
    }

    [Fact]
    public void The_same_text_in_a_new_object_leaves_every_step_unchanged_and_the_output_cached()
    {
        (GeneratorDriver driver, CSharpCompilation project) = Warm();

        AssertIdle(Again(driver.ReplaceAdditionalText(s_spec, new MemoryText(Generation.DefaultPath, Document)), project));
    }

    [Theory]
    [InlineData("openapi: 3.0.3", "# a comment\nopenapi: 3.0.3")]
    [InlineData("paths:", "\n\npaths:")]
    [InlineData("version: '1'", "version: \"1\"")]
    public void An_edit_of_comments_or_space_leaves_the_model_unchanged_and_the_output_cached(string from, string to)
    {
        (GeneratorDriver driver, CSharpCompilation project) = Warm();

        GeneratorRunResult result = Again(driver.ReplaceAdditionalText(s_spec, new MemoryText(Generation.DefaultPath, Document.Replace(from, to, StringComparison.Ordinal))), project);

        AssertReasons(result, [TrackingNames.Model, TrackingNames.Units], IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged);
        AssertOutputsCached(result);
    }

    [Fact]
    public void An_edit_of_one_schema_emits_again_only_the_files_that_depend_on_it()
    {
        (GeneratorDriver driver, CSharpCompilation project) = Warm();
        ImmutableArray<GeneratedSourceResult> before = driver.GetRunResult().Results[0].GeneratedSources;

        GeneratorRunResult result = Again(
            driver.ReplaceAdditionalText(s_spec, new MemoryText(Generation.DefaultPath, Document.Replace("B: { type: object, properties: { name", "B: { type: object, properties: { other", StringComparison.Ordinal))),
            project);

        // A text that was not emitted again is the very object of before.
        string[] emitted = [.. result.GeneratedSources.Where(source => !before.Any(old => old.HintName == source.HintName && ReferenceEquals(old.SourceText, source.SourceText))).Select(source => source.HintName)];
        Assert.Equal(["Sample.B.g.cs"], emitted);
    }

    [Fact]
    public void Types_beyond_some_hundreds_share_files_and_an_edit_emits_again_only_the_few_it_moves()
    {
        var spec = new MemoryText(Generation.DefaultPath, Many(1200));
        CSharpCompilation project = Generation.Project();
        GeneratorDriver driver = Generation.Driver([spec]).RunGenerators(project, TestContext.Current.CancellationToken);
        ImmutableArray<GeneratedSourceResult> before = driver.GetRunResult().Results[0].GeneratedSources;

        Assert.InRange(before.Length, 1200 / TypeFiles.Most, 500);
        Assert.Equal(1200, before.Sum(source => source.SourceText.ToString().Split("public sealed partial class T").Length - 1));

        // A member more: one file. A type more, near the beginning: its file, the few beside it that move, and the list of all types.
        Assert.Single(Emitted(Many(1200).Replace("T20: { type: object, properties: { a:", "T20: { type: object, properties: { b:", StringComparison.Ordinal)));
        Assert.InRange(Emitted(Many(1200).Replace("    T20:", "    New: { type: object, properties: { a: { type: string } } }\n    T20:", StringComparison.Ordinal)).Length, 2, 12);

        string[] Emitted(string text) =>
        [
            .. Again(driver.ReplaceAdditionalText(spec, new MemoryText(Generation.DefaultPath, text)), project).GeneratedSources
                .Where(source => !before.Any(old => ReferenceEquals(old.SourceText, source.SourceText)))
                .Select(source => source.HintName),
        ];

        static string Many(int types) => "openapi: 3.0.3\ninfo: { title: t, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n"
            + string.Concat(Enumerable.Range(0, types).Select(i => FormattableString.Invariant($"    T{i}: {{ type: object, properties: {{ a: {{ type: string }} }} }}\n")));
    }

    [Fact]
    public void Two_documents_do_not_disturb_each_other()
    {
        var other = new MemoryText("/project/other.openapi.yaml", Document);
        GeneratorDriver driver = Generation.Driver([s_spec, other]);
        CSharpCompilation project = Generation.Project();
        driver = driver.RunGenerators(project, TestContext.Current.CancellationToken);
        ImmutableArray<GeneratedSourceResult> before = driver.GetRunResult().Results[0].GeneratedSources;

        GeneratorRunResult result = Again(driver.ReplaceAdditionalText(other, new MemoryText("/project/other.openapi.yaml", Document.Replace("name:", "changed:", StringComparison.Ordinal))), project);

        Assert.All(
            result.GeneratedSources.Where(source => source.HintName.StartsWith("Sample.", StringComparison.Ordinal)),
            source => Assert.Contains(before, old => ReferenceEquals(old.SourceText, source.SourceText)));
        Assert.Contains(result.GeneratedSources, source => source.HintName == "Other.B.g.cs" && source.SourceText.ToString().Contains("Changed", StringComparison.Ordinal));
    }

    [Fact]
    public void The_model_and_the_units_hold_no_symbol_syntax_compilation_or_text()
    {
        (GeneratorDriver driver, _) = Warm();
        GeneratorRunResult result = driver.GetRunResult().Results[0];
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var found = new List<string>();
        foreach (string name in new[] { TrackingNames.Inputs, TrackingNames.Read, TrackingNames.Places, TrackingNames.Consumer, TrackingNames.Model, TrackingNames.Units })
        {
            foreach ((object value, _) in result.TrackedSteps[name].SelectMany(step => step.Outputs))
            {
                Walk(value, name);
            }
        }

        Assert.True(seen.Count > 50);
        Assert.Empty(found);

        void Walk(object? value, string path)
        {
            if (value is null or string || value.GetType().IsPrimitive || value.GetType().IsEnum || !seen.Add(value))
            {
                return;
            }

            Type type = value.GetType();
            if (value is ISymbol or SyntaxNode or SyntaxTree or Compilation or AdditionalText or Microsoft.CodeAnalysis.Text.SourceText or Location or Reading.Node
                || type.Namespace?.StartsWith("NJsonSchema", StringComparison.Ordinal) == true || type.Namespace?.StartsWith("NSwag", StringComparison.Ordinal) == true)
            {
                found.Add(path + ": " + type);
                return;
            }

            if (value is System.Collections.IEnumerable items)
            {
                foreach (object? item in items)
                {
                    Walk(item, path + "[]");
                }

                return;
            }

            for (Type? at = type; at is not null && at != typeof(object); at = at.BaseType)
            {
                foreach (System.Reflection.FieldInfo field in at.GetFields(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.DeclaredOnly))
                {
                    Walk(field.GetValue(value), path + "." + field.Name);
                }
            }
        }
    }

    private static (GeneratorDriver Driver, CSharpCompilation Project) Warm(string? code = null)
    {
        CSharpCompilation project = Generation.Project(code);
        return (Generation.Driver([s_spec]).RunGenerators(project, TestContext.Current.CancellationToken), project);
    }

    private static GeneratorRunResult Again(GeneratorDriver driver, CSharpCompilation project) =>
        driver.RunGenerators(project, TestContext.Current.CancellationToken).GetRunResult().Results[0];

    private static void AssertIdle(GeneratorRunResult result)
    {
        AssertReasons(result, s_steps, IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged);
        AssertOutputsCached(result);
    }

    private static void AssertOutputsCached(GeneratorRunResult result)
    {
        (object Value, IncrementalStepRunReason Reason)[] sources = [.. result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs)];
        Assert.NotEmpty(sources);
        Assert.All(
            result.TrackedOutputSteps.SelectMany(step => step.Value).Where(step => step.Inputs.Any(input => input.Source.Name == TrackingNames.Units)).SelectMany(step => step.Outputs),
            item => Assert.Equal(IncrementalStepRunReason.Cached, item.Reason));
    }

    private static void AssertReasons(GeneratorRunResult result, string[] steps, params IncrementalStepRunReason[] allowed)
    {
        foreach (string name in steps)
        {
            Assert.True(result.TrackedSteps.ContainsKey(name), name);
            Assert.All(result.TrackedSteps[name].SelectMany(step => step.Outputs), item => Assert.True(allowed.Contains(item.Reason), $"{name}: {item.Reason}"));
        }
    }
}
