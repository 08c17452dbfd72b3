using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Kling3.Runtime.Tests.Support;

/// <summary>One accepted connection, in the hands of a script that may do to it what networks and servers do.</summary>
internal sealed class FaultConnection(FaultServer server, Socket socket, int number, CancellationToken stopped)
{
    private readonly List<byte> _unread = [];

    public int Number => number;

    public CancellationToken Stopped => stopped;

    /// <summary>Reads a whole request; null when the peer closes before one.</summary>
    public async Task<FaultRequest?> ReadRequestAsync(int atMostBodyBytes = int.MaxValue)
    {
        string? head = await ReadHeadAsync();
        if (head is null)
        {
            return null;
        }

        int length = 0;
        foreach (string line in head.Split("\r\n"))
        {
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            {
                length = int.Parse(line["Content-Length:".Length..], CultureInfo.InvariantCulture);
            }
        }

        int wanted = Math.Min(length, atMostBodyBytes);
        while (_unread.Count < wanted)
        {
            if (!await ReceiveAsync())
            {
                return null;
            }
        }

        string body = Encoding.UTF8.GetString([.. _unread.Take(wanted)]);
        _unread.RemoveRange(0, wanted);
        var request = new FaultRequest(head, body, number);
        server.Saw(request, isComplete: wanted == length);
        return request;
    }

    /// <summary>Reads up to the end of the headers; null when the peer closes before.</summary>
    public async Task<string?> ReadHeadAsync()
    {
        while (true)
        {
            int end = Encoding.Latin1.GetString([.. _unread]).IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                string head = Encoding.Latin1.GetString([.. _unread.Take(end)]);
                _unread.RemoveRange(0, end + 4);
                return head;
            }

            if (!await ReceiveAsync())
            {
                return null;
            }
        }
    }

    public async Task WriteAsync(string text) => await socket.SendAsync(Encoding.UTF8.GetBytes(text), stopped);

    public async Task WriteAsync(byte[] bytes) => await socket.SendAsync(bytes, stopped);

    /// <summary>Answers with a complete reply.</summary>
    public Task ReplyAsync(int status, string body, string headers = "", string type = "application/json") => WriteAsync(
        $"HTTP/1.1 {status} X\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}");

    /// <summary>Closes with a reset.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    /// <summary>Closes in order.</summary>
    public void Close()
    {
        socket.Shutdown(SocketShutdown.Both);
        socket.Close();
    }

    /// <summary>Says nothing until the server is stopped or the peer goes.</summary>
    public async Task StallAsync()
    {
        while (await ReceiveAsync())
        {
        }
    }

    public async Task<bool> ReceiveAsync()
    {
        byte[] buffer = new byte[16 * 1024];
        int read;
        try
        {
            read = await socket.ReceiveAsync(buffer, stopped);
        }
        catch (SocketException)
        {
            return false;
        }

        _unread.AddRange(buffer.AsSpan(0, read));
        return read > 0;
    }
}
