using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kling3.Sandbox.Checking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Net.Http.Headers;

namespace Kling3.Sandbox;

/// <summary>
/// The video API on this machine: it listens on the loopback address, checks requests against the API's description, charges
/// credits that cost nothing, and serves a short video as every task's result.
/// </summary>
/// <remarks>
/// All members may be called while requests are being answered. Requests are answered with the API's envelope whatever they
/// hold, short of what the web server itself refuses to parse.
/// </remarks>
public sealed class SandboxServer : IAsyncDisposable
{
    /// <summary>How many of the latest requests <see cref="Requests"/> holds.</summary>
    public const int MaxKeptRequests = 1000;

    /// <summary>How long a request's body may be, in bytes.</summary>
    public const int MaxBodyBytes = 1024 * 1024;

    // Stands for no answer at all.
    private const int NoStatus = 0;

    private static readonly TimeSpan s_maxTaskDuration = TimeSpan.FromDays(365);
    private static readonly byte[] s_video = ReadVideo();
    private static readonly DateTimeOffset s_videoDate = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly WebApplication _app;
    private readonly ApiSpec _spec;
    private readonly SandboxOptions _options;
    private readonly JobBook _jobs;
    private readonly ConcurrentQueue<SandboxRequest> _requests = new();
    private readonly ConcurrentQueue<Fault> _faults = new();
    private Uri? _baseAddress;
    private byte[]? _servedSpec;
    private long _requestCount;

    private SandboxServer(SandboxOptions options, ISandboxPages? pages)
    {
        if (options.ApiKeys.Count == 0 || options.ApiKeys.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException("A sandbox needs at least one key, and no key may be blank.", nameof(options));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(options.TaskDuration, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.TaskDuration, s_maxTaskDuration, nameof(options));
        _options = options;
        _spec = options.Spec is null ? ApiSpec.Default : ApiSpec.Parse(options.Spec);
        _jobs = new JobBook(options.TimeProvider, options.TaskDuration, options.InitialBalance);

        // The empty builder: no settings from files or the environment of whoever hosts it, nothing on the console.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });

        // The usual lifetime takes Ctrl+C for itself, which belongs to the program that hosts the sandbox.
        builder.Services.AddSingleton<IHostLifetime, HostedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        pages?.AddServices(builder.Services);
        _app = builder.Build();
        pages?.AddTo(_app);
        _app.Run(AnswerAsync);
    }

    /// <summary>Where the API is: <c>http://127.0.0.1:PORT/</c>.</summary>
    public Uri BaseAddress => _baseAddress ?? throw new InvalidOperationException("The sandbox has not started.");

    /// <summary>A key that is valid.</summary>
    public string ApiKey => _options.ApiKeys[0];

    /// <summary>Credits that are left, with the refunds of all tasks that have failed by now.</summary>
    public decimal Balance => _jobs.Balance;

    /// <summary>The latest requests that were answered, in that order; at most <see cref="MaxKeptRequests"/>.</summary>
    public IReadOnlyList<SandboxRequest> Requests => [.. _requests];

    /// <summary>How many requests have been answered.</summary>
    public long RequestCount => Interlocked.Read(ref _requestCount);

    /// <summary>Starts a sandbox; it is ready when the task ends.</summary>
    /// <param name="options">How it behaves; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="ArgumentException">No key is given or one is blank, or tasks take less than no time or more than a year.</exception>
    /// <exception cref="SpecException">The description in the options cannot be used.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static Task<SandboxServer> StartAsync(SandboxOptions? options = null, CancellationToken cancellationToken = default) =>
        StartAsync(options ?? new SandboxOptions(), pages: null, cancellationToken);

    /// <summary>Starts a sandbox with pages for people beside the API.</summary>
    internal static async Task<SandboxServer> StartAsync(SandboxOptions options, ISandboxPages? pages, CancellationToken cancellationToken)
    {
        SandboxServer server = new(options, pages);
        try
        {
            await server._app.StartAsync(cancellationToken).ConfigureAwait(false);
            ICollection<string> addresses = server._app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
            server._baseAddress = new Uri(addresses.Single());
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Answers coming requests to the API with an error instead of doing what they ask, with the code that the description
    /// gives for the status. Faults are used up in the order in which they were set.
    /// </summary>
    /// <param name="status">An HTTP status of 400 or more, as 429 or 500.</param>
    /// <param name="retryAfter">What the Retry-After header asks for, rounded up to seconds; null for no such header.</param>
    /// <param name="times">How many requests.</param>
    public void RefuseNext(int status, TimeSpan? retryAfter = null, int times = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599);
        for (int i = 0; i < times; i++)
        {
            _faults.Enqueue(new Fault(status, retryAfter));
        }
    }

    /// <summary>Does what the next request to the API asks and cuts the connection instead of replying. In the order of <see cref="RefuseNext"/>.</summary>
    public void DropNextReply() => _faults.Enqueue(new Fault(NoStatus, RetryAfter: null));

    /// <summary>Makes the next task that is created fail when its time has come; its credits are refunded then.</summary>
    /// <param name="reason">What the reply says about it.</param>
    public void FailNextTask(string reason = "The provider could not make the video.")
    {
        ArgumentNullException.ThrowIfNull(reason);
        _jobs.PlanFailure(reason);
    }

    /// <summary>Stops listening; requests that are being answered have a second to end.</summary>
    public async ValueTask DisposeAsync() => await _app.DisposeAsync().ConfigureAwait(false);

    private static byte[] ReadVideo()
    {
        using Stream resource = typeof(SandboxServer).Assembly.GetManifestResourceStream("result.mp4")
            ?? throw new InvalidOperationException("The video is missing from the build.");
        using MemoryStream copy = new();
        resource.CopyTo(copy);
        return copy.ToArray();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        // Written down when the answer's first byte goes out: who has the answer can rely on finding the request.
        Incoming incoming = new();
        context.Response.OnStarting(() =>
        {
            Remember(context, incoming, context.Response.StatusCode);
            return Task.CompletedTask;
        });

        try
        {
            await DispatchAsync(context, incoming).ConfigureAwait(false);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            Remember(context, incoming, NoStatus);
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            // The body was longer than allowed, or was not what its own headers promised.
            context.Response.Headers.Connection = "close";
            await SendAsync(context, Reply.Error(exception.StatusCode, code: null, "The request's body cannot be read: it is too long or not complete.")).ConfigureAwait(false);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            // A mistake of ours. It is kept for whoever runs the sandbox and answered as the API would, without details.
            incoming.Failure = exception;
            await SendAsync(context, Reply.Error(500, _spec.CodeOf(500), "The sandbox made a mistake.")).ConfigureAwait(false);
        }
    }

    private async Task DispatchAsync(HttpContext context, Incoming incoming)
    {
        string path = context.Request.Path.Value ?? "";
        if (path.StartsWith(SandboxPaths.Results, StringComparison.Ordinal))
        {
            await SendResultAsync(context, path[SandboxPaths.Results.Length..]).ConfigureAwait(false);
            return;
        }

        if (path == SandboxPaths.Spec)
        {
            await SendSpecAsync(context).ConfigureAwait(false);
            return;
        }

        Fault? fault = IsApi(path) && _faults.TryDequeue(out Fault? planned) ? planned : null;
        Reply reply = fault is { Status: not NoStatus } ? Refusal(fault) : await AnswerApiAsync(context, path, incoming).ConfigureAwait(false);
        if (fault is { Status: NoStatus })
        {
            Remember(context, incoming, NoStatus);
            context.Abort();
            return;
        }

        await SendAsync(context, reply).ConfigureAwait(false);
    }

    private async Task<Reply> AnswerApiAsync(HttpContext context, string path, Incoming incoming)
    {
        string method = context.Request.Method;
        switch (path)
        {
            case SandboxPaths.Generate when method == HttpMethods.Post:
                // Without a key nothing is read: what a stranger sends is no concern of the API's.
                return HasValidKey(context.Request) ? await GenerateAsync(context, incoming).ConfigureAwait(false) : NoKey();
            case SandboxPaths.Status when method == HttpMethods.Get:
                return HasValidKey(context.Request) ? Status(context.Request) : NoKey();
            case SandboxPaths.Generate or SandboxPaths.Status:
                string allowed = path == SandboxPaths.Generate ? HttpMethods.Post : HttpMethods.Get;
                context.Response.Headers.Allow = allowed;
                return Reply.Error(405, code: null, $"{path} takes {allowed} only.");
            default:
                return Reply.Error(404, code: null, $"There is nothing here. The API is at {SandboxPaths.Generate} and {SandboxPaths.Status}.");
        }
    }

    private async Task<Reply> GenerateAsync(HttpContext context, Incoming incoming)
    {
        using MemoryStream received = new();
        await context.Request.Body.CopyToAsync(received, context.RequestAborted).ConfigureAwait(false);
        ReadOnlyMemory<byte> bytes = received.GetBuffer().AsMemory(0, (int)received.Length);
        incoming.Body = Encoding.UTF8.GetString(bytes.Span);
        return Generate(bytes);
    }

    private Reply Generate(ReadOnlyMemory<byte> bytes)
    {
        JsonElement request;
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            request = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return Reply.Error(400, code: null, "The body is not JSON, or it is nested too deep.");
        }

        if (_spec.Check(request) is { } violation)
        {
            return Reply.Error(_spec.StatusOf(violation.Code), violation.Code, violation.Message);
        }

        // A model without a matching price rule costs nothing here: there is no number to charge.
        decimal credits = _spec.Cost(request) ?? 0;
        return _jobs.TryCreate(request, credits) is { } job
            ? Reply.Submitted(job)
            : Reply.Error(402, _spec.CodeOf(402), "The balance does not cover the task.");
    }

    private Reply Status(HttpRequest request)
    {
        string? id = request.Query["task_id"];
        if (string.IsNullOrWhiteSpace(id))
        {
            return Reply.Error(400, code: null, "task_id is required.");
        }

        return _jobs.Find(id) is { } job
            ? Reply.Task(job, new Uri(BaseAddress, $"{SandboxPaths.Results}{job.Id}.mp4"))
            : Reply.Error(400, code: null, "There is no task of this task_id.");
    }

    private Reply NoKey() => Reply.Error(401, _spec.CodeOf(401), "The key is missing or not valid.");

    private Reply Refusal(Fault fault) =>
        Reply.Error(fault.Status, _spec.CodeOf(fault.Status), "The sandbox was told to refuse this request.") with { RetryAfter = fault.RetryAfter };

    private bool HasValidKey(HttpRequest request)
    {
        const string Scheme = "Bearer ";
        string? header = request.Headers.Authorization;
        return header is not null
            && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && _options.ApiKeys.Contains(header[Scheme.Length..].Trim(), StringComparer.Ordinal);
    }

    private async Task SendResultAsync(HttpContext context, string name)
    {
        const string Extension = ".mp4";
        bool exists = name.EndsWith(Extension, StringComparison.Ordinal)
            && _jobs.Find(name[..^Extension.Length]) is { State: JobState.Success };
        if (!exists)
        {
            await SendAsync(context, Reply.Error(404, code: null, "There is no such result.")).ConfigureAwait(false);
        }
        else if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            await SendAsync(context, Reply.Error(405, code: null, "A result can be read, no more.")).ConfigureAwait(false);
        }
        else
        {
            // All results are the same bytes at different addresses; the tag names the bytes.
            EntityTagHeaderValue tag = new($"\"{Convert.ToHexStringLower(SHA256.HashData(s_video).AsSpan(0, 8))}\"");
            IResult result = TypedResults.Bytes(s_video, "video/mp4", enableRangeProcessing: true, lastModified: s_videoDate, entityTag: tag);
            await result.ExecuteAsync(context).ConfigureAwait(false);
        }
    }

    private async Task SendSpecAsync(HttpContext context)
    {
        _servedSpec ??= _spec.ToJson(BaseAddress);
        await SendAsync(context, new Reply(200, _servedSpec)).ConfigureAwait(false);
    }

    private static async Task SendAsync(HttpContext context, Reply reply)
    {
        HttpResponse response = context.Response;
        response.StatusCode = reply.Status;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = reply.Body.Length;
        if (reply.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(reply.Body, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static bool IsApi(string path) => path is SandboxPaths.Generate or SandboxPaths.Status;

    private void Remember(HttpContext context, Incoming incoming, int status)
    {
        if (incoming.IsRemembered)
        {
            return;
        }

        incoming.IsRemembered = true;
        HttpRequest request = context.Request;
        _requests.Enqueue(new SandboxRequest(
            request.Method,
            request.Path.Value ?? "",
            request.QueryString.Value ?? "",
            request.Headers.Authorization.Count > 0,
            incoming.Body,
            status,
            incoming.Failure));
        Interlocked.Increment(ref _requestCount);
        while (_requests.Count > MaxKeptRequests && _requests.TryDequeue(out _))
        {
            // The oldest go.
        }
    }

    /// <summary>What becomes known of a request while it is answered.</summary>
    private sealed class Incoming
    {
        public string Body { get; set; } = "";

        public Exception? Failure { get; set; }

        public bool IsRemembered { get; set; }
    }

    /// <summary>What to do with a request instead of, or with no status after, what it asks.</summary>
    private sealed record Fault(int Status, TimeSpan? RetryAfter);

    /// <summary>Starts and stops with the object and listens to no signal.</summary>
    private sealed class HostedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
