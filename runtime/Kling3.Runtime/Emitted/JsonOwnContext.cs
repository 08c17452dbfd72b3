using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Kling3.Runtime.Emitted;

/// <summary>
/// Where the descriptions come from that no context is asked for, as they serve one property. System.Text.Json calls direct code only for types of which
/// everything below comes from a context that fits the options.
/// </summary>
internal sealed class JsonOwnContext() : JsonSerializerContext(null)
{
    private static readonly JsonSerializerOptions s_options = new();
    private static readonly JsonOwnContext s_instance = new();

    /// <summary>The options of an emitted context, so that one of its descriptions fits where this one does.</summary>
    protected override JsonSerializerOptions GeneratedSerializerOptions => s_options;

    /// <summary>
    /// Says that the description comes from here, last of all, as it is not taken for that when it is changed afterwards. Not where a modifier may stand between
    /// the options and a context (those of a reflecting resolver are for what that describes): it never sees this description, and what it does to another of the same type has to count.
    /// </summary>
    public static JsonTypeInfo<T> Describes<T>(JsonTypeInfo<T> info)
    {
        if (info.Options.TypeInfoResolverChain.All(static resolver => resolver is JsonSerializerContext or DefaultJsonTypeInfoResolver))
        {
            info.OriginatingResolver = s_instance;
        }

        return info;
    }

    public override JsonTypeInfo? GetTypeInfo(Type type) => null;
}
