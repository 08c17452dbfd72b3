namespace Kling3.Generator.Model;

internal sealed record OperationSpec(string Id, string Name, string Method, string Path)
{
    public string? Description { get; init; }

    public bool IsDeprecated { get; init; }

    public EquatableArray<ParameterSpec> Parameters { get; init; }

    public BodySpec? Body { get; init; }

    public ReplySpec Reply { get; init; } = new(ReplyKind.None, null, false);

    public bool UsesKey { get; init; }

    /// <summary>Set where a link leads to an operation that is polled.</summary>
    public SubmitSpec? Submit { get; init; }
}
