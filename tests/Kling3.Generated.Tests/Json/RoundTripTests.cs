using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kling3.Runtime;
using Kling3.Runtime.Emitted;

namespace Kling3.Generated.Tests.Json;

/// <summary>Random values of every emitted type survive every way out and back.</summary>
public sealed class RoundTripTests
{
    private delegate string Trip(object value, Type type);

    public static TheoryData<string> Types =>
    [
        .. typeof(VideoTask).Assembly.GetTypes()
            .Where(type => type is { Namespace: "Kling3", IsAbstract: false } && Kling3JsonContext.Default.GetTypeInfo(type) is not null && Methods(type) is not null)
            .Select(type => type.Name)
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_value_survives_direct_code_and_the_context(string name)
    {
        Type type = typeof(VideoTask).Assembly.GetType("Kling3." + name, throwOnError: true)!;
        var trip = (Trip)typeof(RoundTripTests).GetMethod(nameof(Direct), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type).CreateDelegate(typeof(Trip));
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        for (int i = 0; i < 100; i++)
        {
            object value = Value(random, type, 0)!;
            string json = JsonSerializer.Serialize(value, Kling3JsonContext.Default.GetTypeInfo(type)!);
            string again = JsonSerializer.Serialize(JsonSerializer.Deserialize(json, Kling3JsonContext.Default.GetTypeInfo(type)!), Kling3JsonContext.Default.GetTypeInfo(type)!);

            Assert.True(json == again, $"seed {seed}: {json}\n{again}");
            Assert.True(json == trip(value, type), $"seed {seed}: {json}\n{trip(value, type)}");
        }
    }

    [Fact]
    public void Every_kind_of_type_is_among_them()
    {
        string[] names = [.. Types.Select(row => row.Data)];

        Assert.Superset(new HashSet<string> { "VideoTask", "SubmittedTask", "StatusReply", "GenerateReply", "ErrorReply", "VideoStatus", "AspectRatio", "O3StdVideoEditRequest" }, names.ToHashSet());
    }

    /// <summary>Written, read and written again by direct code.</summary>
    private static string Direct<T>(object value, Type type)
    {
        (MethodInfo read, MethodInfo write) = Methods(type)!.Value;
        var reader = read.CreateDelegate<JsonReadCallback<T>>();
        var writer = write.CreateDelegate<JsonWriteCallback<T>>();
        var input = new JsonInput(Encoding.UTF8.GetBytes(Text(writer, (T)value)));
        T again = reader(ref input);
        input.End();
        return Text(writer, again);
    }

    private static string Text<T>(JsonWriteCallback<T> write, T value)
    {
        var output = new JsonOutput(JavaScriptEncoder.Default);
        try
        {
            write(ref output, value);
            return Encoding.UTF8.GetString(output.Written);
        }
        finally
        {
            output.Dispose();
        }
    }

    private static (MethodInfo Read, MethodInfo Write)? Methods(Type type)
    {
        Type? code = type.Assembly.GetType(type.FullName + "Json");
        MethodInfo? read = code?.GetMethod("Read", BindingFlags.Static | BindingFlags.NonPublic);
        MethodInfo? write = code?.GetMethod("Write", BindingFlags.Static | BindingFlags.NonPublic);
        return read is null || write is null ? null : (read, write);
    }

    private static object? Value(Random random, Type type, int depth)
    {
        Type? nullable = Nullable.GetUnderlyingType(type);
        if (nullable is not null)
        {
            return random.Next(3) == 0 ? null : Value(random, nullable, depth);
        }

        if (type == typeof(string))
        {
            return Text(random);
        }

        if (type == typeof(int))
        {
            return random.Next(int.MinValue, int.MaxValue);
        }

        if (type == typeof(long))
        {
            return random.NextInt64(long.MinValue, long.MaxValue);
        }

        if (type == typeof(double))
        {
            return random.NextDouble() * 1000;
        }

        if (type == typeof(bool))
        {
            return random.Next(2) == 0;
        }

        if (type == typeof(RawJson))
        {
            return RawJson.Parse(random.Next(2) == 0 ? """{"a":[1,2.50,"x"]}""" : "7");
        }

        if (type == typeof(IReadOnlyList<string>))
        {
            return Enumerable.Range(0, random.Next(4)).Select(_ => Text(random)).ToArray();
        }

        if (type == typeof(Dictionary<string, JsonElement>))
        {
            return random.Next(2) == 0 ? null : new Dictionary<string, JsonElement> { ["unheard of"] = RawJson.Parse("""{"b":[null,true]}""").ToElement() };
        }

        if (type.GetConstructor([typeof(string)]) is { } text)
        {
            return text.Invoke([Text(random)]);
        }

        Assert.True(depth < 5 && type.GetConstructor([]) is not null, $"There is no random value of {type}.");
        object value = Activator.CreateInstance(type)!;
        foreach (PropertyInfo property in type.GetProperties().Where(property => property.CanWrite))
        {
            bool isRequired = property.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "RequiredMemberAttribute");
            if (isRequired || random.Next(3) != 0)
            {
                property.SetValue(value, Value(random, property.PropertyType, depth + 1));
            }
        }

        return value;
    }

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => "aé\"\\<日\n😀"[random.Next(7)]));
}
