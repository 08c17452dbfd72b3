using Kling3;

Console.WriteLine($"{new ProTextToVideoRequest { Prompt = "x", Duration = 5 }.EstimateCredits()} {Noisy.Libraries.Text}");
