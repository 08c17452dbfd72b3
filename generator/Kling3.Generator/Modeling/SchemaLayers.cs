using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>What <see cref="SchemaFlattener.Layers"/> of a schema say: the first that says something counts.</summary>
internal static class SchemaLayers
{
    public static T? FirstOf<T>(this List<Schema> layers, Func<Schema, T?> get)
        where T : class
    {
        foreach (Schema layer in layers)
        {
            if (get(layer) is { } value)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>The values of <c>enum</c> or <c>const</c>; null when there are none.</summary>
    public static List<ScalarNode>? Values(this List<Schema> layers) => layers.FirstOf(static layer => layer.Values is { Count: > 0 } values ? values : null);
}
