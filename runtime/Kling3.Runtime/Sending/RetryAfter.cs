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

        string text = values.ToString().Trim();
        if (text.Length > 0 && text.TrimStart('-').All(char.IsAsciiDigit))
        {
            // Too many digits for a number are as absurd as a number too large.
            double seconds = double.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            return TimeSpan.FromSeconds(Math.Clamp(seconds, 0, Longest.TotalSeconds));
        }

        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at))
        {
            return null;
        }

        // Both dates are by the server's clock, so their difference is right however wrong either clock is.
        DateTimeOffset now = headers.Date ?? time.GetUtcNow();
        return TimeSpan.FromTicks(Math.Clamp((at - now).Ticks, 0, Longest.Ticks));
    }
}
