namespace Kling3.Runtime.Replies;

/// <summary>What came of one attempt.</summary>
internal readonly struct Outcome<T>
{
    private Outcome(Verdict verdict, T? value, Range payload, ApiException? error)
    {
        Verdict = verdict;
        Value = value!;
        Payload = payload;
        Error = error;
    }

    public Verdict Verdict { get; }

    /// <summary>The value, when the verdict is success.</summary>
    public T Value { get; }

    /// <summary>Where in the body the value was.</summary>
    public Range Payload { get; }

    /// <summary>The failure, when it is not.</summary>
    public ApiException? Error { get; }

    /// <summary>Differs when the payload differs. Filled in for replies that are asked for again.</summary>
    public ulong Fingerprint { get; init; }

    /// <summary>How long the server asks to wait before asking again. Filled in for failures, and for replies that are asked for again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static Outcome<T> Success(T value, Range payload) => new(Verdict.Success, value, payload, null);

    public static Outcome<T> Failure(Verdict verdict, ApiException error) => new(verdict, default, default, error) { RetryAfter = error.RetryAfter };
}
