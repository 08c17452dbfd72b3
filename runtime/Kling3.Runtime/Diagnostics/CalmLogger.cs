using Microsoft.Extensions.Logging;

namespace Kling3.Runtime.Diagnostics;

/// <summary>
/// A log whose failures stay its own. It is written to between a submit's reply and its caller: what a provider throws there may not take the place of a task
/// that is paid for.
/// </summary>
internal sealed class CalmLogger(ILogger inner) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return inner.IsEnabled(logLevel);
        }
        catch (Exception)
        {
            // What cannot even say this is not written to.
            return false;
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception)
        {
            // There is nowhere to tell it: the log is what has failed.
        }
    }
}
