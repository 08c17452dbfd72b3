using System.ComponentModel;

namespace Kling3.Runtime.Emitted;

/// <summary>Reads one value, and passes it.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="input">The complete reply, with the value next.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate T JsonReadCallback<T>(ref JsonInput input);
