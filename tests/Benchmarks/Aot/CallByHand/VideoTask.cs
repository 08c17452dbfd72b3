namespace CallByHand;

internal sealed record VideoTask(string? TaskId, string? Status, string[]? Response, int? ConsumedCredits, string? ErrorMessage);
