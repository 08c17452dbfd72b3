namespace Kling3.Runtime.Sending;

/// <summary>
/// The last handler before the network: lets a submit's body through once, whichever content and whichever request the handlers above made of it, as long as
/// they kept the request's options.
/// </summary>
internal sealed class OneShotHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Options.TryGetValue(OneShotContent.Option, out OneShotContent? submit))
        {
            request.Content = submit.Watch(request.Content);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
