using NJsonSchema;
using NJsonSchema.References;
using NSwag;

namespace Kling3.Generator.Values;

/// <summary>Resolves references inside the document only. NSwag's own resolver reads files and fetches addresses, with default credentials.</summary>
internal sealed class OfflineReferences(OpenApiDocument document) : JsonReferenceResolver(new JsonSchemaAppender(document, new DefaultTypeNameGenerator()))
{
    public override Task<IJsonReference> ResolveFileReferenceAsync(string filePath, CancellationToken cancellationToken = default) => throw Outside();

    public override Task<IJsonReference> ResolveUrlReferenceAsync(string url, CancellationToken cancellationToken = default) => throw Outside();

    private static InvalidOperationException Outside() => new("A reference leads out of the document.");
}
