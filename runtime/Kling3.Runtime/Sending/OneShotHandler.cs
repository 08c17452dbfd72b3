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

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.Options.TryGetValue(OneShotContent.Option, out OneShotContent? submit)
            ? SendOnceAsync(request, submit, cancellationToken)
            : base.SendAsync(request, cancellationToken);

    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, OneShotContent submit, CancellationToken cancellationToken)
    {
        HttpContent? content = submit.Watch(request.Content);
        request.Content = content;
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (content is WatchedContent { HasBegun: true })
        {
            submit.SetAnswer(response.StatusCode);
        }

        return response;
    }
}
