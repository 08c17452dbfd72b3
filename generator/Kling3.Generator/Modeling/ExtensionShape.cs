using Kling3.Generator.Diagnostics;
using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>Reports what is wrong with how an extension is written. Gives false then, for the verdict on the whole.</summary>
internal static class ExtensionShape
{
    public static bool CheckKeys(MapNode map, string[] known, DiagnosticBag bag)
    {
        bool isWhole = true;
        foreach (MapEntry entry in map.Entries)
        {
            if (!known.Contains(entry.Name))
            {
                bag.Report(Descriptors.MalformedExtension, entry.NamePlace, entry.Value.Pointer, $"'{entry.Name}' is not known here; known are {string.Join(", ", known)}.");
                isWhole = false;
            }
        }

        return isWhole;
    }

    public static bool Wrong(Node at, string message, DiagnosticBag bag)
    {
        bag.Report(Descriptors.MalformedExtension, at.Place, at.Pointer, message);
        return false;
    }
}
