using System.Text.Json;
using Kling3;
using Kling3.Runtime;

var request = new ProTextToVideoRequest { Prompt = "A cinematic shot of mountains at sunrise", Duration = 5 };
if (args is ["estimate"])
{
    Console.WriteLine(request.EstimateCredits());
    return 0;
}

using var client = new Kling3Client(new ApiClientOptions
{
    ApiKey = "sandbox-key",
    BaseAddress = new Uri(Environment.GetEnvironmentVariable("API_ADDRESS")!),
    Polling = new PollingOptions { FirstDelay = TimeSpan.FromMilliseconds(50), MaxDelay = TimeSpan.FromMilliseconds(100) },
});

// The caller's own use of the emitted context, in both directions.
string json = JsonSerializer.Serialize(request, Kling3JsonContext.Default.GenerateRequest);
GenerateRequest again = JsonSerializer.Deserialize(json, Kling3JsonContext.Default.GenerateRequest)!;
Console.WriteLine($"{json} {again.GetType().Name}");

Operation<VideoTask> operation = await client.StartGenerateAsync(again);
await foreach (VideoTask seen in operation.WatchAsync())
{
    Console.WriteLine(seen.Status);
}

await client.DownloadAsync(operation.Results[0], args[0]);
Console.WriteLine($"{new FileInfo(args[0]).Length} bytes");

try
{
    await client.GenerateAsync(new ProTextToVideoRequest { Prompt = "" });
    return 1;
}
catch (RequestInvalidException e)
{
    Console.WriteLine(e.Errors[0].Code);
    return 0;
}
