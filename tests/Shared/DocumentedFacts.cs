namespace Kling3.TestSupport;

/// <summary>
/// What the documentation page says, written down a second time: the spec, the generated code and the sandbox are held against
/// this table, never against each other alone.
/// </summary>
internal static class DocumentedFacts
{
    /// <summary>The page's two tables of models, in its order.</summary>
    public static IReadOnlyList<ModelFact> Models { get; } =
    [
        Listed("pro-text-to-video", TextToVideo, [], (5, 240), (10, 480)),
        Listed("pro-image-to-video", ImageToVideo, ["image"], (5, 240), (10, 480)),
        Listed("std-text-to-video", TextToVideo, [], (5, 180), (10, 360)),
        Listed("std-image-to-video", ImageToVideo, ["image"], (5, 180), (10, 360)),
        PerSecond("o3-pro-text-to-video", TextToVideo, [], 48),
        PerSecond("o3-pro-image-to-video", ImageToVideo, ["image"], 48),
        PerSecond("o3-pro-reference-to-video", ReferenceToVideo, ["images"], 72),
        Fixed("o3-pro-video-edit", VideoEdit, ["video"], 435),
        PerSecond("o3-std-text-to-video", TextToVideo, [], 36),
        PerSecond("o3-std-image-to-video", ImageToVideo, ["image"], 36),
        PerSecond("o3-std-reference-to-video", ReferenceToVideo, ["images"], 20),
        Fixed("o3-std-video-edit", VideoEdit, ["video"], 360),
    ];

    /// <summary>The page's table of parameters, in its order.</summary>
    public static IReadOnlyList<ParameterFact> Parameters { get; } =
    [
        new("type", "string", Required: true, Default: null),
        new("prompt", "string", Required: true, Default: null),
        new("duration", "number", Required: false, Default: "5"),
        new("aspect_ratio", "string", Required: false, Default: "\"16:9\""),
        new("image", "string", Required: false, Default: null),
        new("end_image", "string", Required: false, Default: null),
        new("video", "string", Required: false, Default: null),
        new("images", "string[]", Required: false, Default: null),
        new("sound", "boolean", Required: false, Default: "false"),
        new("negative_prompt", "string", Required: false, Default: null),
        new("cfg_scale", "number", Required: false, Default: "0.5"),
    ];

    /// <summary>The page's table of errors, in its order.</summary>
    public static IReadOnlyList<ErrorFact> Errors { get; } =
    [
        new(400, "INVALID_PROMPT"),
        new(400, "INVALID_DURATION"),
        new(400, "INVALID_TYPE"),
        new(400, "MISSING_IMAGE"),
        new(400, "MISSING_VIDEO"),
        new(401, "INVALID_API_KEY"),
        new(402, "INSUFFICIENT_CREDITS"),
        new(429, "RATE_LIMITED"),
        new(500, "INTERNAL_ERROR"),
    ];

    /// <summary>The page's five request bodies, in its order.</summary>
    public static IReadOnlyList<string> Bodies { get; } =
    [
        """
        {
          "type": "pro-text-to-video",
          "prompt": "A cinematic shot of mountains at sunrise",
          "duration": 5,
          "aspect_ratio": "16:9"
        }
        """,
        """
        {
          "type": "pro-text-to-video",
          "prompt": "A majestic eagle soaring through clouds at sunset",
          "duration": 5,
          "aspect_ratio": "16:9",
          "sound": true
        }
        """,
        """
        {
          "type": "pro-image-to-video",
          "prompt": "The character slowly turns and smiles",
          "image": "https://example.com/my-image.jpg",
          "duration": 5
        }
        """,
        """
        {
          "type": "o3-pro-reference-to-video",
          "prompt": "The character walks through a futuristic city",
          "images": [
            "https://example.com/character-reference.jpg",
            "https://example.com/style-reference.jpg"
          ],
          "duration": 5,
          "aspect_ratio": "16:9"
        }
        """,
        """
        {
          "type": "o3-pro-video-edit",
          "prompt": "Change the background to a snowy mountain landscape",
          "video": "https://example.com/original-video.mp4",
          "keep_original_sound": true
        }
        """,
    ];

    /// <summary>The length that a request without one has, where the model has lengths at all.</summary>
    public const int DefaultDuration = 5;

    // Which model takes which parameter is not in the page's tables: it follows from the models' names, the examples and the codes.
    private static string[] TextToVideo =>
        ["type", "prompt", "duration", "aspect_ratio", "sound", "negative_prompt", "cfg_scale"];

    private static string[] ImageToVideo =>
        ["type", "prompt", "duration", "aspect_ratio", "image", "end_image", "sound", "negative_prompt", "cfg_scale"];

    private static string[] ReferenceToVideo =>
        ["type", "prompt", "duration", "aspect_ratio", "video", "images", "sound", "negative_prompt", "cfg_scale"];

    private static string[] VideoEdit =>
        ["type", "prompt", "video", "images", "keep_original_sound"];

    private static ModelFact Listed(string type, string[] members, string[] media, params (int Seconds, int Credits)[] prices) =>
        new(type, members, ["type", "prompt", .. media], prices.ToDictionary(price => price.Seconds, price => price.Credits), FixedCredits: null);

    private static ModelFact PerSecond(string type, string[] members, string[] media, int credits) =>
        new(type, members, ["type", "prompt", .. media], Enumerable.Range(3, 13).ToDictionary(seconds => seconds, seconds => seconds * credits), FixedCredits: null);

    private static ModelFact Fixed(string type, string[] members, string[] media, int credits) =>
        new(type, members, ["type", "prompt", .. media], new Dictionary<int, int>(), credits);
}
