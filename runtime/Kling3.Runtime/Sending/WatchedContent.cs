using System.Net;

namespace Kling3.Runtime.Sending;

/// <summary>What the handlers above made of a submit's body, sent as the body is: once.</summary>
internal sealed class WatchedContent : HttpContent
{
    private readonly HttpContent _content;
    private readonly OneShotContent _submit;

    public WatchedContent(HttpContent content, OneShotContent submit)
    {
        _content = content;
        _submit = submit;
        foreach (KeyValuePair<string, IEnumerable<string>> header in content.Headers)
        {
            Headers.TryAddWithoutValidation(header.Key, header.Value);
        }
    }

    /// <summary>Whether this is the one that was let through.</summary>
    public bool HasBegun { get; private set; }

    protected override bool TryComputeLength(out long length)
    {
        length = _content.Headers.ContentLength ?? -1;
        return length >= 0;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _submit.BeginPass();
        HasBegun = true;
        await _content.CopyToAsync(stream, context, cancellationToken).ConfigureAwait(false);
        _submit.EndPass();
    }
}
