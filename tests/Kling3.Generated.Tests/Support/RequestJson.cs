using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kling3.Runtime.Emitted;

namespace Kling3.Generated.Tests.Support;

/// <summary>Requests as JSON, both ways: by the context that users call and by the direct code that the client calls.</summary>
internal static class RequestJson
{
    public static GenerateRequest Read(string json) => JsonSerializer.Deserialize(json, Kling3JsonContext.Default.GenerateRequest)!;

    public static GenerateRequest ReadDirectly(string json)
    {
        var input = new JsonInput(Encoding.UTF8.GetBytes(json));
        GenerateRequest request = GenerateRequestJson.Read(ref input);
        input.End();
        return request;
    }

    public static string Write(GenerateRequest request) => JsonSerializer.Serialize(request, Kling3JsonContext.Default.GenerateRequest);

    public static string WriteDirectly(GenerateRequest request)
    {
        var output = new JsonOutput(JavaScriptEncoder.Default);
        GenerateRequestJson.Write(ref output, request);
        string json = Encoding.UTF8.GetString(output.Written);
        output.Dispose();
        return json;
    }

    /// <summary>Whether two texts mean the same JSON, whatever the order of members.</summary>
    public static bool MeanTheSame(string left, string right) => JsonNode.DeepEquals(JsonNode.Parse(left), JsonNode.Parse(right));
}
