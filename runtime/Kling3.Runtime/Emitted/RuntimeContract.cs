using System.ComponentModel;

namespace Kling3.Runtime.Emitted;

/// <summary>What the generator checks to see that it fits this runtime.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RuntimeContract
{
    /// <summary>Raised whenever code emitted for an older runtime would not compile or not work with this one.</summary>
    public const int Version = 1;
}
