namespace Kling3.Runtime.Sending;

/// <summary>
/// The caller's cancellation and a time limit in one token. The source is reused where that is safe: one per request would be most of what a call allocates here.
/// </summary>
internal readonly struct TimeLimit : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _registration;
    private readonly TimeLimits _owner;

    public TimeLimit(TimeLimits owner, CancellationTokenSource source, CancellationToken caller)
    {
        _owner = owner;
        _source = source;
        _registration = caller.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), source);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Begins the limit anew.</summary>
    public void Set(TimeSpan limit) => _source.CancelAfter(limit);

    public void Dispose()
    {
        _registration.Dispose();
        _owner.Return(_source);
    }
}
