using System.ComponentModel;
using System.Text.Json;

namespace Kling3.Runtime.Emitted;

/// <summary>Reads one value. The reader stands on the value's first token, and is left on its last.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="reader">Over the complete reply.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate T JsonReadCallback<T>(ref Utf8JsonReader reader);
