using System.Text.Json.Serialization;

namespace Benchmarks.Json;

/// <summary>The same, with the option without which a discriminator that is not first is an error.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(BaselineRequest))]
internal sealed partial class BaselineOutOfOrderContext : JsonSerializerContext;
