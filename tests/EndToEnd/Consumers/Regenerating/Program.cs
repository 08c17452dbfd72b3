using Kling3;

var request = new ProTextToVideoRequest { Prompt = "Twelve chars", NegativePrompt = "rain" };
Console.WriteLine($"{request.Validate().Count} errors, {request.EstimateCredits()} credits");
