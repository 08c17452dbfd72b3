using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Kling3.EndToEnd.SisterApi;

/// <summary>The service that pictures.openapi.yaml describes, as far as one job of it.</summary>
internal sealed class PicturesServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _polls;

    private PicturesServer()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>What came: method, path, the key's header, body.</summary>
    public ConcurrentQueue<(string Method, string Path, string? Key, string Body)> Requests { get; } = new();

    /// <summary>Where it is, with a path as the real one's address has.</summary>
    public Uri Address => new(new Uri(_app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single()), "v2/");

    public static async Task<PicturesServer> StartAsync(CancellationToken cancellationToken)
    {
        var server = new PicturesServer();
        await server._app.StartAsync(cancellationToken);
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        string body = await reader.ReadToEndAsync(context.RequestAborted);
        string path = context.Request.Path.Value!;
        Requests.Enqueue((context.Request.Method, path, context.Request.Headers["X-Pictures-Key"], body));
        if (path.EndsWith(".png", StringComparison.Ordinal))
        {
            await context.Response.Body.WriteAsync(new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G' }, context.RequestAborted);
            return;
        }

        (int status, string reply) = (context.Request.Method, path) switch
        {
            ("POST", "/v2/images") when body.Contains("refuse me", StringComparison.Ordinal) =>
                (422, """{"status":"too_long","reason":"That is too long."}"""),
            ("POST", "/v2/images") => (202, """{"status":"ok","result":{"job":"job/7","state":"queued"}}"""),
            ("GET", "/v2/images/job%2F7") when _polls++ == 0 => (200, """{"status":"ok","result":{"job":"job/7","state":"drawing"}}"""),
            ("GET", "/v2/images/job%2F7") => (200, $$$"""{"status":"ok","result":{"job":"job/7","state":"done","charged":24.5,"images":["{{{Address}}}a.png","{{{Address}}}b.png"]}}"""),
            _ => (404, """{"status":"no_such_thing"}"""),
        };
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(reply, context.RequestAborted);
    }
}
