using System.Diagnostics;
using System.Diagnostics.Metrics;
using Kling3.Runtime.Replies;
using Kling3.Runtime.Sending;

namespace Kling3.Runtime.Diagnostics;

/// <summary>The activity source and the meter, both named <c>Kling3.Runtime</c>, with OpenTelemetry's names for HTTP clients.</summary>
internal static class Telemetry
{
    public const string Name = "Kling3.Runtime";

    public static readonly ActivitySource Activities = new(Name);

    private static readonly Meter s_meter = new(Name);

    public static readonly Histogram<double> RequestDuration = s_meter.CreateHistogram<double>(
        "http.client.request.duration", "s", "Duration of HTTP requests.", tags: null, new InstrumentAdvice<double>
        {
            // OpenTelemetry's for this instrument.
            HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
        });

    private static readonly Counter<long> s_unknownSubmits = s_meter.CreateCounter<long>(
        "kling3.runtime.submits.unknown", "{submit}", "Submits of which it is not known whether they were accepted.");

    /// <summary>Whether anybody listens to spans or durations.</summary>
    public static bool IsObserved => Activities.HasListeners() || RequestDuration.Enabled;

    /// <summary>A span for one attempt; null when nobody listens.</summary>
    public static Activity? Start(HttpMethod method, Uri address, string template, int attempt, ReplyReader replies) =>
        Activities.HasListeners()
            ? Calmly((method, address, template, attempt, replies), static call => Begin(call.method, call.address, call.template, call.attempt, call.replies))
            : null;

    /// <summary>Counts a submit of unknown fate.</summary>
    public static void CountUnknown(string api) => Calmly(api, static api =>
    {
        s_unknownSubmits.Add(1, new KeyValuePair<string, object?>("kling3.api", api));
        return null;
    });

    /// <summary>Ends a span and measures it.</summary>
    public static void Stop(Activity? activity, HttpMethod method, Uri address, string template, TimeSpan duration, int? status, string? error)
    {
        if (activity is not null)
        {
            Calmly((activity, status, error), static ended =>
            {
                End(ended.activity, ended.status, ended.error);
                return null;
            });
        }

        if (RequestDuration.Enabled)
        {
            Calmly((method, address, template, duration, status, error), static call =>
            {
                Record(call.method, call.address, call.template, call.duration, call.status, call.error);
                return null;
            });
        }
    }

    /// <summary>
    /// Listeners run in the middle of the call. What one throws may not take the place of a reply that is paid for, and there is nowhere to tell it.
    /// </summary>
    private static Activity? Calmly<TState>(TState state, Func<TState, Activity?> tell)
    {
        try
        {
            return tell(state);
        }
        catch (Exception)
        {
            return null;
        }
    }

    private static Activity? Begin(HttpMethod method, Uri address, string template, int attempt, ReplyReader replies)
    {
        Activity? activity = Activities.StartActivity(method.Method + " " + template, ActivityKind.Client);
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag("http.request.method", method.Method);
            activity.SetTag("server.address", address.Host);
            activity.SetTag("server.port", address.Port);

            // The path may hold an id, which a server gave.
            activity.SetTag("url.full", replies.Clean(AddressRules.Shown(address)));
            activity.SetTag("url.template", template);
            if (attempt > 0)
            {
                activity.SetTag("http.request.resend_count", attempt);
            }
        }

        return activity;
    }

    private static void End(Activity activity, int? status, string? error)
    {
        if (status is int code)
        {
            activity.SetTag("http.response.status_code", code);
        }

        if (error is not null)
        {
            activity.SetTag("error.type", error);
            activity.SetStatus(ActivityStatusCode.Error);
        }

        activity.Dispose();
    }

    private static void Record(HttpMethod method, Uri address, string template, TimeSpan duration, int? status, string? error)
    {
        var tags = new TagList
        {
            { "http.request.method", method.Method },
            { "server.address", address.Host },
            { "server.port", address.Port },
            { "url.template", template },
        };
        if (status is int code)
        {
            tags.Add("http.response.status_code", code);
        }

        if (error is not null)
        {
            tags.Add("error.type", error);
        }

        RequestDuration.Record(duration.TotalSeconds, tags);
    }
}
