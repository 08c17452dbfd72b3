using System.Net;
using System.Text;

namespace Kling3.Generator.Tests.Support;

/// <summary>A server without a network: records each call and answers it.</summary>
internal sealed class StubHandler(Func<StubCall, HttpResponseMessage> answer) : HttpMessageHandler
{
    public List<StubCall> Calls { get; } = [];

    public static StubHandler Json(string body, HttpStatusCode status = HttpStatusCode.OK) => Always(body, "application/json", status);

    public static StubHandler Always(string body, string mediaType, HttpStatusCode status = HttpStatusCode.OK) => new(_ => new HttpResponseMessage(status)
    {
        Content = new StringContent(body, Encoding.UTF8, mediaType),
    });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string? body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        var headers = request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? []).ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        var call = new StubCall(request.Method.Method, request.RequestUri!.PathAndQuery, body, headers);
        Calls.Add(call);
        HttpResponseMessage reply = answer(call);
        reply.RequestMessage = request;
        return reply;
    }
}
