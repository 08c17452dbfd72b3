using Kling3.Runtime;
using Pictures;

using var client = new PicturesClient(new ApiClientOptions
{
    ApiKey = "pictures-key",
    BaseAddress = new Uri(Environment.GetEnvironmentVariable("API_ADDRESS")!),
    Polling = new PollingOptions { FirstDelay = TimeSpan.FromMilliseconds(20), MaxDelay = TimeSpan.FromMilliseconds(40) },
});

var request = new ImageRequest { Text = "A lighthouse", Size = "large", Count = 2, Seed = 9_007_199_254_740_993 };
Console.WriteLine($"{request.EstimateCents()} cents");
Console.WriteLine($"{new ImageRequest { Text = new string('x', 501), Count = 9 }.Validate().Count} errors");

Operation<ImageJob> operation = await client.StartCreateImagesAsync(request);
ImageJob done = await operation.WaitForCompletionAsync();
Console.WriteLine($"{operation.Id} {done.State} for {done.Charged}, {operation.Results.Count} pictures");
for (int i = 0; i < operation.Results.Count; i++)
{
    await client.DownloadAsync(operation.Results[i], $"{i}.png");
}

try
{
    await client.CreateImagesAsync(new ImageRequest { Text = "refuse me" });
}
catch (ApiException e)
{
    Console.WriteLine($"{e.ErrorCode}: {e.ApiMessage}");
}
