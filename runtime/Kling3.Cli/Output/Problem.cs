using Kling3.Runtime;

namespace Kling3.Cli.Output;

/// <summary>Why a command did not do what was asked, in words for people and for scripts.</summary>
/// <param name="ExitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="Code">The API's code; null where there is none.</param>
/// <param name="Message">What happened and what to do.</param>
/// <param name="Violations">What is wrong with a request's members.</param>
internal sealed record Problem(int ExitCode, string? Code, string Message, IReadOnlyList<Violation> Violations)
{
    /// <summary>What an exception means.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="resume">The command that goes on with the task; null when there is no task to go on with.</param>
    public static Problem Of(Exception exception, string? resume)
    {
        string goOn = resume is null ? "" : $" Go on with: {resume}";
        return exception switch
        {
            CliException own => new(own.ExitCode, own.Violations.Count > 0 ? own.Violations[0].Code : null, own.Message, own.Violations),
            RequestInvalidException invalid => new(
                ExitCodes.Invalid,
                invalid.ErrorCode,
                "The request is invalid, and nothing was sent.",
                [.. invalid.Errors.Select(static error => new Violation(error.Code, error.Member, null, error.Message))]),
            SubmissionUnknownException unknown => new(
                ExitCodes.Unknown,
                unknown.ErrorCode,
                $"It is not known whether the task was submitted, and so whether it is charged. It was not sent again. {Full(unknown.Message)} Look at your account before you submit once more: that would be a second task, and a second charge.",
                []),
            OperationFailedException failed => new(ExitCodes.TaskFailed, failed.ErrorCode, failed.Message + (failed.SucceededWithoutResults ? goOn : ""), []),
            OperationTimeoutException late => new(ExitCodes.TimedOut, late.ErrorCode, Full(late.Message) + goOn, []),
            OperationCanceledException => new(
                ExitCodes.Interrupted,
                null,
                resume is null ? "Interrupted." : $"Interrupted.{goOn}",
                []),
            DownloadException download => new(ExitCodes.Failed, download.ErrorCode, Full(download.Message) + goOn, []),
            ApiException { StatusCode: { } status } refused when (int)status >= 400 || refused.ErrorCode is not null =>
                new(ExitCodes.Refused, refused.ErrorCode, Full(refused.Message) + Advice((int)status) + (MayHelp((int)status) ? goOn : ""), []),
            ApiException { ErrorCode: { } code } refused => new(ExitCodes.Refused, code, Full(refused.Message), []),

            // The API was not reached, or said what cannot be understood; or a mistake in this tool, of which the user gets the sentence and not the stack.
            _ => new(ExitCodes.Failed, null, Full(exception.Message) + goOn, []),
        };
    }

    private static string Advice(int status) => status switch
    {
        401 => $" Check the key in {Connection.KeyVariable}, or in the file that --api-key-file names.",
        402 => " Top up the account, or choose a cheaper model or a shorter duration: kling3 models.",
        429 => " Wait a while before you try again.",
        _ => "",
    };

    /// <summary>Whether asking again may be answered otherwise: not where the API knows no such task.</summary>
    private static bool MayHelp(int status) => status is 401 or 402 or 403 or 408 or 429 or >= 500;

    private static string Full(string sentence) => sentence.Length > 0 && char.IsLetterOrDigit(sentence[^1]) ? sentence + "." : sentence;
}
