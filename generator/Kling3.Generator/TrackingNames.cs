namespace Kling3.Generator;

/// <summary>The names of the pipeline's steps, for tests that hold what is cached.</summary>
internal static class TrackingNames
{
    /// <summary>The documents among the additional files, with their metadata.</summary>
    public const string Files = nameof(Files);

    /// <summary>Their texts and names.</summary>
    public const string Inputs = nameof(Inputs);

    /// <summary>Text to model and diagnostics.</summary>
    public const string Read = nameof(Read);

    /// <summary>The model without the diagnostics, whose places move with every line.</summary>
    public const string Model = nameof(Model);

    /// <summary>What the consumer's compilation references.</summary>
    public const string Consumer = nameof(Consumer);

    /// <summary>Which document goes into which namespace.</summary>
    public const string Places = nameof(Places);

    /// <summary>One file to emit each.</summary>
    public const string Units = nameof(Units);
}
