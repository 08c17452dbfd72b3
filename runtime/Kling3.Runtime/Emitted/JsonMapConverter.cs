using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kling3.Runtime.Emitted;

/// <summary>A map whose values are read by a converter that only this property has.</summary>
internal sealed class JsonMapConverter<T>(JsonConverter<T> element) : JsonConverter<Dictionary<string, T>>
{
    public override Dictionary<string, T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonRead.StartObject(ref reader);
        var items = new Dictionary<string, T>();
        while (JsonRead.Member(ref reader, out ReadOnlySpan<byte> utf8))
        {
            string name = JsonRead.Text(utf8);
            if (!options.AllowDuplicateProperties && items.ContainsKey(name))
            {
                throw new JsonException("A property is there twice.");
            }

            items[name] = JsonElementOf.Read(element, ref reader, options);
        }

        return items;
    }

    public override void Write(Utf8JsonWriter writer, Dictionary<string, T> map, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach ((string name, T item) in map)
        {
            writer.WritePropertyName(options.DictionaryKeyPolicy?.ConvertName(name) ?? name);
            JsonElementOf.Write(element, writer, item, options);
        }

        writer.WriteEndObject();
    }
}
