using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CsCheck;

namespace Kling3.Runtime.Tests;

/// <summary>Free-form JSON that comes out as it went in.</summary>
public sealed partial class RawJsonTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("-1.50e+03")]
    [InlineData("\"a \\u00e4 \\\"q\\\" ä\"")]
    [InlineData("""{ "a" : [1, 2.0, {"b":null}], "a": "twice" }""")]
    [InlineData("[]")]
    public void The_bytes_come_out_as_they_went_in(string json)
    {
        RawJson value = RawJson.Parse(json);

        Assert.Equal(json, value.ToString());
        Assert.Equal(json, JsonSerializer.Serialize(value, Context.Default.RawJson));
        Assert.Equal(value, JsonSerializer.Deserialize(json, Context.Default.RawJson));
        Assert.Equal(value.GetHashCode(), RawJson.Parse(Encoding.UTF8.GetBytes(json)).GetHashCode());
        Assert.Equal(json == "null", value.IsNull);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("1 2")]
    [InlineData("{} x")]
    [InlineData("nul")]
    [InlineData("{\"a\":1,}")]
    public void What_is_no_JSON_is_refused(string json)
    {
        Assert.ThrowsAny<JsonException>(() => RawJson.Parse(json));
    }

    [Fact]
    public void The_default_is_null()
    {
        Assert.Equal("null", default(RawJson).ToString());
        Assert.Equal(default, RawJson.Parse("null"));
        Assert.True(default(RawJson) == RawJson.Parse(" null "));
        Assert.Equal(JsonValueKind.Null, default(RawJson).ToElement().ValueKind);
    }

    [Fact]
    public void It_is_parsed_on_demand()
    {
        RawJson value = RawJson.Parse("""{"value":{"x":7},"after":3}""");

        Assert.Equal(7, value.ToElement().GetProperty("value").GetProperty("x").GetInt32());
        Assert.Equal("""{"x":7}""", value.Deserialize(Context.Default.Holder)!.Value.ToString());
        Assert.True(value != RawJson.Parse("""{"value": {"x":7},"after":3}"""));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(17)]
    public async Task It_is_read_from_streams_in_pieces(int piece)
    {
        string inner = $$"""{"text":"{{new string('ä', 3000)}}","list":[{{string.Join(',', Enumerable.Range(0, 500))}}]}""";
        byte[] json = Encoding.UTF8.GetBytes($$"""{"value":{{inner}},"after":3}""");

        Holder holder = (await JsonSerializer.DeserializeAsync(new Trickling(json, piece), Context.Default.Holder, Ct))!;

        Assert.Equal(inner, holder.Value.ToString());
        Assert.Equal(3, holder.After);
    }

    [Fact]
    public void It_is_read_from_sequences_cut_anywhere()
    {
        string[] values = ["\"a\\u00e4\\n long enough\"", "-12.5e3", "true", "null", """{"a":[1,{"b":"c"}]}""", "[1,2]"];
        Gen.Int[0, values.Length - 1].Select(Gen.Int[1, 8]).Sample((which, size) =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes($$"""{"value":{{values[which]}},"after":3}""");
            var reader = new Utf8JsonReader(Sequence(bytes, size));
            reader.Read();
            reader.Read();
            reader.Read();
            RawJson value = RawJson.Read(ref reader);
            bool isRight = value.ToString() == values[which];
            reader.Read();
            return isRight && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("after");
        });
    }

    private static ReadOnlySequence<byte> Sequence(byte[] bytes, int size)
    {
        Segment? first = null;
        Segment? last = null;
        foreach (byte[] piece in bytes.Chunk(size))
        {
            last = new Segment(piece, last);
            first ??= last;
        }

        return new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length);
    }

    internal sealed class Holder
    {
        [JsonPropertyName("value")]
        public RawJson Value { get; set; }

        [JsonPropertyName("after")]
        public int After { get; set; }
    }

    [JsonSerializable(typeof(Holder))]
    [JsonSerializable(typeof(RawJson))]
    internal sealed partial class Context : JsonSerializerContext;

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, Segment? before)
        {
            Memory = bytes;
            if (before is not null)
            {
                RunningIndex = before.RunningIndex + before.Memory.Length;
                before.Next = this;
            }
        }
    }

    private sealed class Trickling(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
