using System.ComponentModel;

namespace Kling3.Runtime.Emitted;

/// <summary>What a text stands for.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="utf8">The text, unescaped.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate T JsonTextCallback<out T>(ReadOnlySpan<byte> utf8);
