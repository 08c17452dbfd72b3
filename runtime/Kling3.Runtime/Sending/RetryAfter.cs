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
        // Too many digits for a number are as absurd as a number too large.
        if (double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && !double.IsNaN(seconds))
        {
            return TimeSpan.FromSeconds(Math.Clamp(seconds, 0, Longest.TotalSeconds));
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
