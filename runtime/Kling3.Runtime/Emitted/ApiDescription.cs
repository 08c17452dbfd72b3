using System.ComponentModel;

namespace Kling3.Runtime.Emitted;

/// <summary>What all calls of an API have in common.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ApiDescription
{
    /// <summary>The API's name: a tag, the suffix of the log category, the name for IHttpClientFactory.</summary>
    public required string Name { get; init; }

    /// <summary>The first server of the API's document.</summary>
    public Uri? BaseAddress { get; init; }

    /// <summary>Where the key goes.</summary>
    public KeyPlacement KeyPlacement { get; init; }

    /// <summary>The header for <see cref="KeyPlacement.Header"/>.</summary>
    public string? KeyHeader { get; init; }

    /// <summary>What replies are wrapped in; null for nothing.</summary>
    public Envelope? Envelope { get; init; }

    /// <summary>
    /// HTTP statuses (or numeric codes in the envelope) for which the document names one single error code, for replies that name none themselves.
    /// </summary>
    public IReadOnlyList<KeyValuePair<int, string>> ErrorCodes { get; init; } = [];
}
