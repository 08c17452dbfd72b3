using System.IO;
using Microsoft.CodeAnalysis;
using Newtonsoft.Json;
using YamlDotNet.RepresentationModel;

namespace Noisy;

[Generator(LanguageNames.CSharp)]
public sealed class NoisyGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterPostInitializationOutput(static output =>
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader("[yaml]"));
        string json = JsonConvert.SerializeObject(yaml.Documents.Count + " document");
        output.AddSource("Libraries.g.cs", $$"""
            namespace Noisy
            {
                internal static class Libraries
                {
                    internal const string Text = {{json}};
                }
            }
            """);
    });
}
