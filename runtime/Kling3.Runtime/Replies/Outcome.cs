namespace Kling3.Runtime.Replies;

/// <summary>What came of one attempt.</summary>
internal readonly struct Outcome<T>
{
    private Outcome(Verdict verdict, T? value, ulong fingerprint, TimeSpan? retryAfter, ApiException? error)
    {
        RetryAfter = retryAfter;
        Verdict = verdict;
        Value = value!;
        Fingerprint = fingerprint;
        Error = error;
    }

    public Verdict Verdict { get; }

    /// <summary>The value, when the verdict is success.</summary>
    public T Value { get; }

    /// <summary>Differs when the reply's payload differs.</summary>
    public ulong Fingerprint { get; }

    /// <summary>How long the server asks to wait before asking again.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The failure, when it is not.</summary>
    public ApiException? Error { get; }

    public static Outcome<T> Success(T value, ulong fingerprint, TimeSpan? retryAfter) => new(Verdict.Success, value, fingerprint, retryAfter, null);

    public static Outcome<T> Failure(Verdict verdict, ApiException error) => new(verdict, default, 0, error.RetryAfter, error);
}
