using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kling3.Runtime.Emitted;

/// <summary>An open enumeration of integers, which is a number like any other to <see cref="JsonSerializerOptions.NumberHandling"/>.</summary>
/// <param name="read">The value of a number.</param>
/// <param name="number">The number of a value.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JsonNumberConverter<T>(Func<long, T> read, Func<T, long> number) : JsonConverter<T>
    where T : struct
{
    private readonly JsonIntegerConverter<long> _number = new();

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        read(_number.Read(ref reader, typeof(long), options));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => _number.Write(writer, number(value), options);
}
