using System.Text.Json.Serialization;

namespace CallByHand;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(GenerateRequest))]
[JsonSerializable(typeof(Envelope))]
internal sealed partial class CallContext : JsonSerializerContext;
