using System.Text.Json.Serialization;

namespace Kling3.Generated.Tests.Json;

/// <summary>The spec's O3ProReferenceToVideoRequest, with whole numbers in any notation.</summary>
public sealed class PocoReferenceRequest : PocoPlainRequest
{
    [JsonPropertyName("duration")]
    [JsonConverter(typeof(PocoIntegerConverter<int>))]
    public override int? Duration { get; set; }
}
