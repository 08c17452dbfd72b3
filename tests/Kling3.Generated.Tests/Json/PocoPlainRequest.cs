using System.Text.Json.Serialization;

namespace Kling3.Generated.Tests.Json;

/// <summary>The spec's O3ProReferenceToVideoRequest written by hand for System.Text.Json's reflection serializer, as plain as it can be.</summary>
public class PocoPlainRequest
{
    // Whatever the options say of read-only properties: without its type a request is none.
    [JsonPropertyName("type")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string Type => "o3-pro-reference-to-video";

    [JsonPropertyName("prompt")]
    public required string Prompt { get; set; }

    [JsonPropertyName("duration")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public virtual int? Duration { get; set; }

    [JsonPropertyName("aspect_ratio")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AspectRatio { get; set; }

    [JsonPropertyName("video")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Video { get; set; }

    [JsonPropertyName("images")]
    public required IReadOnlyList<string> Images { get; set; }

    [JsonPropertyName("sound")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Sound { get; set; }

    [JsonPropertyName("negative_prompt")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NegativePrompt { get; set; }

    [JsonPropertyName("cfg_scale")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? CfgScale { get; set; }
}
