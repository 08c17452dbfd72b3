namespace Kling3.Generator.Reading;

/// <summary>The limits within which documents are read, so that no document takes the compiler's time or memory.</summary>
internal static class Limits
{
    /// <summary>Characters of a document. The largest public OpenAPI documents have about twelve million.</summary>
    public const int Characters = 16 * 1024 * 1024;

    /// <summary>How deep maps and lists may nest.</summary>
    public const int Depth = 128;

    /// <summary>
    /// Properties, required names and choices that schemas have by <c>allOf</c>, in all: a chain of a thousand schemas, each adding one property, has half a million, from a
    /// document of some kilobytes.
    /// </summary>
    public const int Composed = 150_000;

    /// <summary>Characters of C# that a document may come to, as <see cref="Modeling.EmittedSize"/> estimates them. The largest public documents come to ninety million.</summary>
    public const int Emitted = 250_000_000;

    /// <summary>Bytes of string literals, as <see cref="Modeling.LiteralSize"/> estimates them: of the 16 MB of an assembly, some are the project's own.</summary>
    public const int Literals = 15 * 1024 * 1024;

    /// <summary>Entries that YAML's merge keys copy, in all.</summary>
    public const int Merged = 1_000_000;

    /// <summary>Nodes of a document with every YAML alias expanded.</summary>
    public const int Nodes = 4_000_000;
}
