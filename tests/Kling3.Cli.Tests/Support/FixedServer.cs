using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kling3.Cli.Tests.Support;

/// <summary>Reads each request to the end of its headers and answers all alike, or never.</summary>
internal sealed class FixedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly byte[]? _answer;

    /// <summary>Starts it.</summary>
    /// <param name="answer">The bytes of the answer, headers included; null for a server that keeps everybody waiting.</param>
    public FixedServer(string? answer)
    {
        _answer = answer is null ? null : Encoding.UTF8.GetBytes(answer);
        _listener.Start();
        Serving = ServeAsync();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Ends when a first request, its body included, has come.</summary>
    public Task Asked => _asked.Task;

    private Task Serving { get; }

    public static string Answer(int status, string type, string body) =>
        $"HTTP/1.1 {status} X\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        CancellationToken stop = _stop.Token;
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(stop);
                _ = AnswerAsync(client, stop);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(TcpClient client, CancellationToken stop)
    {
        using (client)
        {
            try
            {
                byte[] buffer = new byte[64 * 1024];
                StringBuilder seen = new();
                while (!IsComplete(seen.ToString()))
                {
                    int read = await client.GetStream().ReadAsync(buffer, stop);
                    if (read == 0)
                    {
                        return;
                    }

                    seen.Append(Encoding.Latin1.GetString(buffer, 0, read));
                }

                _asked.TrySetResult();
                if (_answer is null)
                {
                    await Task.Delay(Timeout.Infinite, stop);
                }

                await client.GetStream().WriteAsync(_answer, stop);
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    private static bool IsComplete(string request)
    {
        int end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end >= 0 && (!request.StartsWith("POST", StringComparison.Ordinal) || request.TrimEnd().EndsWith('}') || request.EndsWith("0\r\n\r\n", StringComparison.Ordinal));
    }
}
