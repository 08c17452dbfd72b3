using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;

namespace Kling3.Generator.Tests.Support;

/// <summary>Everything that the generator says to the documents of the repository, small enough to be compared between processes.</summary>
internal static class EmittedBytes
{
    /// <summary>For each document a line with the hash of its files, their names and its diagnostics.</summary>
    public static string Describe()
    {
        IEnumerable<KeyValuePair<string, string>> documents = [new("kling3.yaml", Repository.MainSpec), .. Repository.Corpus, .. CoverageDocuments.All.Select(pair => new KeyValuePair<string, string>(pair.Key + ".yaml", pair.Value))];
        return string.Join("\n", documents.Select(document => $"{document.Key} {Hash(Generation.Of(document.Value, path: "/project/I-api.openapi" + Path.GetExtension(document.Key)))}"));
    }

    private static string Hash(Generation generation)
    {
        Assert.NotEmpty(generation.Sources);
        var all = new StringBuilder();
        foreach ((string name, string text) in generation.Sources)
        {
            all.Append(name).Append('\0').Append(text).Append('\0');
        }

        foreach (Diagnostic diagnostic in generation.Diagnostics)
        {
            all.Append(diagnostic.Id).Append(diagnostic.Location.GetLineSpan().Span.ToString()).Append(diagnostic.GetMessage(CultureInfo.InvariantCulture)).Append('\0');
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(all.ToString())));
    }
}
