using System.ComponentModel;

namespace Kling3.Runtime.Emitted;

/// <summary>Writes one value.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="output">Where a value may be written.</param>
/// <param name="value">The value.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void JsonWriteCallback<in T>(ref JsonOutput output, T value);
