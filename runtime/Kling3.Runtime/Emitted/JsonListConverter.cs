using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kling3.Runtime.Emitted;

/// <summary>A list whose elements are read by a converter that only this property has.</summary>
internal sealed class JsonListConverter<T>(JsonConverter<T> element) : JsonConverter<IReadOnlyList<T>>
{
    public override IReadOnlyList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            JsonFail.ThrowExpected("an array");
        }

        var items = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(JsonElementOf.Read(element, ref reader, options));
        }

        return items;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (T item in value)
        {
            JsonElementOf.Write(element, writer, item, options);
        }

        writer.WriteEndArray();
    }
}
