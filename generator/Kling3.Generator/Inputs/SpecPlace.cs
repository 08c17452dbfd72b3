using System.Collections.Immutable;
using Kling3.Generator.Diagnostics;
using Kling3.Generator.Model;

namespace Kling3.Generator.Inputs;

/// <summary>Where a document's types go: what must differ between the documents of a project.</summary>
internal sealed record SpecPlace(string Path, string Namespace)
{
    /// <summary>By path, so that the same document wins on every machine and in every build.</summary>
    public static EquatableArray<SpecPlace> Ordered(ImmutableArray<SpecPlace> places) => places.OrderBy(place => place.Path, StringComparer.Ordinal).ToEquatableArray();

    /// <summary>Whether another document comes first in the namespace of this one: two of them in it would be errors in every file.</summary>
    public static bool IsTaken(string path, EquatableArray<SpecPlace> places)
    {
        SpecPlace? own = places.FirstOrDefault(place => place.Path == path);
        return own is not null && places.First(place => IsSame(place, own)).Path != path;
    }

    /// <summary>The first words of the namespaces below one, of other documents and of the runtime: <c>X</c> of <c>A.X.Y</c> below <c>A</c>.</summary>
    public static EquatableArray<string> NamesBelow(string ns, EquatableArray<SpecPlace> places) => places
        .Select(place => place.Namespace)
        .Append("Kling3.Runtime")
        .Where(below => below.StartsWith(ns + ".", StringComparison.OrdinalIgnoreCase))
        .Select(below => below.Substring(ns.Length + 1).Split('.')[0])
        .Distinct(StringComparer.Ordinal)
        .ToEquatableArray();

    public static IEnumerable<DiagnosticInfo> Check(EquatableArray<SpecPlace> places, ConsumerFacts consumer)
    {
        foreach (SpecPlace place in places)
        {
            SpecPlace first = places.First(candidate => IsSame(candidate, place));
            if (first.Path != place.Path)
            {
                yield return new DiagnosticInfo(Descriptors.SameNamespace.Id, place.Path, default, new[] { first.Path, place.Path, first.Namespace }.ToEquatableArray());
            }
        }

        string? mismatch = consumer.RuntimeVersion switch
        {
            null => "The project has OpenAPI documents but no reference to Kling3.Runtime, so nothing is emitted for them. Reference the package Kling3.Generated, or Kling3.Runtime beside the generator.",
            ConsumerFacts.ContractVersion => null,
            { } version => $"The generator emits code for version {ConsumerFacts.ContractVersion} of the runtime's contract, and the Kling3.Runtime that is referenced has version {version}. Reference both in the same version.",
        };
        if (mismatch is not null && places.Count > 0)
        {
            yield return new DiagnosticInfo(Descriptors.RuntimeMismatch.Id, places[0].Path, default, new[] { mismatch }.ToEquatableArray());
        }
    }

    // Files are named after namespaces, and some file systems do not tell case apart.
    private static bool IsSame(SpecPlace left, SpecPlace right) => string.Equals(left.Namespace, right.Namespace, StringComparison.OrdinalIgnoreCase);
}
