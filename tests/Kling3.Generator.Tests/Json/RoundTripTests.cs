using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Kling3.Generated.Tests.Json;
using Kling3.Generator.Tests.Support;

namespace Kling3.Generator.Tests.Json;

/// <summary>
/// Random values of every type of every document, by every way out and every way back. <c>KLING3_JSON_VALUES</c> sets how many values of each type there are,
/// <c>KLING3_JSON_SEED</c> repeats a run.
/// </summary>
public sealed class RoundTripTests
{
    private static readonly Dictionary<string, (string Path, string Text)> s_documents = new[]
    {
        [("spec", Generation.DefaultPath, Repository.MainSpec)],
        Repository.Corpus.Select(item => (item.Key, "/project/sample.openapi" + Path.GetExtension(item.Key), item.Value)),
        CoverageDocuments.All.Select(item => ("coverage " + item.Key, Generation.DefaultPath, item.Value)),
        Directory.GetFiles(Path.Combine(Repository.Tests, "Documents", "Sisters")).Select(file => ("sister " + Path.GetFileName(file), Generation.DefaultPath, File.ReadAllText(file))),
    }.SelectMany(documents => documents).ToDictionary(item => item.Item1, item => (item.Item2, item.Item3));

    public static TheoryData<string> Documents => [.. s_documents.Keys];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Every_value_of_every_type_comes_back_as_it_was(string document)
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("KLING3_JSON_VALUES") ?? "20", CultureInfo.InvariantCulture);
        int seed = int.Parse(Environment.GetEnvironmentVariable("KLING3_JSON_SEED") ?? Random.Shared.Next().ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        TestContext.Current.TestOutputHelper?.WriteLine($"KLING3_JSON_SEED={seed}, {count} values of each type");
        Assembly assembly = Generation.Of(s_documents[document].Text, path: s_documents[document].Path).Load();
        Type contextType = assembly.GetTypes().Single(type => type.IsAssignableTo(typeof(JsonSerializerContext)));
        var context = (JsonSerializerContext)contextType.GetProperty("Default")!.GetValue(null)!;

        // A depth asked for puts the direct code aside: what is written is written by the description of the type.
        var described = (JsonSerializerContext)Activator.CreateInstance(contextType, new JsonSerializerOptions { MaxDepth = 64 })!;
        var reflecting = new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        var code = new DirectCode(assembly);
        var values = new RandomValue(new Random(seed), context, [.. Regex.Matches(s_documents[document].Text, "[\\w.-]+").Select(word => word.Value).Distinct()]);
        foreach (Type type in Types(contextType))
        {
            for (int i = 0; i < count; i++)
            {
                object? value = values.Of(type);
                string json = JsonSerializer.Serialize(value, context.GetTypeInfo(type)!);
                string where = $"{document}, {type}, KLING3_JSON_SEED={seed}: {json}";

                Same(json, JsonSerializer.Serialize(value, described.GetTypeInfo(type)!), where);
                Same(json, await SerializeAsync(value, described.GetTypeInfo(type)!), where);
                Same(value, JsonSerializer.Deserialize(json, context.GetTypeInfo(type)!), where);
                Same(value, await JsonSerializer.DeserializeAsync(new DripStream(Encoding.UTF8.GetBytes(json), 5), context.GetTypeInfo(type)!, TestContext.Current.CancellationToken), where);
                if (type.Assembly == assembly)
                {
                    Same(json, JsonSerializer.Serialize(value, type, reflecting), where);
                    Same(value, JsonSerializer.Deserialize(json, type, reflecting), where);
                }

                if (code.Has(type))
                {
                    Same(json, code.Write(type, value), where);
                    Same(value, code.Read(type, json), where);
                }
            }
        }

        Assert.All(Types(contextType).Where(type => type.Assembly == assembly && Nullable.GetUnderlyingType(type) is null), type =>
            Assert.True(code.Has(type) || type.Name.StartsWith("Unknown", StringComparison.Ordinal), $"{type} has no direct code."));
    }

    private static Type[] Types(Type context) =>
    [
        .. context.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(property => property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(JsonTypeInfo<>))
            .Select(property => property.PropertyType.GenericTypeArguments[0]),
    ];

    private static async Task<string> SerializeAsync(object? value, JsonTypeInfo type)
    {
        using var stream = new MemoryStream();
        await JsonSerializer.SerializeAsync(stream, value, type, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Same(object? expected, object? actual, string where)
    {
        string? difference = Difference.Between(expected, actual);
        Assert.True(difference is null, $"{where}\n{difference}");
    }
}
