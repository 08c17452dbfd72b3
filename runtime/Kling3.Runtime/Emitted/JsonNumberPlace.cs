using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Kling3.Runtime.Emitted;

/// <summary>
/// Where whole numbers stand: in a property, or in a list or map. How they are written may be said of the property, of its class, of their type or in the
/// options, and System.Text.Json tells that to converters of its own only.
/// </summary>
internal sealed class JsonNumberPlace
{
    private JsonPropertyInfo? _property;
    private Type? _owner;
    private Type? _type;

    /// <summary>What was said, looked up once; -1 before that.</summary>
    private int _handling = -1;

    /// <summary>In a property.</summary>
    public void Set(JsonPropertyInfo property, Type owner) => (_property, _owner, _type) = (property, owner, property.PropertyType);

    /// <summary>In a list or map that is in another.</summary>
    public void Set(Type type) => _type = type;

    public JsonNumberHandling Handling(JsonSerializerOptions options)
    {
        if (_handling < 0)
        {
            _handling = (int)(_property?.NumberHandling ?? Said(_owner, options) ?? Said(_type, options) ?? options.NumberHandling);
        }

        return (JsonNumberHandling)_handling;
    }

    private static JsonNumberHandling? Said(Type? type, JsonSerializerOptions options) => type is null ? null : options.GetTypeInfo(type).NumberHandling;
}
