namespace Kling3.Runtime.Sending;

/// <summary>
/// The last handler before the network: lets a submit's body through once, whichever content and whichever request the handlers above made of it, as long as
/// they kept the request's options.
/// </summary>
internal sealed class OneShotHandler : DelegatingHandler
{
    private static volatile bool s_exists;

    public OneShotHandler(HttpMessageHandler inner)
        : base(inner) => s_exists = true;

    /// <summary>Has the request carry its content, if this process has a handler that looks for it.</summary>
    public static void Mark(HttpRequestMessage request, OneShotContent content)
    {
        if (s_exists)
        {
            request.Options.Set(OneShotContent.Option, content);
        }
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Options.TryGetValue(OneShotContent.Option, out OneShotContent? submit))
        {
            request.Content = submit.Watch(request.Content);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
