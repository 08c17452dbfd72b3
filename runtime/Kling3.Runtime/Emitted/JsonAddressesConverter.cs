using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kling3.Runtime.Emitted;

/// <summary>Result addresses in any of their forms, for the context: see <see cref="JsonAddresses"/>.</summary>
internal sealed class JsonAddressesConverter : JsonConverter<IReadOnlyList<string>>
{
    public static readonly JsonAddressesConverter Instance = new();

    public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        RawJson json = RawJson.Read(ref reader);
        var input = new JsonInput(json.Utf8.Span);
        return JsonAddresses.Read(ref input);
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options) =>
        JsonWrite.Value(writer, value, static (ref JsonOutput output, IReadOnlyList<string> items) => output.Addresses(items), options);
}
