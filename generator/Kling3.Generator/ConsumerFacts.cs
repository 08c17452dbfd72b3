using System.Collections.Immutable;
using System.Reflection.Metadata;
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

    private const string ContractNamespace = "Kling3.Runtime.Emitted";
    private const string ContractType = "RuntimeContract";
    private const string ContractField = "Version";

    private static readonly ConsumerFacts s_none = new(null, false, false);

    public bool HasRuntime => RuntimeVersion is not null;

    public static ConsumerFacts All(ImmutableArray<ConsumerFacts> parts) => new(
        parts.Select(part => part.RuntimeVersion).FirstOrDefault(version => version is not null),
        parts.Any(part => part.HasHttpFactory),
        parts.Any(part => part.HasConfiguration));

    /// <summary>
    /// What one reference adds. Looked up in the reference and not in the compilation: a compilation is new with every key that is pressed, and
    /// asking it for a type binds it.
    /// </summary>
    public static ConsumerFacts Of(MetadataReference reference)
    {
        switch (reference)
        {
            case CompilationReference { Compilation: { } compilation }:
                return Of(compilation.AssemblyName, () => Version(compilation));
            case PortableExecutableReference image when image.GetMetadata() is AssemblyMetadata assembly:
                MetadataReader reader = assembly.GetModules()[0].GetMetadataReader();
                return reader.IsAssembly ? Of(reader.GetString(reader.GetAssemblyDefinition().Name), () => Version(reader)) : s_none;
            default:
                return s_none;
        }
    }

    private static ConsumerFacts Of(string? assembly, Func<int?> version) => assembly switch
    {
        "Kling3.Runtime" => s_none with { RuntimeVersion = version() },
        "Microsoft.Extensions.Http" => s_none with { HasHttpFactory = true },
        "Microsoft.Extensions.Configuration.Abstractions" => s_none with { HasConfiguration = true },
        _ => s_none,
    };

    private static int? Version(Compilation compilation) =>
        compilation.GetTypeByMetadataName(ContractNamespace + "." + ContractType)?.GetMembers(ContractField).OfType<IFieldSymbol>().FirstOrDefault()?.ConstantValue as int?;

    private static int? Version(MetadataReader reader)
    {
        foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
        {
            TypeDefinition type = reader.GetTypeDefinition(handle);
            if (!reader.StringComparer.Equals(type.Name, ContractType) || !reader.StringComparer.Equals(type.Namespace, ContractNamespace))
            {
                continue;
            }

            foreach (FieldDefinitionHandle fieldHandle in type.GetFields())
            {
                FieldDefinition field = reader.GetFieldDefinition(fieldHandle);
                if (reader.StringComparer.Equals(field.Name, ContractField) && !field.GetDefaultValue().IsNil)
                {
                    Constant constant = reader.GetConstant(field.GetDefaultValue());
                    return constant.TypeCode == ConstantTypeCode.Int32 ? reader.GetBlobReader(constant.Value).ReadInt32() : null;
                }
            }
        }

        return null;
    }
}
