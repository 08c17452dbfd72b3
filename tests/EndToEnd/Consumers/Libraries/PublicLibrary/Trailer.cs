using Kling3;
using Kling3.Runtime;

namespace PublicLibrary;

/// <summary>Exposes generated types.</summary>
public static class Trailer
{
    public static ProTextToVideoRequest For(string film) => new() { Prompt = $"A trailer of {film}", Duration = 10 };

    public static Task<Operation<VideoTask>> StartAsync(IKling3Client client, string film) => client.StartGenerateAsync(For(film));
}
