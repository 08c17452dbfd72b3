using System.Text.Json;
using System.Text.Json.Serialization;
using Kling3.Generator.Model;

namespace Kling3.Generator.Tests.Json;

/// <summary>
/// Single values of every kind, as System.Text.Json reads and writes them on a class written by hand: as a member, in a list and in a map, by direct code and by the
/// context, with numbers from strings and without. Whole numbers are read in more forms: see <see cref="DirectCodeTests"/>.
/// </summary>
public sealed class ScalarTests
{
    private static readonly string[] s_numbers =
    [
        "0", "-0", "-0.0", "1", "1.50", "1e2", "1E-2", "1e400", "-1e400", "1e-400", "5e-324", "1.7976931348623157e308", "3.4028236e38", "79228162514264337593543950335", "79228162514264337593543950336",
        "0.0000000000000000000000000001", "0.00000000000000000000000000001", "1.0000000000000000000000000000000000001", "123456789.123456789123456789", "1e28", "1e29", "00", "01", "-", "1.", ".5", "+1", "1_0", "1" + new string('0', 10_000),
        "\"1\"", "\"1.50\"", "\" 1\"", "\"1e2\"", "\"NaN\"", "\"Infinity\"", "\"\"", "\"0x1\"", "\"\\u0031\"",
    ];

    private static readonly string[] s_times =
    [
        "2025-12-05T13:05:09Z", "2025-12-05T13:05:09+02:00", "2025-12-05T13:05:09-14:00", "2025-12-05T13:05:09+14:01", "2025-12-05T13:05:09+24:00", "2025-12-05T13:05Z", "2025-12-05T13Z", "2025-12-05", "2025-12-05 13:05:09",
        "2025-12-05T13:05:09.1Z", "2025-12-05T13:05:09.1234567Z", "2025-12-05T13:05:09.12345678Z", "2025-12-05T13:05:09.1234567890123456Z", "2025-12-05T13:05:09.Z", "2025-12-05T13:05:60Z", "2016-12-31T23:59:60Z", "2025-12-05T24:00:00Z",
        "2025-02-29T00:00:00Z", "2024-02-29T00:00:00Z", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999-01:00", "10000-01-01T00:00:00Z", "2025-12-05t13:05:09z",
        "2025-12-05T13:05:09+02", "2025-12-05T13:05:09+0200", "2025-12-05T13:05:09 Z", " 2025-12-05T13:05:09Z", "2025\\u002d12-05T13:05:09Z", "25-12-05", "2025-13-05", "2025-12-5", "2025-12-05Z", "13:05:09", "13:05", "13", "13:05:09.1",
        "13:05:09.1234567", "13:05:09.12345678", "24:00:00", "23:59:60", "1.02:03:04", "-01:00:00", "13:05:09Z", "1:05:09", "", "now", "2025-12-05T13:05:09\\ud800Z", "13:05:09\\udc00",
    ];

    private static readonly string[] s_texts =
    [
        "9707eacd-0e76-af68-d68c-7a72eeb0af29", "9707EACD-0E76-AF68-D68C-7A72EEB0AF29", "{9707eacd-0e76-af68-d68c-7a72eeb0af29}", "9707eacd0e76af68d68c7a72eeb0af29", "9707eacd-0e76-af68-d68c-7a72eeb0af2", "9707eacd\\u002d0e76-af68-d68c-7a72eeb0af29",
        "https://example.com/a b", "relative", "//", "http://", "http://[", "http://a:99999/", "urn:a", "\\u0068ttp://a/", "AQID", "AQI", "AQ==", "AQ= =", "A Q I D", "AQ\\u0049D", "-_-_", "====", "\\ud800", "\\u0000", "true",
    ];

    private static readonly string[] s_others = ["true", "false", "True", "tru", "null", "7", "[]", "{}", "\"true\""];

    private static readonly string[] s_values = [.. s_numbers, .. s_times.Select(text => $"\"{text}\""), .. s_texts.Select(text => $"\"{text}\""), .. s_others];

    public static TheoryData<string> Kinds =>
    [
        nameof(TypeKind.Boolean), nameof(TypeKind.Single), nameof(TypeKind.Double), nameof(TypeKind.Decimal), nameof(TypeKind.String), nameof(TypeKind.DateTimeOffset), nameof(TypeKind.DateOnly),
        nameof(TypeKind.TimeOnly), nameof(TypeKind.Guid), nameof(TypeKind.Uri), nameof(TypeKind.Bytes),
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Values_are_read_and_written_as_on_an_equal_class(string kind)
    {
        var type = new TypeRef(Enum.Parse<TypeKind>(kind), IsNullable: true);
        EmittedAssembly emitted = EmittedAssembly.Of(new ObjectSpec("Holder", null, false)
        {
            Members = new[] { SampleModel.Optional("value", "Value", type), SampleModel.Optional("list", "List", SampleModel.List(type)), SampleModel.Optional("map", "Map", new TypeRef(TypeKind.Map, Element: type)) }.ToEquatableArray(),
        });
        Type holder = typeof(Holder<>).MakeGenericType(emitted.Type("Holder").GetProperty("Value")!.PropertyType);
        foreach (string value in s_values)
        {
            foreach (string json in new[] { $$$"""{"value":{{{value}}} }""", $$$"""{"list":[{{{value}}},{{{value}}}]}""", $$$"""{"map":{"a":{{{value}}} }}""" })
            {
                foreach (JsonNumberHandling handling in new[] { JsonNumberHandling.Strict, JsonNumberHandling.AllowReadingFromString, JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString, JsonNumberHandling.AllowNamedFloatingPointLiterals })
                {
                    var theirs = new JsonSerializerOptions { NumberHandling = handling };
                    var ours = new JsonSerializerOptions { NumberHandling = handling, TypeInfoResolver = emitted.Context };
                    string expected = Outcome(() => JsonSerializer.Serialize(JsonSerializer.Deserialize(json, holder, theirs), holder, theirs));

                    Assert.Equal((json, handling, expected), (json, handling, Outcome(() => emitted.Serialize("Holder", emitted.Deserialize("Holder", json, ours), ours))));
                    if (handling == JsonNumberHandling.Strict)
                    {
                        Assert.Equal((json, "direct", expected), (json, "direct", Outcome(() => emitted.Write("Holder", emitted.Read("Holder", json)))));
                    }
                }
            }
        }
    }

    private static string Outcome(Func<string> convert)
    {
        try
        {
            return convert();
        }
        catch (JsonException)
        {
            return "refused";
        }
        catch (ArgumentException)
        {
            return "not written";
        }
    }

    private sealed class Holder<T>
    {
        [JsonPropertyName("value")]
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public T? Value { get; set; }

        [JsonPropertyName("list")]
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<T?>? List { get; set; }

        [JsonPropertyName("map")]
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public Dictionary<string, T?>? Map { get; set; }
    }
}
