namespace Kling3.Generated.Tests.Json;

/// <summary>Replies and requests at the limits of what JSON and .NET hold.</summary>
internal static class HardDocuments
{
    private static readonly string s_long = new('x', 1_000_000);

    private static readonly string[] s_numbers =
    [
        "0", "-0", "0.0", "-0.0e5", "1e400", "-1e400", "1e-400", "0e400", "240.0", "2.4e2", "2.4E+2", "24000e-2", "10e-1", "15e-1", "1.5", "9007199254740993", "2147483647", "2147483647.0",
        "2147483648", "-2147483648", "-2147483648.0", "-2147483649", "9223372036854775807", "9223372036854775807.0", "9223372036854775808", "-9223372036854775808.00", "-9223372036854775809",
        "1e18", "1e19", "922337203685477580.7e1", "9223372036854775807e0", "1e2147483648", "1e-2147483648", "1e99999999999999999999", "0e99999999999999999999", "1" + new string('0', 10_000),
        "1" + new string('0', 10_000) + "e-10000", "0." + new string('0', 10_000) + "1e10001", "0." + new string('0', 10_000), new string('9', 10_000), "1." + new string('0', 10_000), "01", "-", "+1", "1.", ".1", "1e", "1e+",
        "0x1", "NaN", "Infinity", "\"240\"", "true", "[]", "{}", "null",
    ];

    private static readonly string[] s_texts =
    [
        "\"\"", "\"\\u0000\"", "\"\\ud83c\\udfac\"", "\"\\ud83c\"", "\"\\udfac\\ud83c\"", "\"\\/\\b\\f\\n\\r\\t\\\"\\\\\"", "\"\\u004\"", "\"\\x\"", "\"\t\"", "\"\u007f\u2028\uffff\"", "'a'", "a", "\"" + s_long + "\"", "\"\\u0061" + s_long + "\"",
        "null", "7", "false", "[\"a\"]", "{\"a\":\"b\"}",
    ];

    private static readonly string[] s_names =
    [
        "\\u0000", "", "task_id\\u0000", "t\\u0061sk_id", "TASK_ID", "\\ud83c\\udfac", "\\ud83c", "\\u0074ype", "type ", "prompt\\u200b", "$type", "$id", s_long, "\\u0061" + s_long,
    ];

    public static IEnumerable<string> All =>
    [
        .. s_numbers.SelectMany(number => new[] { Task($"\"consumed_credits\":{number}"), Request($"\"duration\":{number}"), Request($"\"cfg_scale\":{number}"), Task($"\"new\":{number}"), Task($"\"request\":[{number}]") }),
        .. s_texts.SelectMany(text => new[] { Task($"\"created_at\":{text}"), Task($"\"status\":{text}"), Task($"\"response\":{text}"), Task($"\"response\":[{text}]"), Task($"\"request\":{text}"), Request($"\"aspect_ratio\":{text}"), Request($"\"negative_prompt\":{text}") }),
        .. s_names.SelectMany(name => new[] { Task($"\"{name}\":1"), Request($"\"{name}\":\"a\""), Task($"\"request\":{{\"{name}\":1}}"), $$"""{"{{name}}":7,"type":"o3-pro-reference-to-video","prompt":"a","images":["u"]}""" }),
        .. new[] { 61, 62, 63, 64, 65, 1000 }.SelectMany(depth => new[] { Task($"\"new\":{Nested(depth)}"), Task($"\"request\":{Nested(depth)}"), Request($"\"new\":{Nested(depth)}"), Task($"\"response\":{Nested(depth)}") }),

        // Where the discriminator is, and what it is.
        $$"""{"prompt":"a","new":"{{s_long}}","images":["u"],"type":"o3-pro-reference-to-video"}""",
        """{"prompt":"a","images":["u"],"\u0074ype":"o3\u002dpro-reference-to-video"}""",
        """{"type":"o3-pro-reference-to-video","type":"pro-text-to-video","prompt":"a","images":["u"]}""",
        """{"type":"new","type":"o3-pro-reference-to-video","prompt":"a","images":["u"]}""",
        """{"type":null,"type":"o3-pro-reference-to-video","prompt":"a","images":["u"]}""",
        """{"type":7,"prompt":"a","images":["u"]}""",
        """{"type":["o3-pro-reference-to-video"],"prompt":"a","images":["u"]}""",
        """{"type":{"type":"o3-pro-reference-to-video"},"prompt":"a","images":["u"]}""",
        """{"new":{"type":"o3-pro-reference-to-video"},"prompt":"a","images":["u"]}""",
        """{"Type":"o3-pro-reference-to-video","prompt":"a","images":["u"]}""",
        """{"type":"O3-PRO-REFERENCE-TO-VIDEO","prompt":"a","images":["u"]}""",
        """{"type":"","prompt":"a","images":["u"]}""",
        """{"type":"o3-pro-reference-to-video\u0000","prompt":"a","images":["u"]}""",
        """{/* c */"type":"o3-pro-reference-to-video","prompt":"a","images":["u"]}""",
        """{"type":"o3-pro-reference-to-video","prompt":"a","images":["u"],}""",
        """{"type":"o3-pro-reference-to-video","prompt":"a","images":["u",]}""",
        """{"type":"o3-pro-reference-to-video","prompt":"a","images":["u"]}x""",
        """{"type":"o3-pro-reference-to-video","prompt":"a","images":["u"]}{}""",
        """ {"type" : "o3-pro-reference-to-video" , "prompt" : "a" , "images" : [ "u" , "v" ] } """,
        "\uFEFF" + """{"type":"o3-pro-reference-to-video","prompt":"a","images":["u"]}""",
        """{"type":"o3-pro-reference-to-video","prompt":"a","images":["u"]""",
        """{"type":"o3-pro-reference-to-video","prompt":"a" "images":["u"]}""",
        """{"type":"o3-pro-reference-to-video",,"prompt":"a","images":["u"]}""",
        """{"type":"o3-pro-reference-to-video","prompt":"a","images":[,"u"]}""",
        """{"type":"o3-pro-reference-to-video","prompt":"a","images":["u"}]""",
        "", " ", "null", "[]", "7", "\"type\"", "{", "{}", "{\"type\"}", "{\"type\":}", "nul", "nulls", "truefalse",
    ];

    private static string Task(string member) => $$"""{"task_id":"t",{{member}},"status":"SUCCESS"}""";

    private static string Request(string member) => $$"""{"prompt":"a",{{member}},"images":["u"],"type":"o3-pro-reference-to-video"}""";

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);
}
