using System.IO.Compression;
using System.Xml.Linq;

namespace Kling3.EndToEnd.Support;

/// <summary>What is in a package.</summary>
internal sealed class Package : IDisposable
{
    private readonly ZipArchive _archive;

    public Package(string path)
    {
        _archive = ZipFile.OpenRead(path);
        using Stream stream = _archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        XElement root = XDocument.Load(stream).Root!;
        Manifest = root.Elements().Single();
    }

    /// <summary>The manifest's <c>metadata</c>.</summary>
    public XElement Manifest { get; }

    /// <summary>The files that the package is about: those that every package has for itself are left out.</summary>
    public IReadOnlyList<string> Files =>
    [
        .. _archive.Entries.Select(entry => entry.FullName)
            .Where(name => name != "[Content_Types].xml" && !name.StartsWith("_rels/", StringComparison.Ordinal)
                && !name.StartsWith("package/", StringComparison.Ordinal) && !name.EndsWith(".nuspec", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The dependencies, as <c>framework: id</c>.</summary>
    public IReadOnlyList<string> Dependencies =>
    [
        .. from dependency in Manifest.Descendants().Where(element => element.Name.LocalName == "dependency")
           select $"{dependency.Parent!.Attribute("targetFramework")?.Value}: {dependency.Attribute("id")!.Value}",
    ];

    /// <summary>The shared frameworks.</summary>
    public IReadOnlyList<string> FrameworkReferences =>
        [.. Manifest.Descendants().Where(element => element.Name.LocalName == "frameworkReference").Select(element => element.Attribute("name")!.Value)];

    public string? this[string name] => Manifest.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;

    public byte[] Read(string file)
    {
        using Stream stream = _archive.GetEntry(file)!.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    public void Dispose() => _archive.Dispose();
}
