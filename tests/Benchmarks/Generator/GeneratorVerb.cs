using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Kling3.Generator;
using Kling3.Generator.Emitting;
using Kling3.Generator.Inputs;
using Microsoft.CodeAnalysis;

namespace Benchmarks.Generator;

/// <summary>
/// The generator's figures: each row two things measured in turns in one process, the least of their times, and the ratio. Times on a
/// shared machine are noisy; nothing fails by them.
/// </summary>
internal static class GeneratorVerb
{
    public static int Run()
    {
        string tools = typeof(GeneratorVerb).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "NSwagTools").Value!;
        var peer = new NSwagPeer(tools);
        string spec = Resource("kling3.openapi.yaml");
        string large = SyntheticDocument.Yaml(1000, edited: false, values: true);
        string bare = SyntheticDocument.Yaml(1000, edited: false, values: false);

        Console.WriteLine("| what | ours, ms | against | ms | ratio | target |");
        Console.WriteLine("|---|---|---|---|---|---|");
        Compare("parse, model and emit, the main spec", 60, () => Emit("kling3.openapi.yaml", spec), "NSwag's C# generator", () => peer.Run(spec), "≤ 0.7");
        Compare("parse, model and emit, 1,000 schemas", 15, () => Emit("large.openapi.yaml", large), "NSwag's C# generator", () => peer.Run(large), "≤ 0.7");
        Compare("our part (no values for NSwag.Core to check), 1,000 schemas", 15, () => Emit("large.openapi.yaml", bare), "NSwag's C# generator", () => peer.Run(bare), "≤ 0.3");

        string[] versions = [SyntheticDocument.Yaml(1000, edited: true, values: false), bare];
        VerifyCaching(versions);
        var warm = new DriverRun("large.openapi.yaml", large, new OpenApiGenerator());
        var constant = new DriverRun("large.openapi.yaml", large, new ConstantSources(warm.Run().GeneratedSources));
        constant.Run();
        int number = 0;
        void Edit(DriverRun run)
        {
            run.EditCSharp(++number);
            run.Run();
        }

        var small = new DriverRun("kling3.openapi.yaml", spec, new OpenApiGenerator());
        small.Run();
        Compare("a C# edit, warm, the main spec", 10, () => Edit(small), "the driver's first run", () => Full("kling3.openapi.yaml", spec), "≤ 0.01", times: 50);
        Compare("a C# edit, warm, 1,000 schemas", 30, () => Edit(warm), "the driver's first run", () => Full("large.openapi.yaml", large), "≤ 0.01");
        Compare("the same edit", 30, () => Edit(warm), "a generator that adds the same files as constants", () => Edit(constant), "the floor: 1");

        var edited = new DriverRun("large.openapi.yaml", bare, new OpenApiGenerator());
        edited.Run();
        int edit = 0;
        Compare(
            "one schema of 1,000 edited, our part",
            20,
            () =>
            {
                edited.EditDocument(versions[edit++ % 2]);
                edited.Run();
            },
            "the driver's first run",
            () => Full("large.openapi.yaml", bare),
            "≤ 0.5");

        Growth();
        return 0;
    }

    // As many schemas in all for each size, so that each pays for its garbage: one document of 100 is done before the first collection.
    private static void Growth()
    {
        const int schemas = 5000;
        (int Size, double Time, double Paused)[] measured = [.. new[] { 100, 1000, schemas }.Select(size =>
        {
            string text = SyntheticDocument.Yaml(size, edited: false, values: false);
            void Run()
            {
                for (int i = 0; i < schemas / size; i++)
                {
                    Emit("a.openapi.yaml", text);
                }
            }

            WarmUp(Run);
            double least = double.MaxValue;
            double paused = 0;
            for (int i = 0; i < 10; i++)
            {
                TimeSpan before = GC.GetTotalPauseDuration();
                double time = Time(Run);
                if (time < least)
                {
                    least = time;
                    paused = (GC.GetTotalPauseDuration() - before).TotalMilliseconds;
                }
            }

            return (size, least / schemas, paused / schemas);
        })];
        for (int i = 1; i < measured.Length; i++)
        {
            Row(FormattableString.Invariant($"time per schema, {measured[i].Size:N0}"), measured[i].Time, FormattableString.Invariant($"{measured[i - 1].Size:N0}"), measured[i - 1].Time, "≤ 1.3");
        }

        Console.WriteLine("Of the time per schema the collector's pauses: " + string.Join(", ", measured.Select(one => FormattableString.Invariant($"{one.Paused:0.000} at {one.Size:N0}"))));
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(GeneratorVerb).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static void Emit(string path, string text)
    {
        SpecResult result = SpecReader.Read(new SpecInput(path, text, "Synthetic", "Synthetic", "SyntheticClient", IsInternal: false), CancellationToken.None);
        long length = EmitUnit.Of(result.Model ?? throw new InvalidOperationException(string.Join("; ", result.Diagnostics)), new ConsumerFacts(1, true, true), CancellationToken.None).Sum(unit => (long)unit.Emit().Length);
        if (length == 0)
        {
            throw new InvalidOperationException($"Nothing was emitted: {string.Join("; ", result.Diagnostics)}");
        }
    }

    private static void Full(string path, string text)
    {
        GeneratorRunResult result = new DriverRun(path, text, new OpenApiGenerator()).Run();
        if (result.GeneratedSources.Length == 0 || result.Exception is not null)
        {
            throw new InvalidOperationException($"Nothing was emitted: {result.Exception?.Message ?? string.Join("; ", result.Diagnostics)}");
        }
    }

    // A row that measured something else than it says would be worse than none.
    private static void VerifyCaching(string[] versions)
    {
        var run = new DriverRun("large.openapi.yaml", versions[1], new OpenApiGenerator(), tracks: true);
        run.Run();
        run.EditCSharp(-1);
        Expect(run.Run(), emitted: 0);
        run.EditDocument(versions[0]);

        // The type, and the diagnostics, whose places moved.
        Expect(run.Run(), emitted: 2);

        static void Expect(GeneratorRunResult result, int emitted)
        {
            int ran = result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs)
                .Count(output => output.Reason is IncrementalStepRunReason.New or IncrementalStepRunReason.Modified);
            if (ran > emitted)
            {
                throw new InvalidOperationException($"{ran} outputs were made again, not {emitted}.");
            }
        }
    }

    private static void Compare(string what, int rounds, Action ours, string peer, Action theirs, string target, int times = 1)
    {
        WarmUp(ours);
        WarmUp(theirs);
        double least = double.MaxValue;
        double other = double.MaxValue;
        for (int i = 0; i < rounds; i++)
        {
            least = Math.Min(least, Turn(ours, times));
            other = Math.Min(other, Turn(theirs, times));
        }

        Row(what, least, peer, other, target);
    }

    // Until the JIT has seen the work at every tier, which it compiles in the background.
    private static void WarmUp(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        do
        {
            action();
        }
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(3));
    }

    // The first run of a turn pays for the other's garbage, and for memory that went back to the system: it does not count.
    private static double Turn(Action action, int times)
    {
        action();
        return Math.Min(Time(Repeated), Time(Repeated)) / times;

        void Repeated()
        {
            for (int i = 0; i < times; i++)
            {
                action();
            }
        }
    }

    private static void Row(string what, double ours, string peer, double theirs, string target) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {ours:0.000} | {peer} | {theirs:0.000} | {ours / theirs:0.000} | {target} |"));

    // Processor time, not the clock's: on a shared machine the clock measures the others too.
    private static double Time(Action action)
    {
        TimeSpan start = Environment.CpuUsage.TotalTime;
        action();
        return (Environment.CpuUsage.TotalTime - start).TotalMilliseconds;
    }
}
