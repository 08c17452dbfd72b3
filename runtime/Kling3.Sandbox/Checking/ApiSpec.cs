using System.Text;
using System.Text.Json;

namespace Kling3.Sandbox.Checking;

/// <summary>
/// The API's description, as the sandbox needs it. Models, limits, defaults, codes and prices are all read from here and are
/// nowhere in code, so a model that is added to the description is a model of the sandbox.
/// </summary>
public sealed class ApiSpec
{
    private readonly JsonElement _root;
    private readonly JsonElement _request;
    private readonly Dictionary<string, int> _statusByCode = [];
    private readonly Dictionary<int, string> _firstCodeByStatus = [];

    private ApiSpec(JsonElement root)
    {
        _root = root;
        JsonElement operation = Require(root, "paths", SandboxPaths.Generate, "post");
        _request = Require(operation, "requestBody", "content", "application/json", "schema");
        Checker = new SchemaChecker(root);
        Prices = new PriceList(Checker);
        ReadCodes(operation);

        // A schema that dangles or is not understood shows up here, and not with the first request that meets it.
        Models = Checker.Cases(_request);
        foreach (KeyValuePair<string, JsonElement> model in Models)
        {
            Checker.Prove(model.Value);
            Prices.Prove(model.Value, model.Key);
        }
    }

    /// <summary>The description that this build was made with, as JSON.</summary>
    public static string DefaultJson { get; } = ReadResource("kling3.openapi.json");

    /// <summary>The description that this build was made with.</summary>
    public static ApiSpec Default { get; } = Parse(DefaultJson);

    /// <summary>The schema of each model's request, by the value of <c>type</c> that selects it, in the order of the description.</summary>
    internal IReadOnlyList<KeyValuePair<string, JsonElement>> Models { get; }

    internal SchemaChecker Checker { get; }

    internal PriceList Prices { get; }

    /// <summary>Reads a description: OpenAPI 3.0 as JSON.</summary>
    /// <exception cref="SpecException">It is not JSON, or the sandbox lacks something in it or does not understand it.</exception>
    public static ApiSpec Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return new ApiSpec(document.RootElement.Clone());
        }
        catch (JsonException exception)
        {
            throw new SpecException($"The spec is not JSON: {exception.Message}", exception);
        }
        catch (InvalidOperationException exception)
        {
            // JsonElement's way to say that a value has another kind than the one asked for.
            throw new SpecException($"A value in the spec is not of the kind that OpenAPI asks for: {exception.Message}", exception);
        }
    }

    /// <summary>The first violation in <paramref name="body"/>, in the order of the schema's members; null when it is valid.</summary>
    public Violation? Check(JsonElement body) => SchemaChecker.UnreadableText(body) ?? Checker.Check(_request, body);

    /// <summary>What a valid <paramref name="body"/> costs; null where no price rule matches.</summary>
    public decimal? Cost(JsonElement body) => Prices.Cost(Checker.Select(_request, body), body);

    /// <summary>The HTTP status that carries <paramref name="code"/>; 400 for a code that no response lists, and for none.</summary>
    internal int StatusOf(string? code) => code is not null && _statusByCode.TryGetValue(code, out int status) ? status : 400;

    /// <summary>The code that goes with an HTTP status which has only one; null where the description lists none.</summary>
    internal string? CodeOf(int status) => _firstCodeByStatus.GetValueOrDefault(status);

    /// <summary>The description with <paramref name="server"/> as its only server, so that pages made of it call the sandbox.</summary>
    internal byte[] ToJson(Uri server)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            foreach (JsonProperty property in _root.EnumerateObject())
            {
                if (property.NameEquals("servers"))
                {
                    continue;
                }

                property.WriteTo(writer);
            }

            writer.WriteStartArray("servers");
            writer.WriteStartObject();
            writer.WriteString("url", server.GetLeftPart(UriPartial.Authority));
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static string ReadResource(string name)
    {
        using Stream stream = typeof(ApiSpec).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource '{name}' is missing from the build.");
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static JsonElement Require(JsonElement element, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                throw new SpecException($"The spec has no '{string.Join('/', names)}'.");
            }
        }

        return element;
    }

    private void ReadCodes(JsonElement operation)
    {
        foreach (JsonProperty response in Require(operation, "responses").EnumerateObject())
        {
            if (!int.TryParse(response.Name, out int status)
                || !Checker.Resolve(response.Value).TryGetProperty("x-error-codes", out JsonElement codes))
            {
                continue;
            }

            foreach (JsonElement code in codes.EnumerateArray())
            {
                string name = code.GetString() ?? throw new SpecException($"x-error-codes of response {status} has a null.");
                _statusByCode.TryAdd(name, status);
                _firstCodeByStatus.TryAdd(status, name);
            }
        }
    }
}
