namespace Kling3.Runtime.Downloads;

/// <summary>A result's address leads where results may not be fetched from.</summary>
internal sealed class ForbiddenAddressException(string message) : IOException(message);
