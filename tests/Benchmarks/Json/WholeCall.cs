using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Kling3;
using Kling3.Runtime;

namespace Benchmarks.Json;

/// <summary>One submit through HttpClient, to a handler that takes the body and answers at once.</summary>
internal sealed class WholeCall : IDisposable
{
    private static readonly Uri s_address = new("https://kling3api.com/api/generate");

    private readonly HttpClient _client;
    private readonly Kling3Client _ours;

    private readonly BaselineConcreteRequest _theirRequest = new()
    {
        Prompt = "The character slowly turns and smiles",
        Image = "https://example.com/my-image.jpg",
        Duration = 5,
        AspectRatio = "16:9",
        Sound = true,
        CfgScale = 0.5,
    };

    public WholeCall(byte[] reply)
    {
        _client = new HttpClient(new Answering(reply));
        _ours = new Kling3Client(_client, new ApiClientOptions { ApiKey = "key" });
    }

    public void Theirs() => TheirsAsync().GetAwaiter().GetResult();

    public void Ours() => _ours.GenerateAsync(MeasuredJson.Request).GetAwaiter().GetResult();

    public void Dispose()
    {
        _ours.Dispose();
        _client.Dispose();
    }

    private async Task<BaselineSubmittedTask?> TheirsAsync()
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, s_address) { Content = JsonContent.Create(_theirRequest, BaselineContext.Default.BaselineConcreteRequest) };
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "key");
        using HttpResponseMessage response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        BaselineReply<BaselineSubmittedTask>? reply = await response.Content.ReadFromJsonAsync(BaselineContext.Default.BaselineReplyBaselineSubmittedTask).ConfigureAwait(false);
        return reply?.Data;
    }

    /// <summary>Stands for the network, and costs both the same.</summary>
    private sealed class Answering(byte[] reply) : HttpMessageHandler
    {
        private static readonly MediaTypeHeaderValue s_json = new("application/json");

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await request.Content!.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
            var content = new ByteArrayContent(reply);
            content.Headers.ContentType = s_json;
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = content, RequestMessage = request };
        }
    }
}
