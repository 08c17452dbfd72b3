namespace Kling3.Generator.Model;

internal sealed record ClientSpec
{
    public required string ApiName { get; init; }

    public string? Title { get; init; }

    public string? Description { get; init; }

    /// <summary>The first server's absolute address; null where the document has none.</summary>
    public string? BaseAddress { get; init; }

    public KeySpec Key { get; init; } = new(KeyKind.None, null);

    public EnvelopeSpec? Envelope { get; init; }

    public EquatableArray<OperationSpec> Operations { get; init; }
}
