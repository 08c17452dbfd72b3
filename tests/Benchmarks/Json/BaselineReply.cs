using System.Text.Json;
using System.Text.Json.Serialization;

namespace Benchmarks.Json;

internal sealed class BaselineReply<T>
{
    [JsonRequired]
    [JsonPropertyName("code")]
    public int Code { get; set; }

    [JsonPropertyName("message")]
    public string? Message { get; set; }

    [JsonRequired]
    [JsonPropertyName("data")]
    public T? Data { get; set; }
}

internal sealed class BaselineSubmittedTask
{
    [JsonRequired]
    [JsonPropertyName("task_id")]
    public string? TaskId { get; set; }

    [JsonPropertyName("status")]
    public string? Status { get; set; }

    [JsonPropertyName("consumed_credits")]
    public int? ConsumedCredits { get; set; }
}

internal sealed class BaselineVideoTask
{
    [JsonRequired]
    [JsonPropertyName("task_id")]
    public string? TaskId { get; set; }

    [JsonRequired]
    [JsonPropertyName("status")]
    public string? Status { get; set; }

    [JsonPropertyName("request")]
    public JsonElement? Request { get; set; }

    [JsonPropertyName("response")]
    public List<string>? Response { get; set; }

    [JsonPropertyName("consumed_credits")]
    public int? ConsumedCredits { get; set; }

    [JsonPropertyName("created_at")]
    public string? CreatedAt { get; set; }

    [JsonPropertyName("error_message")]
    public string? ErrorMessage { get; set; }

    [JsonPropertyName("failed_reason")]
    public string? FailedReason { get; set; }
}
