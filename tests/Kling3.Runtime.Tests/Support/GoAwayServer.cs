using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Kling3.Runtime.Tests.Support;

/// <summary>
/// Speaks just enough HTTP/2 in the clear to take requests and answer each with GOAWAY, saying that none was looked at: what makes SocketsHttpHandler send a POST
/// again by itself.
/// </summary>
internal sealed class GoAwayServer : IAsyncDisposable
{
    private const byte Data = 0;
    private const byte Settings = 4;
    private const byte GoAway = 7;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _bodies;
    private int _connections;

    public GoAwayServer()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Streams that carried a body to its end.</summary>
    public int CompleteBodies => Volatile.Read(ref _bodies);

    public int Connections => Volatile.Read(ref _connections);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();

        // Before the listener is stopped: between two connections it would be asked for the next one then, and throw.
        await _accepting;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient own = client;
        Interlocked.Increment(ref _connections);
        try
        {
            NetworkStream stream = client.GetStream();
            byte[] start = new byte[24];
            await stream.ReadExactlyAsync(start, _stop.Token);
            if (!start.AsSpan().StartsWith("PRI * HTTP/2.0"u8))
            {
                return;
            }

            await SendAsync(stream, Settings, 0, []);
            while (true)
            {
                byte[] head = new byte[9];
                await stream.ReadExactlyAsync(head, _stop.Token);
                byte[] payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
                await stream.ReadExactlyAsync(payload, _stop.Token);
                bool ends = (head[4] & 1) != 0;
                if (head[3] == Settings && !ends)
                {
                    await SendAsync(stream, Settings, 1, []);
                }

                if (head[3] == Data && ends)
                {
                    Interlocked.Increment(ref _bodies);
                    byte[] lastStreamAndNoError = new byte[8];
                    await SendAsync(stream, GoAway, 0, lastStreamAndNoError);
                    return;
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The peer has had enough, or the test has ended.
        }
    }

    private async Task SendAsync(NetworkStream stream, byte type, byte flags, byte[] payload)
    {
        byte[] frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        frame[3] = type;
        frame[4] = flags;
        payload.CopyTo(frame, 9);
        await stream.WriteAsync(frame, _stop.Token);
    }
}
