using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Kling3.Runtime.Tests.Support;

/// <summary>Keeps every text that gets out of the library: logs, spans, measurements, exceptions and what objects say of themselves.</summary>
internal sealed class Everything : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<string> _texts = new();
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters = new();

    public Everything()
    {
        _activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                Add(activity.Source.Name + " " + activity.DisplayName + " " + activity.StatusDescription);
                foreach (KeyValuePair<string, object?> tag in activity.TagObjects)
                {
                    Add($"{activity.Source.Name} {tag.Key}={tag.Value}");
                }

                foreach (ActivityEvent one in activity.Events)
                {
                    Add(one.Name + string.Join(' ', one.Tags));
                }
            },
        };
        ActivitySource.AddActivityListener(_activities);
        _meters.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Measure(instrument, value, tags));
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Measure(instrument, value, tags));
        _meters.Start();
    }

    public IReadOnlyList<string> Texts => [.. _texts];

    public void Add(string? text)
    {
        if (text is not null)
        {
            _texts.Enqueue(text);
        }
    }

    /// <summary>Takes in an exception: its text, its data, every property it has, and those below it.</summary>
    public void Add(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            Add(error.ToString());
            foreach (DictionaryEntry entry in error.Data)
            {
                Add($"{entry.Key}={entry.Value}");
            }

            foreach (PropertyInfo property in error.GetType().GetProperties())
            {
                Add($"{property.Name}={property.GetValue(error)}");
            }
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        Add(state.ToString());
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Add($"log {logLevel} {eventId} {formatter(state, exception)}");
        Add(exception);
        if (state is IEnumerable<KeyValuePair<string, object?>> values)
        {
            Add(string.Join(' ', values));
        }
    }

    public ILogger CreateLogger(string categoryName)
    {
        Add("category " + categoryName);
        return this;
    }

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
        _activities.Dispose();
        _meters.Dispose();
    }

    private void Measure<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        Add($"{instrument.Meter.Name} {instrument.Name} {instrument.Unit} {value} {string.Join(' ', tags.ToArray())}");
}
