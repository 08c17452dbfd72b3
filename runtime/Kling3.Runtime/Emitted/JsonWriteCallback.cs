using System.ComponentModel;
using System.Text.Json;

namespace Kling3.Runtime.Emitted;

/// <summary>Writes one value.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="writer">Where a value may be written.</param>
/// <param name="value">The value.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void JsonWriteCallback<in T>(Utf8JsonWriter writer, T value);
