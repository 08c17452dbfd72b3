using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kling3.Runtime.Emitted;

/// <summary>Options as somebody has them, with an emitted context as the only one asked.</summary>
internal static class JsonContextOptions<TContext>
    where TContext : JsonSerializerContext, new()
{
    private static readonly TContext s_context = new();

    // Weak, as the options are somebody else's and may be made for one call.
    private static readonly ConditionalWeakTable<JsonSerializerOptions, JsonSerializerOptions> s_options = [];

    public static JsonSerializerOptions Of(JsonSerializerOptions options) =>
        s_options.GetValue(options, static options => new JsonSerializerOptions(options) { TypeInfoResolver = s_context });
}
