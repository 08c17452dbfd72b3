using System.ComponentModel;

namespace Kling3.Runtime.Emitted;

/// <summary>Where the key goes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum KeyPlacement
{
    /// <summary>The API has no key.</summary>
    None,

    /// <summary><c>Authorization: Bearer KEY</c>.</summary>
    Bearer,

    /// <summary>A header of its own, <see cref="ApiDescription.KeyHeader"/>.</summary>
    Header,
}
