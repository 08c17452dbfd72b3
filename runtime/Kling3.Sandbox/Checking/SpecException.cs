namespace Kling3.Sandbox.Checking;

/// <summary>The spec itself cannot be used: something it needs is missing, dangling or not understood.</summary>
/// <param name="message">What is wrong and where, as a sentence.</param>
/// <param name="innerException">What brought it up, if anything did.</param>
public sealed class SpecException(string message, Exception? innerException = null) : Exception(message, innerException);
