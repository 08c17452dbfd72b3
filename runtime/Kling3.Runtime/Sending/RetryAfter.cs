using System.Globalization;
using System.Net.Http.Headers;

namespace Kling3.Runtime.Sending;

/// <summary>How long a server asks to wait.</summary>
internal static class RetryAfter
{
    /// <summary>Servers were seen to ask for years; nobody who waits means that.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public static TimeSpan? Of(HttpResponseHeaders headers, TimeProvider time)
    {
        if (!headers.NonValidated.TryGetValues("Retry-After", out HeaderStringValues values))
        {
            return null;
        }

        // A gateway may add its own hint to the server's: the longest counts.
        TimeSpan? longest = null;
        foreach (string value in values)
        {
            if (Of(value.Trim(), headers, time) is { } hint && (longest is null || hint > longest))
            {
                longest = hint;
            }
        }

        return longest;
    }

    private static TimeSpan? Of(string text, HttpResponseHeaders headers, TimeProvider time)
    {
        // Digits and nothing else (RFC 9110); more of them than a number takes are as absurd as a number too large.
        if (text.Length > 0 && text.All(char.IsAsciiDigit))
        {
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds < Longest.TotalSeconds
                ? TimeSpan.FromSeconds(seconds)
                : Longest;
        }

        if (!RetryConditionHeaderValue.TryParse(text, out RetryConditionHeaderValue? condition) || condition.Date is not { } at)
        {
            return null;
        }

        // Both dates are by the server's clock, so their difference is right however wrong either clock is.
        DateTimeOffset now = headers.Date ?? time.GetUtcNow();
        return TimeSpan.FromTicks(Math.Clamp((at - now).Ticks, 0, Longest.Ticks));
    }
}
