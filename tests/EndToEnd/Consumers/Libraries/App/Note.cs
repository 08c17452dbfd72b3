using Kling3;

namespace App;

/// <summary>A type of the application's own that holds generated ones.</summary>
public sealed record Note(GenerateRequest Request, VideoTask Task, Dictionary<VideoStatus, int> Counts, AspectRatio? Ratio);
