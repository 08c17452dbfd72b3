using System.ComponentModel;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Kling3.Runtime.Emitted;

/// <summary>The list or map of a property, which is described for that property alone.</summary>
/// <typeparam name="T">Its type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JsonCollection<T>
{
    internal JsonCollection(JsonTypeInfo<T> info, JsonConverter? element)
    {
        Info = info;
        Numbers = (element as IJsonWholeNumbers)?.Place;
        Numbers?.Set(typeof(T));
    }

    internal JsonTypeInfo<T> Info { get; }

    /// <summary>Where its elements are, if they are whole numbers.</summary>
    internal JsonNumberPlace? Numbers { get; }
}
