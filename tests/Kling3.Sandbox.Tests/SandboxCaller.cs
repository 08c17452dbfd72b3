using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Kling3.Sandbox.Tests;

/// <summary>Calls a sandbox with nothing but HttpClient and JsonDocument.</summary>
internal sealed class SandboxCaller(SandboxServer sandbox, string? key) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = sandbox.BaseAddress };

    public SandboxCaller(SandboxServer sandbox)
        : this(sandbox, sandbox.ApiKey)
    {
    }

    public Task<Answer> GenerateAsync(string body) => GenerateAsync(Encoding.UTF8.GetBytes(body));

    public Task<Answer> GenerateAsync(byte[] body) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, "api/generate") { Content = new ByteArrayContent(body) });

    public Task<Answer> StatusAsync(string taskId) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, "api/status?task_id=" + Uri.EscapeDataString(taskId)));

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            if (key is not null)
            {
                request.Headers.Authorization ??= new AuthenticationHeaderValue("Bearer", key);
            }

            using HttpResponseMessage response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
            byte[] bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            using JsonDocument document = JsonDocument.Parse(bytes);
            return new Answer(response.StatusCode, document.RootElement.Clone(), response.Headers.RetryAfter?.Delta);
        }
    }

    public void Dispose() => _http.Dispose();

    internal sealed record Answer(HttpStatusCode Status, JsonElement Envelope, TimeSpan? RetryAfter)
    {
        public JsonElement Data => Envelope.GetProperty("data");

        /// <summary>The envelope's code as text: <c>200</c> or <c>INVALID_PROMPT</c>.</summary>
        public string Code => Envelope.GetProperty("code").ToString();

        public string Message => Envelope.GetProperty("message").GetString()!;

        public string TaskId => Data.GetProperty("task_id").GetString()!;
    }
}
