using Kling3.Generator.Diagnostics;
using Kling3.Generator.Model;
using Kling3.Generator.Modeling;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Kling3.Generator.Inputs;

/// <summary>The metadata of a file that says how it is emitted.</summary>
/// <param name="IsSpec">Whether the file is a document at all: by its name, or <c>OpenApi="true"</c>.</param>
internal sealed record SpecMetadata(bool IsSpec, string? Namespace, string? Client, string? Visibility)
{
    private static readonly string[] s_suffixes = [".openapi.yaml", ".openapi.yml", ".openapi.json"];

    public static SpecMetadata Of(string path, AnalyzerConfigOptions options)
    {
        bool isMarked = string.Equals(Read("OpenApi"), "true", StringComparison.OrdinalIgnoreCase);
        bool isNamed = s_suffixes.Any(suffix => path.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));
        return new SpecMetadata(isMarked || isNamed, Read("OpenApiNamespace"), Read("OpenApiClient"), Read("OpenApiVisibility"));

        string? Read(string name) => options.TryGetValue("build_metadata.AdditionalFiles." + name, out string? value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
    }

    /// <summary>The names that the file and its metadata give, or what is wrong with them.</summary>
    public (SpecInput? Input, DiagnosticInfo? Error) ToInput(SpecFile file)
    {
        string fileName = System.IO.Path.GetFileName(file.Path.Replace('\\', '/'));
        string? suffix = s_suffixes.FirstOrDefault(candidate => fileName.EndsWith(candidate, StringComparison.OrdinalIgnoreCase));
        string stem = suffix is not null ? fileName.Substring(0, fileName.Length - suffix.Length) : System.IO.Path.GetFileNameWithoutExtension(fileName);
        string apiName = CSharpName.Pascal(stem, "Api");
        if (Client is not null)
        {
            if (!CSharpName.IsIdentifier(Client))
            {
                return Wrong("OpenApiClient", Client, "no C# name. Write one such as Kling3Client.");
            }

            if (Client.Length > CSharpName.Longest)
            {
                return TooLong("OpenApiClient", Client);
            }

            if (Client is "Dispose" or "DownloadAsync")
            {
                return Wrong("OpenApiClient", Client, "a member of every client. Write a name such as Kling3Client.");
            }

            apiName = Client.EndsWith("Client", StringComparison.Ordinal) && Client.Length > 6 ? Client.Substring(0, Client.Length - 6) : Client;
        }

        if (Namespace is not null && !CSharpName.IsNamespace(Namespace))
        {
            return Wrong("OpenApiNamespace", Namespace, "no C# namespace. Write one such as Acme.Kling3.");
        }

        if (Namespace?.Length > CSharpName.Longest)
        {
            return TooLong("OpenApiNamespace", Namespace);
        }

        if (Namespace is not null && CSharpName.IsOwned(Namespace))
        {
            return Wrong("OpenApiNamespace", Namespace, "a namespace of .NET or the runtime, whose types the document's would hide. Write one such as Acme.Kling3.");
        }

        if (Visibility is not (null or "public" or "internal"))
        {
            return Wrong("OpenApiVisibility", Visibility, "neither 'public' nor 'internal'. Write one of the two.");
        }

        string fromFile = CSharpName.Pascal(stem, "Api");
        return (new SpecInput(file.Path, file.Text, Namespace ?? CSharpName.Namespace(fromFile), apiName, Client ?? apiName + "Client", Visibility == "internal"), null);

        (SpecInput?, DiagnosticInfo?) TooLong(string name, string value) => Wrong(name, value, $"longer than {CSharpName.Longest} characters. Write a shorter one.");

        (SpecInput?, DiagnosticInfo?) Wrong(string name, string value, string message) =>
            (null, new DiagnosticInfo(Descriptors.Metadata.Id, file.Path, default, new[] { name, value, message }.ToEquatableArray()));
    }
}
