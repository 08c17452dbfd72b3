using Kling3.Generator.Model;
using Kling3.Generator.Modeling;

namespace Kling3.Generator.Emitting;

/// <summary>
/// Which types go into a file: one, unless the document has very many. At each key that is typed into a C# file, the compiler's driver
/// compares the name of every emitted file with those of all others, so that five times fewer files cost it a twentieth.
/// </summary>
internal static class TypeFiles
{
    /// <summary>Up to so many types have a file each.</summary>
    public const int Few = 500;

    /// <summary>Of more, so many at most share one.</summary>
    public const int Most = 5;

    /// <summary>The types of each file, in the order of the document.</summary>
    public static IEnumerable<EquatableArray<TypeSpec>> Of(EquatableArray<TypeSpec> types)
    {
        int most = types.Count > Few ? Most : 1;
        var file = new List<TypeSpec>(most);
        foreach (TypeSpec type in types)
        {
            // Some names always begin a file, so that a type more or less in the document moves the few types up to the next of them, and not all.
            if (file.Count == most || (file.Count > 0 && CSharpName.Hash(type.Name) % Most == 0))
            {
                yield return file.ToEquatableArray();
                file.Clear();
            }

            file.Add(type);
        }

        if (file.Count > 0)
        {
            yield return file.ToEquatableArray();
        }
    }
}
