namespace CallByHand;

internal sealed record Envelope(int Code, string? Message, VideoTask? Data);
