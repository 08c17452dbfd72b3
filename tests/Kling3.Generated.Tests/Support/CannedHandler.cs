using System.Text;

namespace Kling3.Generated.Tests.Support;

/// <summary>Answers with the given replies in their order, and with the last one from then on.</summary>
internal sealed class CannedHandler(IReadOnlyList<CannedReply> replies) : HttpMessageHandler
{
    private int _next;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } body)
        {
            await body.CopyToAsync(Stream.Null, cancellationToken);
        }

        CannedReply reply = replies[Math.Min(Interlocked.Increment(ref _next), replies.Count) - 1];
        return new HttpResponseMessage(reply.Status) { Content = new StringContent(reply.Body, Encoding.UTF8, "application/json") };
    }
}
