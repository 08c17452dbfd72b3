using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Benchmarks.Runtime;

/// <summary>The least of a server, so that what is measured is the client: answers each request with bytes made beforehand, or closes.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<bool, string, byte[]?> _answer;
    private long _requests;

    /// <param name="answer">The reply to a request, given whether it is a POST and its text; null to reset the connection.</param>
    public LoopbackServer(Func<bool, string, byte[]?> answer)
    {
        _answer = answer;
        _listener.Start(4096);
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public long Requests => Volatile.Read(ref _requests);

    /// <summary>The bodies of POSTs that were not answered with 429, and how often each came.</summary>
    public ConcurrentDictionary<string, int> Bodies { get; } = new();

    public static byte[] Reply(int status, string body) => Encoding.UTF8.GetBytes(
        $"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync();
                socket.NoDelay = true;
                _ = Task.Run(() => ServeAsync(socket));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The measurement is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using Socket own = socket;
        byte[] buffer = new byte[4 * 1024];
        int length = 0;
        try
        {
            while (true)
            {
                int read = await socket.ReceiveAsync(buffer.AsMemory(length));
                if (read == 0)
                {
                    return;
                }

                length += read;
                bool isPost = buffer[0] == (byte)'P';
                if (!IsComplete(buffer.AsSpan(0, length), isPost))
                {
                    continue;
                }

                Interlocked.Increment(ref _requests);
                byte[]? reply = _answer(isPost, isPost ? Encoding.UTF8.GetString(buffer, 0, length) : "");
                length = 0;
                if (reply is null)
                {
                    socket.LingerState = new LingerOption(true, 0);
                    return;
                }

                await socket.SendAsync(reply);
            }
        }
        catch (SocketException)
        {
            // The client has had enough.
        }
    }

    /// <summary>A body is an object, with a length or in chunks.</summary>
    private static bool IsComplete(ReadOnlySpan<byte> request, bool isPost)
    {
        int head = request.IndexOf("\r\n\r\n"u8);
        return head >= 0 && (!isPost || request.EndsWith("}"u8) || request.EndsWith("\r\n0\r\n\r\n"u8));
    }
}
