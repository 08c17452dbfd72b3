using System.ComponentModel;

namespace Kling3.Runtime.Emitted;

/// <summary>One operation of the API's document; holds no state of a call.</summary>
/// <typeparam name="TReply">What its reply is read as; <see cref="bool"/> (and the value true) for an operation without a reply body.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ApiOperation<TReply>
{
    /// <summary>The operation's id.</summary>
    public required string Id { get; init; }

    /// <summary>The method. Anything but GET and HEAD is sent at most once.</summary>
    public required HttpMethod Method { get; init; }

    /// <summary>Whether the reply is inside the envelope's data.</summary>
    public bool Unwrap { get; init; }

    /// <summary>Whether the key is sent.</summary>
    public bool UsesKey { get; init; }

    /// <summary>Reads a JSON reply.</summary>
    public JsonReadCallback<TReply>? ReadJson { get; init; }

    /// <summary>Reads a text reply.</summary>
    public Func<string, TReply>? ReadText { get; init; }

    /// <summary>Reads a reply of bytes.</summary>
    public Func<byte[], TReply>? ReadBinary { get; init; }

    /// <summary>The Accept header; <c>application/json</c> when null and <see cref="ReadJson"/> is set.</summary>
    public string? Accept { get; init; }

    /// <summary>The body's Content-Type; <c>application/json</c> when null.</summary>
    public string? ContentType { get; init; }

    /// <summary>Whether a reply without a body is one of the document's: read as null.</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>
    /// Where the id of what was started stands in a reply: the segments of its pointer. Looked up there when the reply cannot be read as a whole, so that
    /// the id of something paid for is not lost over another member. Null for what starts nothing.
    /// </summary>
    public IReadOnlyList<string>? IdPath { get; init; }
}
