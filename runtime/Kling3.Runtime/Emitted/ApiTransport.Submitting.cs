using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.RateLimiting;
using Kling3.Runtime.Diagnostics;
using Kling3.Runtime.Replies;
using Kling3.Runtime.Sending;
using Microsoft.Extensions.Logging;

namespace Kling3.Runtime.Emitted;

/// <content>What is sent once only.</content>
public sealed partial class ApiTransport
{
    /// <summary>Submits, and gives the reply. Recorded in the journal, and settled in the budget, as <see cref="StartAsync"/> does.</summary>
    /// <typeparam name="TBody">The body.</typeparam>
    /// <typeparam name="TReply">The submit's reply.</typeparam>
    /// <typeparam name="TStatus">The status reply.</typeparam>
    /// <param name="submit">The operation and how it is followed.</param>
    /// <param name="target">Where to.</param>
    /// <param name="body">The body; validated and counted against the budget if it can be.</param>
    /// <param name="write">Writes the body.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="RequestInvalidException">It breaks a documented limit; nothing was sent.</exception>
    /// <exception cref="BudgetExceededException">It would cost more than the budget has left; nothing was sent.</exception>
    /// <exception cref="ApiException">The API refused, or could not be reached. Nothing was started.</exception>
    /// <exception cref="SubmissionUnknownException">It may have been accepted. It was not sent again.</exception>
    /// <exception cref="OperationCanceledException">The call was given up before anything was sent.</exception>
    public Task<TReply> SubmitAsync<TBody, TReply, TStatus>(
        SubmitOperation<TReply, TStatus> submit, RequestTarget target, TBody body, JsonWriteCallback<TBody> write, CancellationToken cancellationToken) =>
        SubmitAsync(submit, target, body, write, static (reply, _) => reply, cancellationToken);

    /// <summary>Submits, and gives a handle to what was started.</summary>
    /// <inheritdoc cref="SubmitAsync{TBody, TReply, TStatus}(SubmitOperation{TReply, TStatus}, RequestTarget, TBody, JsonWriteCallback{TBody}, CancellationToken)"/>
    public Task<Operation<TStatus>> StartAsync<TBody, TReply, TStatus>(
        SubmitOperation<TReply, TStatus> submit, RequestTarget target, TBody body, JsonWriteCallback<TBody> write, CancellationToken cancellationToken) =>
        SubmitAsync(submit, target, body, write, (_, id) => new Operation<TStatus>(this, submit, id, _polling.FirstDelay), cancellationToken);

    /// <summary>Submits, and waits for what was started.</summary>
    /// <typeparam name="TBody">The body.</typeparam>
    /// <typeparam name="TReply">The submit's reply.</typeparam>
    /// <typeparam name="TStatus">The status reply.</typeparam>
    /// <param name="submit">The operation and how it is followed.</param>
    /// <param name="target">Where to.</param>
    /// <param name="body">The body; validated and counted against the budget if it can be.</param>
    /// <param name="write">Writes the body.</param>
    /// <param name="progress">Told each change of the status. What it throws ends the wait, and has the operation's id in its data, as <c>OperationId</c>; where that takes nothing, it is wrapped in an <see cref="ApiException"/> with the id.</param>
    /// <param name="cancellationToken">
    /// Gives the call up. Once the operation has an id, that is an <see cref="OperationWaitCanceledException"/>, which names it.
    /// </param>
    /// <exception cref="RequestInvalidException">It breaks a documented limit; nothing was sent.</exception>
    /// <exception cref="BudgetExceededException">It would cost more than the budget has left; nothing was sent.</exception>
    /// <exception cref="ApiException">The API refused, or could not be reached. Nothing was started.</exception>
    /// <exception cref="SubmissionUnknownException">It may have been accepted. It was not sent again.</exception>
    /// <exception cref="OperationCanceledException">The call was given up before anything was sent.</exception>
    /// <exception cref="OperationFailedException">It was started, and has failed.</exception>
    /// <exception cref="OperationTimeoutException">The deadline of the wait has passed; the operation goes on.</exception>
    public async Task<TStatus> StartAndWaitAsync<TBody, TReply, TStatus>(
        SubmitOperation<TReply, TStatus> submit,
        RequestTarget target,
        TBody body,
        JsonWriteCallback<TBody> write,
        IProgress<TStatus>? progress,
        CancellationToken cancellationToken)
    {
        Operation<TStatus> operation = await StartAsync(submit, target, body, write, cancellationToken).ConfigureAwait(false);
        try
        {
            return await operation.WaitForCompletionAsync(progress, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!IsAbout(e, operation.Id))
        {
            // The application's own progress has thrown, and nobody else has the id.
            try
            {
                e.Data["OperationId"] = operation.Id;
            }
            catch (Exception)
            {
                // Its data takes nothing.
                throw new ApiException($"The progress of operation {ShownId(operation.Id)} has thrown: see the inner exception. The operation goes on; wait for it again by its id.", e)
                {
                    OperationId = operation.Id,
                };
            }

            throw;
        }
    }

    private static bool IsAbout(Exception error, string operationId) => operationId == error switch
    {
        ApiException failure => failure.OperationId,
        OperationWaitCanceledException cancelled => cancelled.OperationId,
        _ => null,
    };

    /// <summary>A handle to an operation that was submitted earlier. Makes no call.</summary>
    /// <typeparam name="TReply">The submit's reply.</typeparam>
    /// <typeparam name="TStatus">The status reply.</typeparam>
    /// <param name="submit">The operation and how it is followed.</param>
    /// <param name="operationId">The id that the server gave it; any text, as it is only looked at by the server.</param>
    /// <exception cref="ArgumentException">The id is empty or blank.</exception>
    public Operation<TStatus> Resume<TReply, TStatus>(SubmitOperation<TReply, TStatus> submit, string operationId)
    {
        ArgumentNullException.ThrowIfNull(submit);
        ArgumentException.ThrowIfNullOrWhiteSpace(operationId);
        return new Operation<TStatus>(this, submit, operationId, TimeSpan.Zero);
    }

    private async Task<TResult> SubmitAsync<TBody, TReply, TStatus, TResult>(
        SubmitOperation<TReply, TStatus> submit,
        RequestTarget target,
        TBody body,
        JsonWriteCallback<TBody> write,
        Func<TReply, string, TResult> result,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(submit);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(write);
        cancellationToken.ThrowIfCancellationRequested();
        Validate(target, body);
        BudgetEntry? cost = Reserve(body, out decimal? estimate);
        PooledBody bytes = Serialize(body, write, cost);
        string? entry = null;
        bool isAccepted = false;
        try
        {
            entry = _journal is null ? null : await BeginJournalAsync(_journal, submit.Submit.Id, estimate, cancellationToken).ConfigureAwait(false);
            long began = _clock.GetTimestamp();
            TReply reply = await SendOnceAsync(submit.Submit, target, bytes, hasBody: true, began, cancellationToken).ConfigureAwait(false);
            isAccepted = true;
            string id = TakeIn(submit, reply, cost, began);
            await KeepIdAsync(id, entry, cost).ConfigureAwait(false);
            if (_logger.IsEnabled(LogLevel.Information))
            {
                Log.Submitted(_logger, submit.Submit.Id, ShownId(id));
            }

            return result(reply, id);
        }
        catch (SubmissionUnknownException e) when (e.OperationId is { } known)
        {
            await KeepIdAsync(known, entry, cost).ConfigureAwait(false);
            throw;
        }
        catch (Exception e) when (!isAccepted && e is not SubmissionUnknownException)
        {
            cost?.GiveBack();
            if (entry is not null)
            {
                await TellJournalAsync(static (journal, entry, _) => journal.NotSubmittedAsync(entry), entry, "", "a submit that was not accepted").ConfigureAwait(false);
            }

            throw;
        }
    }

    /// <summary>Settles what an accepted submit costs, and gives its id.</summary>
    /// <exception cref="SubmissionUnknownException">There is none, or something of the reply cannot be read: it is paid for all the same.</exception>
    private string TakeIn<TReply, TStatus>(SubmitOperation<TReply, TStatus> submit, TReply reply, BudgetEntry? cost, long began)
    {
        string? id = null;
        ApiException failure;
        try
        {
            id = submit.Id(reply);
            cost?.Settle(submit.SubmitCost?.Invoke(reply));
            if (!string.IsNullOrWhiteSpace(id))
            {
                return id;
            }

            failure = new ApiException("The API answered with success but gave no id.");
        }
        catch (Exception e)
        {
            failure = new ApiException($"The reply could not be read: {Reason(e)}", _replies.Clean(e));
        }

        throw Unknown(submit.Submit.Id, failure, content: null, began, string.IsNullOrWhiteSpace(id) ? null : id);
    }

    private async ValueTask<string> BeginJournalAsync(IOperationJournal journal, string operation, decimal? estimate, CancellationToken cancellationToken)
    {
        string entry = Guid.NewGuid().ToString("N");
        await journal.BeginAsync(
            new JournalEntry { EntryId = entry, Api = _api.Name, Operation = operation, At = _time.GetUtcNow(), Estimate = estimate },
            cancellationToken).ConfigureAwait(false);
        return entry;
    }

    /// <summary>Keeps what a later end of the operation, seen by whoever follows it, is put down to.</summary>
    private ValueTask KeepIdAsync(string id, string? entry, BudgetEntry? cost)
    {
        if (cost is not null)
        {
            _budget!.Follow(_api.Name, id, cost);
        }

        return entry is null
            ? ValueTask.CompletedTask
            : TellJournalAsync(static (journal, entry, id) => journal.SubmittedAsync(entry, id), entry, id, "a submit's id");
    }

    private async ValueTask TellJournalAsync(Func<IOperationJournal, string, string, ValueTask> tell, string entry, string id, string what)
    {
        try
        {
            await tell(_journal!, entry, id).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The server has answered: losing that answer because of a full disk would be worse than a journal that lags behind.
            Log.JournalFailed(_logger, what, id.Length == 0 ? entry : ShownId(id), e);
        }
    }

    /// <summary>An operation has ended: what it cost is settled, null for what is known already, and the journal is told the first time.</summary>
    internal ValueTask EndAsync(string operationId, decimal? consumed, bool isFirst, bool isLast)
    {
        _budget?.End(_api.Name, operationId, consumed, isLast);
        return _journal is null || !isFirst
            ? ValueTask.CompletedTask
            : TellJournalAsync(static (journal, _, id) => journal.EndedAsync(id), "", operationId, "the end of an operation");
    }

    /// <summary>
    /// The table of what may be repeated: a body that never began to be sent, and one that the server refused with 429. Gives the body back.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TReply> SendOnceAsync<TReply>(
        ApiOperation<TReply> operation, RequestTarget target, PooledBody body, bool hasBody, long began, CancellationToken cancellationToken)
    {
        target.Address(_baseAddress);
        OneShotContent? content = null;
        bool mayBeRead = false;
        try
        {
            for (int repeat = 0; ; repeat++)
            {
                content = new OneShotContent(body, _clock, hasBody ? operation.ContentType ?? "application/json" : null);
                Outcome<TReply> outcome;
                string? id = null;
                RateLimitLease? lease = null;
                bool hasTurn = false;
                bool isOpen = _pacer.IsOpen;

                // A second limit for what the caller's client limits already would be another timer, and another token that it has to join with its own.
                long? until = repeat == 0 && isOpen && IsLimitedByClient() ? began + (long)_submitTimeout.TotalMilliseconds : null;
                TimeLimit? time = until is null ? _limits.Start(Left(began), cancellationToken) : null;
                CancellationToken limited = time?.Token ?? cancellationToken;
                try
                {
                    lease = isOpen ? null : await _pacer.EnterAsync(Left(began), limited).ConfigureAwait(false);
                    hasTurn = true;
                    Reply reply = await ExchangeAsync(operation.Method, target, content, operation.UsesKey, Accept(operation), repeat, limited, until).ConfigureAwait(false);
                    outcome = Understand(operation, reply, out id);
                }
                catch (Exception e)
                {
                    outcome = Outcome<TReply>.Failure(Verdict.None, WithoutReply(operation.Id, content, e, hasTurn, cancellationToken));
                }
                finally
                {
                    time?.Dispose();
                    Discard(lease);
                }

                if (outcome.Error is not { } error)
                {
                    return outcome.Value;
                }

                if (id is not null || !IsWithoutCost(outcome.Verdict, error.StatusCode, content))
                {
                    throw Unknown(operation.Id, error, content, content.HasBegun ? content.BegunAt : began, id);
                }

                if (!MayRepeat(outcome.Verdict, error))
                {
                    throw error;
                }

                TimeSpan delay = Longer(Backoff.Delay(repeat, _random), Spread(error.RetryAfter));
                if (repeat == Backoff.Repeats || _clock.GetElapsedTime(began) + delay >= _submitTimeout)
                {
                    throw error;
                }

                Log.Repeating(_logger, operation.Id, delay, repeat + 1, error.Message);
                mayBeRead |= !content.End();
                await Wait.ForAsync(delay, _time, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            if (content?.End() is true && !mayBeRead)
            {
                body.Release();
            }
        }
    }

    /// <summary>What is left of the time of a submit that began then.</summary>
    private TimeSpan Left(long began)
    {
        TimeSpan left = _submitTimeout - _clock.GetElapsedTime(began);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>Whether the caller's client waits no longer for a reply's headers than a submit may take, by the same clock, which counts in milliseconds then.</summary>
    private bool IsLimitedByClient() =>
        _callersClient is { Timeout: var timeout } && timeout > TimeSpan.Zero && timeout <= _submitTimeout && _time == TimeProvider.System;

    /// <summary>Whether a failure is known to have started nothing: refused, or never sent.</summary>
    private static bool IsWithoutCost(Verdict verdict, HttpStatusCode? status, OneShotContent content) => verdict switch
    {
        Verdict.Refused or Verdict.RateLimited => content.IsAnsweredBy(status),
        Verdict.None => !content.HasBegun,
        _ => false,
    };

    /// <summary>Whether what has started nothing may be sent again.</summary>
    private static bool MayRepeat(Verdict verdict, ApiException error) => verdict is Verdict.RateLimited || (verdict is Verdict.None && error.IsTransient);

    /// <summary>What the reply means, and the id in it if it can be read for nothing else. Gives the reply's buffer back.</summary>
    private Outcome<TReply> Understand<TReply>(ApiOperation<TReply> operation, Reply reply, out string? id)
    {
        try
        {
            Outcome<TReply> outcome = _replies.Read(operation, reply);
            PauseAfter(outcome);
            id = outcome.Error is null ? null : ReplyId.Find(Utf8Body.Of(reply.Body), operation.IdPath, outcome.Verdict);
            return outcome;
        }
        finally
        {
            reply.Release();
        }
    }

    /// <summary>What it means that there was no reply.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up, and nothing was sent.</exception>
    private ApiException WithoutReply(string operation, OneShotContent content, Exception error, bool hasTurn, CancellationToken caller)
    {
        bool neverSent = content.TryClose();
        if (neverSent && caller.IsCancellationRequested)
        {
            throw error is OperationCanceledException { CancellationToken: var cancelled } && cancelled == caller ? error : new OperationCanceledException(error.Message, error, caller);
        }

        return neverSent ? NotSent(operation, error, hasTurn) : Broken(operation, error, caller);
    }

    private ApiException NotSent(string operation, Exception error, bool hasTurn)
    {
        if (error is ApiException own)
        {
            return own;
        }

        string reason = error is not OperationCanceledException ? Reason(error)
            : hasTurn ? FormattableString.Invariant($"No connection within {_submitTimeout.TotalSeconds:0.###} s.")
            : NoTurn(_submitTimeout);
        return new ApiException($"{operation} could not be sent; the API has seen nothing of it. {reason}", error)
        {
            IsTransient = error is HttpRequestException or OperationCanceledException or IOException or TimeoutException,
        };
    }

    private ApiException Broken(string operation, Exception error, CancellationToken caller) => new(
        error is not OperationCanceledException ? $"{operation}: {Reason(error)}"
        : caller.IsCancellationRequested ? $"{operation} was cancelled while its reply was awaited."
        : $"{operation}: there was no reply within the time limit.",
        error);

    /// <param name="operation">The operation.</param>
    /// <param name="cause">Why its fate is unknown.</param>
    /// <param name="content">Its body; null for one that the API has accepted. A handler of the caller's may have answered without a look at it.</param>
    /// <param name="began">When the body, or else the call, began.</param>
    /// <param name="id">The id that the reply names.</param>
    private SubmissionUnknownException Unknown(string operation, ApiException cause, OneShotContent? content, long began, string? id)
    {
        bool isSent = content?.IsSent ?? true;
        string sent = isSent ? "sent" : content!.HasBegun ? "partly sent" : "not seen to be sent";
        TimeSpan waited = _clock.GetElapsedTime(began);
        DateTimeOffset at = _time.GetUtcNow() - waited;
        Telemetry.CountUnknown(_api.Name);
        Log.Unknown(_logger, operation, cause.Message);
        return new SubmissionUnknownException(
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"It is not known whether {operation} was accepted: its body was {sent} at {at:u}, and {waited.TotalSeconds:0.###} s later this came: {cause.Message} It was not sent again. {(id is null ? "Look at the account before submitting once more; that would be a new bill." : $"But the reply names it: {ShownId(id)}. Go on with that id.")}"),
            cause)
        {
            OperationId = id,
            BodySent = isSent,
            SentAt = at,
            Waited = waited,
        };
    }
}
