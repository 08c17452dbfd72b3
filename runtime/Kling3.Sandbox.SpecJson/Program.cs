using System.Text;
using System.Text.Json;
using Kling3.Sandbox.SpecJson;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

// Usage: SpecJson INPUT.yaml OUTPUT.json
// Mistakes are reported in the form that MSBuild shows as errors of the build, with their place.
string input = args[0];
string output = args[1];

try
{
    YamlStream stream = [];
    using (StreamReader reader = new(input, Encoding.UTF8))
    {
        stream.Load(reader);
    }

    if (stream.Documents.Count != 1)
    {
        Console.Error.WriteLine($"{input}: error SPECJSON: The file must hold one YAML document, not {stream.Documents.Count}.");
        return 1;
    }

    using MemoryStream json = new();
    using (Utf8JsonWriter writer = new(json, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
    {
        YamlToJson.Write(writer, stream.Documents[0].RootNode);
    }

    // Moved into place when complete: a build that is cut off must not leave half a file with a fresh time stamp.
    string temporary = output + "." + Environment.ProcessId + ".tmp";
    File.WriteAllBytes(temporary, json.ToArray());
    File.Move(temporary, output, overwrite: true);
    return 0;
}
catch (YamlException exception)
{
    Console.Error.WriteLine($"{input}({exception.Start.Line},{exception.Start.Column}): error SPECJSON: {exception.Message}");
    return 1;
}
