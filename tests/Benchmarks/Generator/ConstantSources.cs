using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Benchmarks.Generator;

/// <summary>A generator that does nothing but add the sources it was given: what is left of a run is the compiler's own work for them.</summary>
internal sealed class ConstantSources(ImmutableArray<GeneratedSourceResult> sources) : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterSourceOutput(
        context.AdditionalTextsProvider.SelectMany((_, _) => sources),
        static (output, source) => output.AddSource(source.HintName, source.SourceText));
}
