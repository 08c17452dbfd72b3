using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Kling3.Runtime.Diagnostics;
using Kling3.Runtime.Emitted;
using Kling3.Runtime.Replies;
using Kling3.Runtime.Sending;
using Microsoft.Extensions.Logging;

namespace Kling3.Runtime;

/// <summary>
/// Something that goes on at the server: a handle that can be kept, dropped, and made again from its <see cref="Id"/>. Nothing asks for its state unless somebody
/// waits; all who wait for one handle share the questions. Safe for use by many threads.
/// </summary>
/// <typeparam name="T">The status reply.</typeparam>
public sealed class Operation<T>
{
    private readonly ApiTransport? _transport;
    private readonly StatusOperation<T>? _description;
    private readonly Lock _lock = new();
    private Seen? _last;
    private IReadOnlyList<Uri> _results = [];
    private OperationFailedException? _failure;
    private TaskCompletionSource<ApiException?>? _turn;
    private bool _isAsking;
    private bool _isCompleted;
    private int _asked;
    private ulong _fingerprint;
    private long _nextAt;

    internal Operation(ApiTransport transport, StatusOperation<T> description, string id, TimeSpan firstDelay)
    {
        _transport = transport;
        _description = description;
        Id = id;
        _nextAt = transport.After(firstDelay);

        // A question at once, as after resuming, comes before the first delay and not after it.
        _asked = firstDelay > TimeSpan.Zero ? 0 : -1;
    }

    internal Operation(string id, T value, IReadOnlyList<Uri> results, OperationFailedException? failure)
    {
        Id = id;
        _last = new Seen(value);
        _results = results;
        _failure = failure;
        _isCompleted = true;
    }

    /// <summary>
    /// The id that the server gave it, as it wrote it. Worth keeping: with it the operation can be resumed by any process. Whoever has a key of the account and the
    /// id can ask for the results.
    /// </summary>
    public string Id { get; }

    /// <summary>The last reply; the type's default (null for a class) before the first.</summary>
    public T? Value => Volatile.Read(ref _last) is { } last ? last.Value : default;

    /// <summary>Whether the last reply was a final one: a success, a failure, or a success without results.</summary>
    public bool IsCompleted => Volatile.Read(ref _isCompleted);

    /// <summary>
    /// The addresses of the results; empty until the operation has succeeded. Anybody who has them can fetch the results, for as long as the server keeps those.
    /// </summary>
    public IReadOnlyList<Uri> Results => Volatile.Read(ref _results);

    /// <summary>
    /// Asks for the state once, now, whatever the schedule says; after a pause that the server has asked for, unless that is longer than
    /// <see cref="ApiClientOptions.RequestTimeout"/>, which is an error at once. Makes no call when the operation has ended.
    /// </summary>
    /// <param name="cancellationToken">Gives the call up; the operation goes on.</param>
    /// <returns>The reply. A failed operation's too: only waiting throws for that.</returns>
    /// <exception cref="ApiException">The state could not be learnt, within <see cref="ApiClientOptions.RequestTimeout"/> of its turn; it names the operation.</exception>
    /// <exception cref="OperationCanceledException">The call was given up.</exception>
    public async Task<T> UpdateAsync(CancellationToken cancellationToken = default)
    {
        // A success without results may still get some.
        if (_transport is null || (IsCompleted && Volatile.Read(ref _failure) is not { SucceededWithoutResults: true }))
        {
            return _last!.Value;
        }

        ApiException? failure = await AskAsync(null, cancellationToken).ConfigureAwait(false);
        return failure is null ? _last!.Value : throw _transport.About(failure, Id);
    }

    /// <summary>Waits until the operation has ended, as <see cref="PollingOptions"/> say.</summary>
    /// <param name="cancellationToken">Gives the wait up; the operation goes on.</param>
    /// <returns>The last reply.</returns>
    /// <exception cref="OperationFailedException">It has failed, or has succeeded without results.</exception>
    /// <exception cref="OperationTimeoutException">The deadline has passed; the operation goes on.</exception>
    /// <exception cref="OperationWaitCanceledException">The wait was cancelled; the operation goes on.</exception>
    /// <exception cref="ApiException">The API refuses to tell the state, e.g. because the key is no longer valid.</exception>
    [SuppressMessage("ApiDesign", "RS0027", Justification = "Both overloads are there from the first release on, and no call fits both.")]
    public Task<T> WaitForCompletionAsync(CancellationToken cancellationToken = default) => WaitForCompletionAsync(null, cancellationToken);

    /// <summary>Waits until the operation has ended, as <see cref="PollingOptions"/> say.</summary>
    /// <param name="progress">Told each change, the last included.</param>
    /// <param name="cancellationToken">Gives the wait up; the operation goes on.</param>
    /// <returns>The last reply.</returns>
    /// <exception cref="OperationFailedException">It has failed, or has succeeded without results.</exception>
    /// <exception cref="OperationTimeoutException">The deadline has passed; the operation goes on.</exception>
    /// <exception cref="OperationWaitCanceledException">The wait was cancelled; the operation goes on.</exception>
    /// <exception cref="ApiException">The API refuses to tell the state, e.g. because the key is no longer valid.</exception>
    public async Task<T> WaitForCompletionAsync(IProgress<T>? progress, CancellationToken cancellationToken)
    {
        Seen? reported = null;
        long began = _transport?.Now ?? 0;
        while (true)
        {
            // Completed is read first: what made it so is then told.
            bool isLast = IsCompleted;
            Seen? seen = progress is null ? null : Next(reported);
            while (seen is not null)
            {
                progress!.Report(seen.Value);
                reported = seen;
                seen = seen.Next;
            }

            if (isLast)
            {
                // Another question may take a success without results back in between. What a fake was given is thrown as it is.
                OperationFailedException? failure = Volatile.Read(ref _failure);
                return failure is null ? _last!.Value : throw (_transport is null ? failure : failure.Again());
            }

            await StepAsync(began, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Follows the operation: yields what is known, then each change once, and ends with the last reply, a failure's too (only waiting throws for that).
    /// </summary>
    /// <param name="cancellationToken">Gives the wait up; the operation goes on.</param>
    /// <exception cref="OperationTimeoutException">The deadline has passed; the operation goes on.</exception>
    /// <exception cref="OperationWaitCanceledException">The wait was cancelled; the operation goes on.</exception>
    /// <exception cref="ApiException">The API refuses to tell the state.</exception>
    public async IAsyncEnumerable<T> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Seen? yielded = null;
        long began = _transport?.Now ?? 0;
        while (true)
        {
            // Completed is read first: what made it so is then in the list.
            bool isLast = IsCompleted;
            for (Seen? seen = Next(yielded); seen is not null; seen = seen.Next)
            {
                yielded = seen;
                yield return seen.Value;
            }

            if (isLast)
            {
                yield break;
            }

            await StepAsync(began, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The id, on one line and cut to 128 characters, and how far the operation is; no address.</summary>
    public override string ToString() =>
        $"{_transport?.ShownId(Id) ?? new ErrorText(null).Id(Id)} ({(!IsCompleted ? "going on" : _failure is null ? "succeeded" : "failed")})";

    /// <summary>What came after a reply; the last one for who has seen none.</summary>
    private Seen? Next(Seen? seen) => seen is null ? Volatile.Read(ref _last) : seen.Next;

    /// <summary>One turn of asking: done by whoever comes first, awaited by the others.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask StepAsync(long began, CancellationToken cancellationToken)
    {
        ApiTransport transport = _transport!;
        Task<ApiException?>? turn = null;
        ApiException? failure = null;
        lock (_lock)
        {
            if (_isCompleted)
            {
                return;
            }

            if (_isAsking)
            {
                _turn ??= new TaskCompletionSource<ApiException?>(TaskCreationOptions.RunContinuationsAsynchronously);
                turn = _turn.Task;
            }
            else
            {
                _isAsking = true;
            }
        }

        try
        {
            if (turn is not null)
            {
                failure = await AwaitTurnAsync(turn, transport, began, cancellationToken).ConfigureAwait(false);
                Judge(failure, transport, began);
                return;
            }

            try
            {
                // Here and not in a method of its own: who waits by the ten thousand holds one frame less for each.
                while (Left(transport, began) is var left && UntilTurn(transport) is var delay && delay > TimeSpan.Zero)
                {
                    await Wait.ForAsync(delay < left ? delay : left, transport.Time, cancellationToken).ConfigureAwait(false);
                }

                failure = await AskAsync(began, cancellationToken).ConfigureAwait(false);
                Judge(failure, transport, began);
                if (failure is not null && !IsCompleted)
                {
                    Log.PollFailed(transport.Logger, transport.ShownId(Id), transport.Until(Volatile.Read(ref _nextAt)), failure.Message);
                }
            }
            finally
            {
                TaskCompletionSource<ApiException?>? waiting;
                lock (_lock)
                {
                    _isAsking = false;
                    waiting = _turn;
                    _turn = null;
                }

                waiting?.SetResult(failure);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationWaitCanceledException(Id, transport.ShownId(Id), cancellationToken);
        }
        catch (ObjectDisposedException e) when (transport.IsGone(e))
        {
            throw new ApiException($"The client was disposed of while operation {transport.ShownId(Id)} was waited for. It goes on at the server; wait for it again by its id.", e) { OperationId = Id };
        }
    }

    /// <summary>How long it is until the next question, put off where the server asked all requests to wait.</summary>
    private TimeSpan UntilTurn(ApiTransport transport)
    {
        long planned = Volatile.Read(ref _nextAt);
        long turn = transport.TurnAt(planned);
        if (turn != planned)
        {
            // Kept, so that it is put off once and not anew at each look; unless a question in between has planned another.
            Interlocked.CompareExchange(ref _nextAt, turn, planned);
        }

        return transport.Until(turn);
    }

    private async ValueTask<ApiException?> AwaitTurnAsync(Task<ApiException?> turn, ApiTransport transport, long began, CancellationToken cancellationToken)
    {
        TimeSpan left = Left(transport, began);
        try
        {
            return await turn.WaitAsync(ApiTransport.Timer(left), transport.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw TimedOut(transport, null);
        }
    }

    /// <summary>What is left until the deadline; more than nothing.</summary>
    private TimeSpan Left(ApiTransport transport, long began) =>
        transport.UntilDeadline(began) is var left && left > TimeSpan.Zero ? left : throw TimedOut(transport, null);

    /// <summary>Whether a failure ends the wait.</summary>
    private void Judge(ApiException? failure, ApiTransport transport, long began)
    {
        if (failure is null || IsCompleted)
        {
            return;
        }

        if (!failure.IsTransient)
        {
            throw transport.About(failure, Id);
        }

        if (transport.UntilDeadline(began) <= TimeSpan.Zero)
        {
            throw TimedOut(transport, failure);
        }
    }

    /// <summary>Asks once, and takes in what is answered.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ApiException?> AskAsync(long? waitBegan, CancellationToken cancellationToken)
    {
        ApiTransport transport = _transport!;
        RequestTarget target;
        try
        {
            target = _description!.StatusTarget(Id);
        }
        catch (ArgumentException e)
        {
            return new ApiException($"{_description!.Status.Id} was not sent: the id cannot be part of an address.", e);
        }

        Outcome<T> outcome = await transport.AskAsync(_description.Status, target, waitBegan, 0, cancellationToken).ConfigureAwait(false);
        TimeSpan delay = transport.NextDelay(Interlocked.Increment(ref _asked), outcome.RetryAfter);
        Volatile.Write(ref _nextAt, transport.After(delay));
        if (outcome.Error is { } error)
        {
            return error;
        }

        (Ending ending, OperationFailedException? failure) = TakeIn(outcome);
        if (ending is not Ending.None)
        {
            // What has failed costs nothing, and a success without results may yet turn out to have.
            bool isLast = failure is not { SucceededWithoutResults: true };
            decimal? consumed = failure is not null && isLast ? 0 : _description.StatusCost?.Invoke(outcome.Value);
            await transport.EndAsync(Id, consumed, ending is Ending.First, isLast).ConfigureAwait(false);
        }

        return null;
    }

    /// <summary>Whether the reply has ended the operation, or changed its end; and the failure that the end is.</summary>
    private (Ending Ending, OperationFailedException? Failure) TakeIn(in Outcome<T> outcome)
    {
        StatusOperation<T> description = _description!;
        T value = outcome.Value;
        string? state = description.State(value);
        if (_transport!.Logger.IsEnabled(LogLevel.Debug))
        {
            Log.StateSeen(_transport.Logger, _transport.ShownId(Id), _transport.Shown(state));
        }

        bool succeeded = state is not null && description.Succeeded.Contains(state);
        bool failed = state is not null && description.Failed.Contains(state);
        bool isEnd = succeeded || failed;
        IReadOnlyList<Uri> results = succeeded && description.Results is { } read ? _transport.Addresses(read(value)) : [];
        OperationFailedException? failure =
            failed ? _transport.Failed(Id, state!, description.Error?.Invoke(value))
            : succeeded && description.Results is not null && results.Count == 0 ? _transport.WithoutResults(Id, state!)
            : null;

        lock (_lock)
        {
            if (_isCompleted && !(isEnd && _failure is { SucceededWithoutResults: true }))
            {
                // Another question was answered first; an end stays an end.
                return (Ending.None, null);
            }

            if (_last is null || _fingerprint != outcome.Fingerprint)
            {
                var seen = new Seen(value);
                if (_last is not null)
                {
                    _last.Next = seen;
                }

                Volatile.Write(ref _last, seen);
                _fingerprint = outcome.Fingerprint;
            }

            Volatile.Write(ref _results, results);
            Volatile.Write(ref _failure, failure);
            Ending ending = !isEnd ? Ending.None : _isCompleted ? Ending.Changed : Ending.First;
            Volatile.Write(ref _isCompleted, isEnd);
            return (ending, failure);
        }
    }

    private OperationTimeoutException TimedOut(ApiTransport transport, ApiException? failure) =>
        transport.TimedOut(Id, Value is { } value ? transport.Shown(_description!.State(value)) : null, failure);

    private enum Ending
    {
        None,
        First,
        Changed,
    }

    /// <summary>A reply that differed from the one before it. Who follows walks the list, so that nobody misses or repeats one.</summary>
    private sealed class Seen(T value)
    {
        private Seen? _next;

        public T Value { get; } = value;

        public Seen? Next
        {
            get => Volatile.Read(ref _next);
            set => Volatile.Write(ref _next, value);
        }
    }
}
