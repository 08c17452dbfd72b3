namespace Kling3.Runtime.Sending;

/// <summary>A reply was larger than the options allow. Reading it again would not make it smaller.</summary>
internal sealed class ReplyTooLargeException(int limit) : IOException($"it is larger than {limit} bytes ({nameof(ApiClientOptions.MaxReplyBytes)}).");
