using System.Text.Json.Serialization;

namespace Benchmarks.Json;

/// <summary>System.Text.Json's source generator at its best: plain classes, the fast path on.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BaselineRequest))]
[JsonSerializable(typeof(BaselineConcreteRequest))]
[JsonSerializable(typeof(BaselineReply<BaselineSubmittedTask>))]
[JsonSerializable(typeof(BaselineReply<BaselineVideoTask>))]
internal sealed partial class BaselineContext : JsonSerializerContext;
