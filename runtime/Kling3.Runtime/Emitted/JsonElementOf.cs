using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kling3.Runtime.Emitted;

/// <summary>One element of a list or map by a converter, which is never given null unless it asks for it: as System.Text.Json does.</summary>
internal static class JsonElementOf
{
    public static T Read<T>(JsonConverter<T> converter, ref Utf8JsonReader reader, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null && default(T) is null && !converter.HandleNull ? default! : converter.Read(ref reader, typeof(T), options)!;

    public static void Write<T>(JsonConverter<T> converter, Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        if (value is null && !converter.HandleNull)
        {
            writer.WriteNullValue();
        }
        else
        {
            converter.Write(writer, value, options);
        }
    }
}
