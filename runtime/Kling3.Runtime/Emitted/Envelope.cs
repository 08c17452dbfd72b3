using System.ComponentModel;

namespace Kling3.Runtime.Emitted;

/// <summary>What replies are wrapped in. Each pointer is given as its unescaped segments.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Envelope
{
    /// <summary>Where the code is.</summary>
    public required string[] Code { get; init; }

    /// <summary>Where the words are; null for nowhere.</summary>
    public string[]? Message { get; init; }

    /// <summary>Where the payload is; null for replies that have none.</summary>
    public string[]? Data { get; init; }

    /// <summary>The codes that mean success, as the text of JSON scalars.</summary>
    public required string[] Success { get; init; }
}
