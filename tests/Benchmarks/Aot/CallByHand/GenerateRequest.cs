namespace CallByHand;

internal sealed record GenerateRequest(string Type, string Prompt);
