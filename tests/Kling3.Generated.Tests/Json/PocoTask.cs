using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kling3.Generated.Tests.Json;

/// <summary>The spec's VideoTask, written by hand for System.Text.Json's reflection serializer.</summary>
public sealed class PocoTask
{
    [JsonPropertyName("task_id")]
    public required string TaskId { get; set; }

    [JsonPropertyName("status")]
    [JsonConverter(typeof(PocoStatusConverter))]
    public required string Status { get; set; }

    [JsonPropertyName("request")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Request { get; set; }

    [JsonPropertyName("response")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(PocoAddressesConverter))]
    public List<string>? Response { get; set; }

    [JsonPropertyName("consumed_credits")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(PocoIntegerConverter<long>))]
    public long? ConsumedCredits { get; set; }

    [JsonPropertyName("created_at")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CreatedAt { get; set; }

    [JsonPropertyName("error_message")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ErrorMessage { get; set; }

    [JsonPropertyName("failed_reason")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FailedReason { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
