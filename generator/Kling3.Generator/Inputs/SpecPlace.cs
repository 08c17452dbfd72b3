using System.Collections.Immutable;
using Kling3.Generator.Diagnostics;
using Kling3.Generator.Model;

namespace Kling3.Generator.Inputs;

/// <summary>Where a document's types go: what must differ between the documents of a project.</summary>
internal sealed record SpecPlace(string Path, string Namespace, string ClientName)
{
    public static IEnumerable<DiagnosticInfo> Check(ImmutableArray<SpecPlace?> places, ConsumerFacts consumer)
    {
        if (places.IsEmpty)
        {
            yield break;
        }

        SpecPlace[] known = [.. places.OfType<SpecPlace>().OrderBy(place => place.Path, StringComparer.Ordinal)];
        foreach (IGrouping<string, SpecPlace> group in known.GroupBy(place => place.Namespace, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            SpecPlace first = group.First();
            foreach (SpecPlace other in group.Skip(1))
            {
                yield return new DiagnosticInfo(Descriptors.SameNamespace.Id, other.Path, default, new[] { first.Path, other.Path, first.Namespace }.ToEquatableArray());
            }
        }

        string? mismatch = consumer.RuntimeVersion switch
        {
            null => "The project has OpenAPI documents but no reference to Kling3.Runtime, so nothing is emitted for them. Reference the package Kling3.Generated, or Kling3.Runtime beside the generator.",
            ConsumerFacts.ContractVersion => null,
            { } version => $"The generator emits code for version {ConsumerFacts.ContractVersion} of the runtime's contract, and the Kling3.Runtime that is referenced has version {version}. Reference both in the same version.",
        };
        if (mismatch is not null && known.Length > 0)
        {
            yield return new DiagnosticInfo(Descriptors.RuntimeMismatch.Id, known[0].Path, default, new[] { mismatch }.ToEquatableArray());
        }
    }
}
