using System.Text.Json;
using Kling3.Sandbox.SpecJson;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Kling3.Cli.SpecDiff;

/// <summary>An OpenAPI document as a tree, with its local references.</summary>
internal sealed class SpecDocument
{
    // A reference to a reference to a reference is unusual; a chain that never ends is a mistake.
    private const int MaxReferences = 32;

    private readonly string _path;

    private SpecDocument(string path, JsonElement root)
    {
        _path = path;
        Root = root;
    }

    public JsonElement Root { get; }

    /// <summary>The named schemas, in the document's order.</summary>
    public IEnumerable<JsonProperty> Schemas => Properties(Root.Find("components", "schemas"));

    /// <summary>Reads a document.</summary>
    /// <exception cref="CliException">The file cannot be read, or holds no OpenAPI document.</exception>
    public static SpecDocument Read(string path)
    {
        JsonElement root;
        try
        {
            string text = File.ReadAllText(path);

            // YAML's parser lets mistakes in JSON pass.
            using JsonDocument document = text.AsSpan().TrimStart().StartsWith("{") ? JsonDocument.Parse(text) : JsonDocument.Parse(ToJson(text));
            root = document.RootElement.Clone();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CliException(ExitCodes.Invalid, $"{path} cannot be read: {exception.Message}", exception);
        }
        catch (YamlException exception)
        {
            throw new CliException(ExitCodes.Invalid, $"{path}({exception.Start.Line},{exception.Start.Column}): this is no YAML: {exception.Message}", exception);
        }
        catch (JsonException exception)
        {
            throw new CliException(ExitCodes.Invalid, $"{path}({exception.LineNumber + 1},{exception.BytePositionInLine + 1}): this is no JSON: {exception.Message}", exception);
        }

        return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("openapi", out _)
            ? new SpecDocument(path, root)
            : throw new CliException(ExitCodes.Invalid, $"{path} is no OpenAPI document: it does not begin with 'openapi: 3…'.");
    }

    /// <summary>The properties of an object; none of anything else.</summary>
    public static IEnumerable<JsonProperty> Properties(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Object } found ? found.EnumerateObject() : [];

    /// <summary>The items of an array; none of anything else.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Array } found ? found.EnumerateArray() : [];

    /// <summary>What an element stands for, and the name under which a chain of references ended.</summary>
    /// <exception cref="CliException">A reference leads nowhere.</exception>
    public (JsonElement Element, string? Name) Resolve(JsonElement element)
    {
        string? name = null;
        for (int i = 0; element.Find("$ref") is { ValueKind: JsonValueKind.String } reference; i++)
        {
            string pointer = reference.GetString()!;
            if (i == MaxReferences || !pointer.StartsWith("#/", StringComparison.Ordinal) || Follow(pointer) is not { } target)
            {
                throw new CliException(ExitCodes.Invalid, $"{_path}: the reference '{pointer}' leads nowhere in this document.");
            }

            name = pointer[(pointer.LastIndexOf('/') + 1)..];
            element = target;
        }

        return (element, name);
    }

    private JsonElement? Follow(string pointer)
    {
        JsonElement? at = Root;
        foreach (string segment in pointer[2..].Split('/'))
        {
            string key = Uri.UnescapeDataString(segment).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            at = at?.Find(key);
        }

        return at;
    }

    private static byte[] ToJson(string yaml)
    {
        YamlStream stream = [];
        stream.Load(new StringReader(yaml));
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json))
        {
            if (stream.Documents.Count == 1)
            {
                YamlToJson.Write(writer, stream.Documents[0].RootNode);
            }
            else
            {
                writer.WriteNullValue();
            }
        }

        return json.ToArray();
    }
}
