using Kling3;
using Kling3.Runtime;

// Submit, wait and download, by the emitted client.
using var client = new Kling3Client(new ApiClientOptions
{
    ApiKey = "key",
    BaseAddress = new Uri(args[0]),
    Polling = { FirstDelay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(1) },
});
Operation<VideoTask> operation = await client.StartGenerateAsync(new ProTextToVideoRequest { Prompt = "mountains" });
await operation.WaitForCompletionAsync();
await client.DownloadAsync(operation.Results[0], args[1], overwrite: true);
Console.WriteLine(operation.Id);
