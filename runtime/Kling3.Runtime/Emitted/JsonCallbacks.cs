using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace Kling3.Runtime.Emitted;

/// <summary>
/// Tells a value what System.Text.Json would tell it, where a project has given an emitted class such an interface. Inlined: for a sealed class the compiler
/// knows the answer, and nothing is left of the question. (There is no time before members are set, so <see cref="IJsonOnDeserializing"/> is not asked for.)
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class JsonCallbacks
{
    /// <summary>The value is about to be written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Serializing(object value)
    {
        if (value is IJsonOnSerializing told)
        {
            told.OnSerializing();
        }
    }

    /// <summary>The value has been written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Serialized(object value)
    {
        if (value is IJsonOnSerialized told)
        {
            told.OnSerialized();
        }
    }

    /// <summary>The value has been read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Deserialized<T>(T value)
        where T : class
    {
        if (value is IJsonOnDeserialized told)
        {
            told.OnDeserialized();
        }

        return value;
    }
}
