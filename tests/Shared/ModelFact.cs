namespace Kling3.TestSupport;

/// <summary>A row of the page's tables of models.</summary>
/// <param name="Type">The value of <c>type</c> that selects the model.</param>
/// <param name="Members">What the model takes, in the order of the page's table of parameters.</param>
/// <param name="Required">Those of <paramref name="Members"/> that a request must have.</param>
/// <param name="CreditsBySeconds">Every length the model makes, with its price; empty where the length follows the input.</param>
/// <param name="FixedCredits">The price where it does not depend on the length.</param>
internal sealed record ModelFact(
    string Type,
    IReadOnlyList<string> Members,
    IReadOnlyList<string> Required,
    IReadOnlyDictionary<int, int> CreditsBySeconds,
    int? FixedCredits)
{
    /// <summary>The price of a request that names no length.</summary>
    public int DefaultCredits => FixedCredits ?? CreditsBySeconds[DocumentedFacts.DefaultDuration];

    /// <summary>A body that has all the model requires and nothing else, as JSON.</summary>
    public string MinimalBody
    {
        get
        {
            IEnumerable<string> members = Required.Select(name => name switch
            {
                "type" => $"\"type\":\"{Type}\"",
                "prompt" => "\"prompt\":\"A lighthouse in a storm\"",
                "image" => "\"image\":\"https://example.com/start.jpg\"",
                "images" => "\"images\":[\"https://example.com/reference.jpg\"]",
                "video" => "\"video\":\"https://example.com/input.mp4\"",
                _ => throw new InvalidOperationException($"The page requires no '{name}'."),
            });
            return "{" + string.Join(',', members) + "}";
        }
    }
}
