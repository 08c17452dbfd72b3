using Microsoft.CodeAnalysis;

namespace Kling3.Generator;

/// <summary>What the emitted code needs to know of the project it goes into: facts, not symbols, so that the pipeline can compare them.</summary>
/// <param name="RuntimeVersion">The version of the contract with the runtime; null when it is not referenced.</param>
/// <param name="HasHttpFactory">Whether Microsoft.Extensions.Http is referenced.</param>
/// <param name="HasConfiguration">Whether Microsoft.Extensions.Configuration.Abstractions is.</param>
internal sealed record ConsumerFacts(int? RuntimeVersion, bool HasHttpFactory, bool HasConfiguration)
{
    /// <summary>The version of the contract that the emitted code is written for.</summary>
    public const int ContractVersion = 1;

    public bool HasRuntime => RuntimeVersion is not null;

    public static ConsumerFacts Of(Compilation compilation)
    {
        IFieldSymbol? version = compilation.GetTypeByMetadataName("Kling3.Runtime.Emitted.RuntimeContract")?.GetMembers("Version").OfType<IFieldSymbol>().FirstOrDefault();
        return new ConsumerFacts(
            version?.ConstantValue as int?,
            compilation.GetTypeByMetadataName("Microsoft.Extensions.DependencyInjection.HttpClientFactoryServiceCollectionExtensions") is not null,
            compilation.GetTypeByMetadataName("Microsoft.Extensions.Configuration.IConfiguration") is not null);
    }
}
