using System.ComponentModel;
using System.Globalization;

namespace Kling3.Runtime.Emitted;

/// <summary>Options from configuration, key by key: no reflection, so that it works ahead of time.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class OptionsBinder
{
    /// <summary>Sets what the configuration has; what it lacks stays as it is.</summary>
    /// <param name="read">The value of a key such as <c>Polling:FirstDelay</c>; null when there is none.</param>
    /// <param name="options">Where to set it.</param>
    /// <exception cref="InvalidOperationException">A value cannot be read; the message names its key and not the value.</exception>
    public static void Bind(Func<string, string?> read, ApiClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(options);
        options.ApiKey = read("ApiKey") ?? options.ApiKey;
        if (read("BaseAddress") is { } address)
        {
            options.BaseAddress = Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) ? uri : throw Unreadable("BaseAddress", "an absolute address");
        }

        options.SubmitTimeout = Time("SubmitTimeout", options.SubmitTimeout);
        options.RequestTimeout = Time("RequestTimeout", options.RequestTimeout);
        options.MaxReplyBytes = (int)Number("MaxReplyBytes", options.MaxReplyBytes, int.MaxValue);
        options.ValidateRequests = Flag("ValidateRequests", options.ValidateRequests);
        options.Polling.FirstDelay = Time("Polling:FirstDelay", options.Polling.FirstDelay);
        options.Polling.MaxDelay = Time("Polling:MaxDelay", options.Polling.MaxDelay);
        options.Polling.Growth = Real("Polling:Growth", options.Polling.Growth);
        options.Polling.Jitter = Real("Polling:Jitter", options.Polling.Jitter);
        options.Polling.Deadline = Time("Polling:Deadline", options.Polling.Deadline);
        options.Download.MaxBytes = Number("Download:MaxBytes", options.Download.MaxBytes, long.MaxValue);
        options.Download.AllowPrivateAddresses = Flag("Download:AllowPrivateAddresses", options.Download.AllowPrivateAddresses);

        TimeSpan Time(string key, TimeSpan otherwise) => read(key) is not { } text ? otherwise
            : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan time) ? time
            : throw Unreadable(key, "a time such as 00:00:05");

        long Number(string key, long otherwise, long most) => read(key) is not { } text ? otherwise
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number <= most ? number
            : throw Unreadable(key, "a whole number");

        double Real(string key, double otherwise) => read(key) is not { } text ? otherwise
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
            : throw Unreadable(key, "a number");

        bool Flag(string key, bool otherwise) => read(key) is not { } text ? otherwise
            : bool.TryParse(text, out bool flag) ? flag
            : throw Unreadable(key, "true or false");
    }

    private static InvalidOperationException Unreadable(string key, string what) => new($"The configuration key '{key}' must be {what}.");
}
