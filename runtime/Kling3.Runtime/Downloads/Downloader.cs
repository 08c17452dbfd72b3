using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Kling3.Runtime.Diagnostics;
using Kling3.Runtime.Sending;
using Microsoft.Extensions.Logging;

namespace Kling3.Runtime.Downloads;

/// <summary>
/// Fetches results, by connections that have never seen the key, into a <c>.part</c> file beside the one asked for, which takes its place when it is complete.
/// </summary>
internal sealed class Downloader : IDisposable
{
    private const int Redirects = 5;
    private const int Buffer = 128 * 1024;

    private readonly DownloadOptions _options;
    private readonly IWebProxy _proxy;
    private readonly bool _allowLoopback;
    private readonly TimeSpan _silence;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ILogger _logger;
    private readonly TimeLimits _limits;
    private readonly HttpMessageInvoker _invoker;

    public Downloader(DownloadOptions options, bool allowLoopback, TimeSpan silence, TimeProvider time, Random random, ILogger logger)
    {
        _options = options;
        _proxy = options.Proxy ?? new OwnMachineProxy(HttpClient.DefaultProxy);
        _allowLoopback = allowLoopback;
        _silence = silence;
        _time = time;
        _random = random;
        _logger = logger;
        _limits = new TimeLimits(time);
        _invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            Proxy = _proxy,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = ConnectAsync,
        });
    }

    public async Task FetchAsync(Uri address, string path, bool overwrite, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        CheckScheme(address, address);
        path = Path.GetFullPath(path);
        if (Directory.Exists(path) || Path.EndsInDirectorySeparator(path))
        {
            throw new DownloadException(address, $"{path} is a folder; nothing was fetched. Name the file.");
        }

        if (!overwrite && File.Exists(path))
        {
            throw new DownloadException(address, $"{path} exists already; nothing was fetched. Ask for it to be overwritten, or choose another name.");
        }

        string part = path + ".part";
        Log.Downloading(_logger, AddressRules.Shown(address), path);
        FileStream file = Open(address, part);
        bool moved = false;
        try
        {
            await using (file.ConfigureAwait(false))
            {
                await FillAsync(address, file, progress, cancellationToken).ConfigureAwait(false);
                await Disk(address, part, () => new ValueTask(Task.Run(() => file.Flush(flushToDisk: true), CancellationToken.None))).ConfigureAwait(false);
            }

            await Disk(address, path, () =>
            {
                File.Move(part, path, overwrite);
                return ValueTask.CompletedTask;
            }).ConfigureAwait(false);
            moved = true;
        }
        finally
        {
            if (!moved)
            {
                File.Delete(part);
            }
        }
    }

    public void Dispose() => _invoker.Dispose();

    private static FileStream Open(Uri address, string part)
    {
        try
        {
            return new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DownloadException(address, $"{part} cannot be written; nothing was fetched, and the address is still good. {e.Message}", e);
        }
    }

    private static async ValueTask Disk(Uri address, string path, Func<ValueTask> write)
    {
        try
        {
            await write().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DownloadException(address, $"{path} cannot be written; the address is still good. {e.Message}", e);
        }
    }

    /// <summary>Transfers until all is there. What has arrived is kept over cuts, as long as the server says it is still the same thing.</summary>
    private async Task FillAsync(Uri address, FileStream file, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var state = new Transfer(address, file, progress);
        long furthest = 0;
        for (int failures = 0; ;)
        {
            Exception cut;
            TimeSpan? retryAfter = null;
            try
            {
                await AttemptAsync(state, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (DownloadException e) when (e.IsTransient)
            {
                cut = e;
                retryAfter = e.RetryAfter;
            }
            catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                if (Forbidden(e) is { } forbidden)
                {
                    throw new DownloadException(address, forbidden.Message, forbidden);
                }

                cut = e;
            }

            // Only attempts that came no further count: a long transfer may be cut often, but one that begins anew each time would never end.
            failures = state.Position > furthest ? 1 : failures + 1;
            furthest = Math.Max(furthest, state.Position);
            if (failures > Backoff.Repeats)
            {
                string reason = cut is OperationCanceledException ? $"nothing came for {_silence}" : cut.Message;
                throw cut as DownloadException ?? new DownloadException(address, $"The transfer of {AddressRules.Shown(address)} failed at byte {state.Position}: {reason}", cut);
            }

            Log.DownloadCut(_logger, AddressRules.Shown(address), state.Position, cut.Message);
            TimeSpan delay = Backoff.Delay(failures - 1, _random);
            await Wait.ForAsync(retryAfter > delay ? retryAfter.Value : delay, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task AttemptAsync(Transfer state, CancellationToken cancellationToken)
    {
        using TimeLimit limit = _limits.Start(_silence, cancellationToken);
        using HttpResponseMessage response = await RequestAsync(state, limit.Token).ConfigureAwait(false);
        await state.AcceptAsync(response, _options.MaxBytes, _time).ConfigureAwait(false);
        Stream stream = await response.Content.ReadAsStreamAsync(limit.Token).ConfigureAwait(false);
        byte[] buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(Buffer);
        try
        {
            while (true)
            {
                limit.Set(_silence);
                int read = await stream.ReadAsync(buffer, limit.Token).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                await state.WriteAsync(buffer.AsMemory(0, read), _options.MaxBytes, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }

        state.CheckComplete();
    }

    /// <summary>Follows redirects by hand, each checked like the first address: results are often served from elsewhere.</summary>
    private async Task<HttpResponseMessage> RequestAsync(Transfer state, CancellationToken cancellationToken)
    {
        Uri at = state.Address;
        for (int redirects = 0; ; redirects++)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, at) { Version = HttpVersion.Version11 };
            request.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
            state.AskForRest(request.Headers);
            HttpResponseMessage response = await _invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect) || response.Headers.Location is not { } location)
            {
                return response;
            }

            response.Dispose();
            at = new Uri(at, location);
            CheckScheme(state.Address, at);
            if (redirects == Redirects)
            {
                throw new DownloadException(state.Address, $"{AddressRules.Shown(state.Address)} leads in circles: more than {Redirects} redirects.");
            }
        }
    }

    private void CheckScheme(Uri asked, Uri address)
    {
        if (!address.IsAbsoluteUri)
        {
            throw new ArgumentException("The address of a result must be absolute.", nameof(address));
        }

        if (address.UserInfo.Length > 0)
        {
            throw new DownloadException(asked, $"{AddressRules.Shown(address)} is not fetched: it holds a user's name.");
        }

        if (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback && _allowLoopback))
        {
            return;
        }

        throw new DownloadException(
            asked,
            $"{AddressRules.Shown(address)} is not fetched: results come over https only (over http from this machine only when the API is on this machine too).");
    }

    private static ForbiddenAddressException? Forbidden(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            if (error is ForbiddenAddressException forbidden)
            {
                return forbidden;
            }
        }

        return null;
    }

    /// <summary>
    /// Connects to allowed addresses only. Checked here and not by the name, because a name can stand for one address when it is checked and for another when it
    /// is connected to.
    /// </summary>
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        DnsEndPoint endPoint = context.DnsEndPoint;
        bool isProxy = IsProxy(context.InitialRequestMessage, endPoint);
        IPAddress[] addresses = await Dns.GetHostAddressesAsync(endPoint.Host, cancellationToken).ConfigureAwait(false);
        IPAddress[] allowed = [.. addresses.Where(address => isProxy || IsAllowed(address))];
        if (allowed.Length == 0)
        {
            throw new ForbiddenAddressException(
                $"{endPoint.Host} is not connected to: it is in a private or special network ({nameof(DownloadOptions)}.{nameof(DownloadOptions.AllowPrivateAddresses)} allows that).");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, endPoint.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether a connection is the one to the user's proxy, which decides by itself where to go on.</summary>
    private bool IsProxy(HttpRequestMessage request, DnsEndPoint endPoint)
    {
        if (request.Method == HttpMethod.Connect)
        {
            return true;
        }

        return request.RequestUri is { } asked
            && !_proxy.IsBypassed(asked)
            && _proxy.GetProxy(asked) is { } address
            && address.Port == endPoint.Port
            && string.Equals(address.IdnHost, endPoint.Host, StringComparison.OrdinalIgnoreCase);
    }

    private bool IsAllowed(IPAddress address) =>
        _options.AllowPrivateAddresses
        || (_allowLoopback && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address))
        || !SpecialNetworks.Contain(address);
}
