using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kling3.Runtime.Emitted;

/// <summary>Result addresses in any of their forms, for the context: see <see cref="JsonRead.Addresses"/>.</summary>
internal sealed class JsonAddressesConverter : JsonConverter<IReadOnlyList<string>>
{
    public static readonly JsonAddressesConverter Instance = new();

    public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => JsonAddresses.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options) => JsonWrite.Value(writer, value);
}
