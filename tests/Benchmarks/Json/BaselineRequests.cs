using System.Text.Json.Serialization;

namespace Benchmarks.Json;

/// <summary>The requests of the spec as one would write them by hand for System.Text.Json.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(BaselineProTextToVideo), "pro-text-to-video")]
[JsonDerivedType(typeof(BaselineProImageToVideo), "pro-image-to-video")]
[JsonDerivedType(typeof(BaselineStdTextToVideo), "std-text-to-video")]
[JsonDerivedType(typeof(BaselineStdImageToVideo), "std-image-to-video")]
[JsonDerivedType(typeof(BaselineO3ProTextToVideo), "o3-pro-text-to-video")]
[JsonDerivedType(typeof(BaselineO3ProImageToVideo), "o3-pro-image-to-video")]
[JsonDerivedType(typeof(BaselineO3ProReferenceToVideo), "o3-pro-reference-to-video")]
[JsonDerivedType(typeof(BaselineO3ProVideoEdit), "o3-pro-video-edit")]
[JsonDerivedType(typeof(BaselineO3StdTextToVideo), "o3-std-text-to-video")]
[JsonDerivedType(typeof(BaselineO3StdImageToVideo), "o3-std-image-to-video")]
[JsonDerivedType(typeof(BaselineO3StdReferenceToVideo), "o3-std-reference-to-video")]
[JsonDerivedType(typeof(BaselineO3StdVideoEdit), "o3-std-video-edit")]
internal abstract class BaselineRequest
{
    [JsonRequired]
    [JsonPropertyName("prompt")]
    [JsonPropertyOrder(-1)]
    public string? Prompt { get; set; }
}

internal abstract class BaselineGeneration : BaselineRequest
{
    [JsonPropertyName("duration")]
    public int? Duration { get; set; }

    [JsonPropertyName("aspect_ratio")]
    public string? AspectRatio { get; set; }

    [JsonPropertyName("sound")]
    public bool? Sound { get; set; }

    [JsonPropertyName("negative_prompt")]
    public string? NegativePrompt { get; set; }

    [JsonPropertyName("cfg_scale")]
    public double? CfgScale { get; set; }
}

internal abstract class BaselineImageGeneration : BaselineGeneration
{
    [JsonRequired]
    [JsonPropertyName("image")]
    public string? Image { get; set; }

    [JsonPropertyName("end_image")]
    public string? EndImage { get; set; }
}

internal abstract class BaselineReferenceGeneration : BaselineGeneration
{
    [JsonPropertyName("video")]
    public string? Video { get; set; }

    [JsonRequired]
    [JsonPropertyName("images")]
    public List<string>? Images { get; set; }
}

internal abstract class BaselineEdit : BaselineRequest
{
    [JsonRequired]
    [JsonPropertyName("video")]
    public string? Video { get; set; }

    [JsonPropertyName("images")]
    public List<string>? Images { get; set; }

    [JsonPropertyName("keep_original_sound")]
    public bool? KeepOriginalSound { get; set; }
}

internal sealed class BaselineProTextToVideo : BaselineGeneration;

internal sealed class BaselineStdTextToVideo : BaselineGeneration;

internal sealed class BaselineO3ProTextToVideo : BaselineGeneration;

internal sealed class BaselineO3StdTextToVideo : BaselineGeneration;

internal sealed class BaselineProImageToVideo : BaselineImageGeneration;

internal sealed class BaselineStdImageToVideo : BaselineImageGeneration;

internal sealed class BaselineO3ProImageToVideo : BaselineImageGeneration;

internal sealed class BaselineO3StdImageToVideo : BaselineImageGeneration;

internal sealed class BaselineO3ProReferenceToVideo : BaselineReferenceGeneration;

internal sealed class BaselineO3StdReferenceToVideo : BaselineReferenceGeneration;

internal sealed class BaselineO3ProVideoEdit : BaselineEdit;

internal sealed class BaselineO3StdVideoEdit : BaselineEdit;

/// <summary>One request on its own, its type an ordinary member: what is quickest to write.</summary>
internal sealed class BaselineConcreteRequest
{
    [JsonPropertyName("type")]
    public string Type { get; set; } = "pro-image-to-video";

    [JsonRequired]
    [JsonPropertyName("prompt")]
    public string? Prompt { get; set; }

    [JsonPropertyName("duration")]
    public int? Duration { get; set; }

    [JsonPropertyName("aspect_ratio")]
    public string? AspectRatio { get; set; }

    [JsonRequired]
    [JsonPropertyName("image")]
    public string? Image { get; set; }

    [JsonPropertyName("end_image")]
    public string? EndImage { get; set; }

    [JsonPropertyName("sound")]
    public bool? Sound { get; set; }

    [JsonPropertyName("negative_prompt")]
    public string? NegativePrompt { get; set; }

    [JsonPropertyName("cfg_scale")]
    public double? CfgScale { get; set; }
}
