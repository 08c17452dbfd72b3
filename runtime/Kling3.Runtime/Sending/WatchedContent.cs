using System.Net;

namespace Kling3.Runtime.Sending;

/// <summary>A copy that a handler took of a submit's body, sent as the body is: once.</summary>
internal sealed class WatchedContent : HttpContent
{
    private readonly HttpContent _copy;
    private readonly OneShotContent _submit;

    public WatchedContent(HttpContent copy, OneShotContent submit)
    {
        _copy = copy;
        _submit = submit;
        foreach (KeyValuePair<string, IEnumerable<string>> header in copy.Headers)
        {
            Headers.TryAddWithoutValidation(header.Key, header.Value);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _copy.Headers.ContentLength ?? -1;
        return length >= 0;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _submit.BeginCopy();
        await _copy.CopyToAsync(stream, context, cancellationToken).ConfigureAwait(false);
        _submit.EndCopy();
    }
}
