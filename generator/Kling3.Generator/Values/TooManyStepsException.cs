namespace Kling3.Generator.Values;

/// <summary>A value takes too many steps to check.</summary>
internal sealed class TooManyStepsException : Exception;
