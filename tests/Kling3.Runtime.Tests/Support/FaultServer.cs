using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Kling3.Runtime.Tests.Support;

/// <summary>A TCP server whose connections are each handled by a script, and which counts what really arrived.</summary>
internal sealed class FaultServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<FaultRequest> _requests = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly Func<FaultConnection, Task> _script;
    private readonly Task _accepting;
    private int _completeBodies;
    private int _accepted;

    /// <summary>Starts one.</summary>
    /// <param name="script">Handles a connection.</param>
    public FaultServer(Func<FaultConnection, Task> script)
    {
        _script = script;
        _listener.Start(512);
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Bodies of POSTs that arrived whole.</summary>
    public int CompleteBodies => Volatile.Read(ref _completeBodies);

    public int Connections => Volatile.Read(ref _accepted);

    public IReadOnlyList<FaultRequest> Requests => [.. _requests];

    /// <summary>A server that handles each request of every connection the same way.</summary>
    public static FaultServer Answering(Func<FaultConnection, FaultRequest, Task> answer) => new(async connection =>
    {
        while (await connection.ReadRequestAsync() is { } request)
        {
            await answer(connection, request);
        }
    });

    public void Saw(FaultRequest request, bool isComplete)
    {
        _requests.Enqueue(request);
        if (isComplete && request.Method == "POST")
        {
            Interlocked.Increment(ref _completeBodies);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        foreach (Socket socket in _sockets)
        {
            socket.Dispose();
        }

        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync(_stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            socket.NoDelay = true;
            _sockets.Add(socket);
            var connection = new FaultConnection(this, socket, Interlocked.Increment(ref _accepted), _stop.Token);
            _connections.Add(Task.Run(() => RunAsync(connection)));
        }
    }

    private async Task RunAsync(FaultConnection connection)
    {
        try
        {
            await _script(connection);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The peer went away, or the test has ended: both are what these tests are about.
        }
    }
}
