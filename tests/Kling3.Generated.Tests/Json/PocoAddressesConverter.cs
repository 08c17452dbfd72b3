using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kling3.Generated.Tests.Json;

/// <summary>Addresses in their forms, by way of a tree: another way than the runtime's.</summary>
public sealed class PocoAddressesConverter : JsonConverter<List<string>>
{
    public override List<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Of(JsonElement.ParseValue(ref reader), 0) ?? throw new JsonException();

    public override void Write(Utf8JsonWriter writer, List<string> value, JsonSerializerOptions options) => throw new NotSupportedException();

    private static List<string>? Of(JsonElement value, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                return Texts(value);
            case JsonValueKind.Object:
                return [.. value.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Array).SelectMany(member => Texts(member.Value))];
            case JsonValueKind.String:
                string text = value.GetString()!;
                if (depth < 2 && text.TrimStart() is ['[' or '{' or '"', ..])
                {
                    try
                    {
                        using JsonDocument inner = JsonDocument.Parse(text);
                        if (Of(inner.RootElement, depth + 1) is { } texts)
                        {
                            return texts;
                        }
                    }
                    catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
                    {
                        return [text];
                    }
                }

                return text.Length == 0 ? [] : [text];
            default:
                return null;
        }
    }

    private static List<string> Texts(JsonElement array) =>
        [.. array.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)];
}
