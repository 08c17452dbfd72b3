namespace Kling3.Generator.Model;

/// <param name="Kind">What the reply's body is.</param>
/// <param name="Type">The type of a JSON reply; inside the envelope's data when <paramref name="Unwrap"/>.</param>
internal sealed record ReplySpec(ReplyKind Kind, TypeRef? Type, bool Unwrap)
{
    /// <summary>The media types asked for; null for the runtime's default.</summary>
    public string? Accept { get; init; }

    /// <summary>Whether a reply without a body is null rather than a failure.</summary>
    public bool MayBeEmpty { get; init; }
}
