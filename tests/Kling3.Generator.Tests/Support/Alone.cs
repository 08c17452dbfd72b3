namespace Kling3.Generator.Tests.Support;

/// <summary>Tests that hold a limit of time: they run when no other does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
