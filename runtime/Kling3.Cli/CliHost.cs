using Kling3.Runtime;

namespace Kling3.Cli;

/// <summary>What surrounds the tool: the process when it runs, a test when it is tested.</summary>
internal sealed class CliHost
{
    /// <summary>Where results go.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Where progress and errors go.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Whether <see cref="Error"/> is a terminal, on which a display may move.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Reads an environment variable; null when it is not set.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>The clock for waits, for the sandbox too.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The models there are; all options, limits and prices come from here.</summary>
    public required IReadOnlyList<ModelInfo> Models { get; init; }
}
