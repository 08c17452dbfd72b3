namespace Kling3.Sandbox;

/// <summary>How a sandbox behaves.</summary>
public sealed class SandboxOptions
{
    /// <summary>The port on the loopback address; 0, the default, takes any that is free.</summary>
    public int Port { get; init; }

    /// <summary>How long a task is in progress before it succeeds or fails, by <see cref="TimeProvider"/>; at most a year. Default: 3 seconds.</summary>
    public TimeSpan TaskDuration { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Credits that are there to spend at the start. Default: 100,000. All keys share them.</summary>
    public decimal InitialBalance { get; init; } = 100_000;

    /// <summary>The keys that are valid; at least one. Default: <c>sandbox-key</c>.</summary>
    public IReadOnlyList<string> ApiKeys { get; init; } = ["sandbox-key"];

    /// <summary>The clock that tasks go by.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// The API's description that requests are checked and charged by: OpenAPI 3.0 as JSON. Null, the default, is the one
    /// this build was made with.
    /// </summary>
    public string? Spec { get; init; }
}
