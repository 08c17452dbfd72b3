namespace Kling3.Runtime.Emitted;

/// <summary>A converter of whole numbers.</summary>
internal interface IJsonWholeNumbers
{
    /// <summary>Where they stand.</summary>
    JsonNumberPlace Place { get; }
}
