using System.Net.Http.Headers;
using System.Net.Http.Json;
using CallByHand;

// Submit, wait and download, as one writes it on HttpClient and System.Text.Json's source generator: without retries, limits or checks.
using var client = new HttpClient { BaseAddress = new Uri(args[0]) };
client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "key");
using HttpResponseMessage submitted = await client.PostAsJsonAsync("/api/generate", new GenerateRequest("pro-text-to-video", "mountains"), CallContext.Default.GenerateRequest);
submitted.EnsureSuccessStatusCode();
Envelope? reply = await submitted.Content.ReadFromJsonAsync(CallContext.Default.Envelope);
string id = reply?.Data?.TaskId ?? throw new InvalidOperationException(reply?.Message);
VideoTask? task;
do
{
    await Task.Delay(TimeSpan.FromMilliseconds(1));
    task = (await client.GetFromJsonAsync("/api/status?task_id=" + Uri.EscapeDataString(id), CallContext.Default.Envelope))?.Data;
}
while (task?.Status is not ("SUCCESS" or "FAILED"));

string address = task.Response?.FirstOrDefault() ?? throw new InvalidOperationException(task.ErrorMessage);
using var downloads = new HttpClient();
await using (Stream from = await downloads.GetStreamAsync(address))
{
    await using var file = new FileStream(args[1], FileMode.Create);
    await from.CopyToAsync(file);
}

Console.WriteLine(id);
