using Microsoft.Extensions.Logging;

namespace Kling3.Runtime.Diagnostics;

/// <summary>All that is ever logged. Paths are the document's templates; nothing here takes a key, a body or a query.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "{Method} {Path} answered {Status} in {Milliseconds} ms.")]
    public static partial void Answered(ILogger logger, string method, string path, int status, double milliseconds);

    [LoggerMessage(2, LogLevel.Debug, "{Method} {Path} failed after {Milliseconds} ms: {Reason}")]
    public static partial void Failed(ILogger logger, string method, string path, double milliseconds, string reason);

    [LoggerMessage(3, LogLevel.Information, "{Operation} will be tried again in {Delay} (repeat {Attempt}): {Reason}")]
    public static partial void Repeating(ILogger logger, string operation, TimeSpan delay, int attempt, string reason);

    [LoggerMessage(4, LogLevel.Information, "{Operation} submitted as {OperationId}.")]
    public static partial void Submitted(ILogger logger, string operation, string operationId);

    [LoggerMessage(5, LogLevel.Error, "It is not known whether {Operation} was accepted. It was not sent again. {Reason}")]
    public static partial void Unknown(ILogger logger, string operation, string reason);

    [LoggerMessage(6, LogLevel.Debug, "Operation {OperationId} is {State}.")]
    public static partial void StateSeen(ILogger logger, string operationId, string? state);

    [LoggerMessage(7, LogLevel.Warning, "Asking for operation {OperationId} failed and will be repeated in {Delay}: {Reason}")]
    public static partial void PollFailed(ILogger logger, string operationId, TimeSpan delay, string reason);

    [LoggerMessage(8, LogLevel.Error, "The journal could not be told about {What} ({Id}); after a crash it would be listed as if that had not happened.")]
    public static partial void JournalFailed(ILogger logger, string what, string id, Exception error);

    [LoggerMessage(9, LogLevel.Warning, "The server asks to wait {Delay}; all requests of this client wait.")]
    public static partial void Paused(ILogger logger, TimeSpan delay);

    [LoggerMessage(10, LogLevel.Information, "Fetching {Address} into {Path}.")]
    public static partial void Downloading(ILogger logger, string address, string path);

    [LoggerMessage(11, LogLevel.Warning, "The transfer of {Address} was cut at byte {Position} and goes on from there: {Reason}")]
    public static partial void DownloadCut(ILogger logger, string address, long position, string reason);

    [LoggerMessage(12, LogLevel.Warning, "A {Used} that a call was done with could not be disposed of.")]
    public static partial void NotDisposed(ILogger logger, string used, Exception error);
}
