using YamlDotNet.RepresentationModel;

namespace Kling3.Sandbox.Tests;

/// <summary>The spec as it is written, read with nothing of ours between.</summary>
internal static class SpecDocument
{
    public static YamlMappingNode Root { get; } = Load();

    /// <summary>What is at the end of <paramref name="path"/>, references followed on the way; null when there is nothing.</summary>
    public static YamlNode? Find(YamlNode? from, params ReadOnlySpan<string> path)
    {
        YamlNode? node = Follow(from);
        foreach (string name in path)
        {
            node = node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(name), out YamlNode? child) ? Follow(child) : null;
        }

        return node;
    }

    public static YamlNode? Find(string schema) => Find(Root, "components", "schemas", schema);

    /// <summary>The text of a scalar, as it is written.</summary>
    public static string? Text(YamlNode? node) => (node as YamlScalarNode)?.Value;

    public static IReadOnlyList<string> Texts(YamlNode? node) =>
        node is YamlSequenceNode sequence ? [.. sequence.Children.Select(item => Text(item)!)] : [];

    public static IReadOnlyList<string> Names(YamlNode? node) =>
        node is YamlMappingNode mapping ? [.. mapping.Children.Keys.Select(key => Text(key)!)] : [];

    /// <summary>The request schemas by the value of <c>type</c> that selects them, in the order of the spec.</summary>
    public static IReadOnlyDictionary<string, YamlNode> Models { get; } =
        ((YamlMappingNode)Find(Root, "components", "schemas", "GenerateRequest", "discriminator", "mapping")!).Children
        .ToDictionary(entry => Text(entry.Key)!, entry => Find(Text(entry.Value)!.Split('/')[^1])!);

    private static YamlNode? Follow(YamlNode? node)
    {
        while (node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode("$ref"), out YamlNode? reference))
        {
            node = Find(Root, Text(reference)!.Split('/')[1..]);
        }

        return node;
    }

    private static YamlMappingNode Load()
    {
        using StreamReader reader = new(Path.Combine(AppContext.BaseDirectory, "kling3.openapi.yaml"));
        YamlStream stream = [];
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }
}
