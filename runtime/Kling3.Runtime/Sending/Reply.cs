using System.Buffers;
using System.Net;

namespace Kling3.Runtime.Sending;

/// <summary>A reply as it came, in a pooled buffer.</summary>
internal readonly struct Reply(HttpResponseMessage response, TimeProvider time, byte[] buffer, int length, Exception? cutBy)
{
    public HttpStatusCode Status => response.StatusCode;

    public TimeSpan? RetryAfter => Sending.RetryAfter.Of(response.Headers, time);

    /// <summary>Why the body is not complete; null when it is.</summary>
    public Exception? CutBy { get; } = cutBy;

    public ReadOnlySpan<byte> Body => buffer.AsSpan(0, length);

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>Gives the buffer back; the body must not be looked at any more.</summary>
    public void Release()
    {
        if (buffer is { Length: > 0 })
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
