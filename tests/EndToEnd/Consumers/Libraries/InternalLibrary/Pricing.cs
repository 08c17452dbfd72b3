using Kling3;

namespace InternalLibrary;

/// <summary>Keeps the generated types to itself.</summary>
public static class Pricing
{
    public static decimal? OfATrailer() => new StdTextToVideoRequest { Prompt = "A trailer", Duration = 10 }.EstimateCredits();
}
