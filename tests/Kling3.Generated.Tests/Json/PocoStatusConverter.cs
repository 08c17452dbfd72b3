using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kling3.Generated.Tests.Json;

/// <summary>A status is a struct around a text, so null is none.</summary>
public sealed class PocoStatusConverter : JsonConverter<string>
{
    public override bool HandleNull => true;

    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => throw new NotSupportedException();
}
