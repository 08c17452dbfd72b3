using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kling3.Runtime;

/// <summary>Lets <see cref="RawJson"/> pass through <see cref="JsonSerializer"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RawJsonConverter : JsonConverter<RawJson>
{
    /// <summary>True: <c>null</c> is a value like any other here.</summary>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => RawJson.Read(ref reader);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) => value.WriteTo(writer);
}
