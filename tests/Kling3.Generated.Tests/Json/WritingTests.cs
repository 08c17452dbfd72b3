using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kling3.Runtime.Emitted;

namespace Kling3.Generated.Tests.Json;

/// <summary>Direct code writes what System.Text.Json writes, byte for byte.</summary>
public sealed class WritingTests
{
    private static readonly string[] s_pieces =
    [
        "a", "plain words", "\"", "\\", "/", "<b>&'+`", "\0", "\u001f", "\u007f", "\u0080", "é", "日本語", "\u2028", "\U0001F3AC", "\ud800", "\udc00", "\uffff", "\r\n\t\b\f", "\ufeff",
    ];

    private static readonly double[] s_numbers = [0, -0.0, 0.5, 1, -1, 0.1, 1e-7, 1e16, 1e21, 123456789.125, double.MaxValue, double.Epsilon, double.MinValue];

    [Fact]
    public void Any_request_is_written_as_an_equal_class_is()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        foreach (JavaScriptEncoder encoder in new[] { JavaScriptEncoder.Default, JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
        {
            var options = new JsonSerializerOptions { Encoder = encoder };
            for (int i = 0; i < 3000; i++)
            {
                var poco = new PocoPlainRequest
                {
                    Prompt = Text(random),
                    Images = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Text(random))],
                    Duration = random.Next(2) == 0 ? null : random.Next(int.MinValue, int.MaxValue),
                    AspectRatio = random.Next(2) == 0 ? null : Text(random),
                    Sound = random.Next(3) switch { 0 => null, 1 => true, _ => false },
                    NegativePrompt = random.Next(2) == 0 ? null : Text(random),
                    CfgScale = random.Next(3) switch { 0 => null, 1 => s_numbers[random.Next(s_numbers.Length)], _ => BitConverter.Int64BitsToDouble(random.NextInt64()) },
                };
                if (poco.CfgScale is { } scale && !double.IsFinite(scale))
                {
                    poco.CfgScale = null;
                }

                GenerateRequest request = new O3ProReferenceToVideoRequest
                {
                    Prompt = poco.Prompt,
                    Images = poco.Images,
                    Duration = poco.Duration,
                    AspectRatio = poco.AspectRatio is null ? default(AspectRatio?) : new AspectRatio(poco.AspectRatio),
                    Sound = poco.Sound,
                    NegativePrompt = poco.NegativePrompt,
                    CfgScale = poco.CfgScale,
                };
                string expected = JsonSerializer.Serialize(poco, options);

                // Half a character becomes the replacement character in both, which an encoder that leaves it as it is never sees in one of them.
                string comparable = encoder == JavaScriptEncoder.Default ? expected : expected.Replace("\\uFFFD", "\uFFFD", StringComparison.Ordinal);
                Assert.True(comparable == Direct(request, encoder), $"seed {seed}: {comparable}\n{Direct(request, encoder)}");
                if (encoder == JavaScriptEncoder.Default)
                {
                    Assert.Equal(expected, JsonSerializer.Serialize(request, Kling3JsonContext.Default.GenerateRequest));
                }
            }
        }
    }

    [Fact]
    public void A_number_is_written_in_its_shortest_form()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        for (int i = 0; i < 200_000; i++)
        {
            // Decimals of few digits, their neighbours, and anything.
            double value = Math.Round(random.NextDouble() * Math.Pow(10, random.Next(8)), random.Next(6));
            value = random.Next(4) switch { 0 => Math.BitIncrement(value), 1 => Math.BitDecrement(value), 2 => value / 3, _ => value } * (random.Next(5) == 0 ? -1 : 1);
            var output = new JsonOutput(JavaScriptEncoder.Default);
            output.Number(value);
            string written = Encoding.UTF8.GetString(output.Written);
            output.Dispose();

            Assert.True(JsonSerializer.Serialize(value) == written, $"seed {seed}: {JsonSerializer.Serialize(value)} was written as {written}");
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_JSON_has_no_number_for_is_refused(double value) =>
        Assert.Throws<ArgumentException>(() => Direct(new ProTextToVideoRequest { Prompt = "a", CfgScale = value }, JavaScriptEncoder.Default));

    [Fact]
    public void A_writer_that_indents_indents()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            JsonSerializer.Serialize(writer, new ProTextToVideoRequest { Prompt = "a" }, Kling3JsonContext.Default.ProTextToVideoRequest);
        }

        Assert.Equal("{\n  \"type\": \"pro-text-to-video\",\n  \"prompt\": \"a\"\n}", Encoding.UTF8.GetString(stream.ToArray()));
    }

    private static string Direct(GenerateRequest request, JavaScriptEncoder encoder)
    {
        var output = new JsonOutput(encoder);
        try
        {
            GenerateRequestJson.Write(ref output, request);
            return Encoding.UTF8.GetString(output.Written);
        }
        finally
        {
            output.Dispose();
        }
    }

    // Now and then longer than the buffer is at first.
    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(50) == 0 ? 700 : random.Next(6)).Select(_ => s_pieces[random.Next(s_pieces.Length)]));
}
