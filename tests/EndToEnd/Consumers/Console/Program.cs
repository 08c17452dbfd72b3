using Kling3;

Console.WriteLine(new ProTextToVideoRequest { Prompt = "A cinematic shot of mountains at sunrise", Duration = 5 }.EstimateCredits());
