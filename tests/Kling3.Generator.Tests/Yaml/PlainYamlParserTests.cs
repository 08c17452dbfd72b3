using System.Globalization;
using Kling3.Generator.Reading;
using Kling3.Generator.Tests.Documents;
using Kling3.Generator.Tests.Support;

namespace Kling3.Generator.Tests.Yaml;

/// <summary>
/// The fast parser of YAML against the library's: where it gives a tree, it is the library's, with every place. KLING3_MUTATIONS sets how many
/// mutated texts there are; the seed is printed, and KLING3_YAML_SEED sets it.
/// </summary>
public sealed class PlainYamlParserTests(ITestOutputHelper output)
{
    private static readonly string[] s_documents =
    [
        Repository.MainSpec, .. Repository.Corpus.Where(file => !file.Key.EndsWith(".json", StringComparison.Ordinal)).Select(file => file.Value), .. CoverageDocuments.All.Values,
    ];

    // What makes a difference to YAML.
    private static readonly string[] s_pieces =
    [
        "\n", " ", "  ", ":", ": ", "- ", "#", " # c\n", "'", "\"", "{", "}", "[", "]", ",", "|\n", ">\n", "|-\n", ">+\n", "|2\n", "\\", "\\n", "\\u00e9", "\r\n", "\r", "&a ", "*a", "!t ", "<<: ", "? ", "---\n", "...\n",
        "\t", "%", "@", "~", "null", "true", "0x1F", "1.50", "''", "\"\"", "\n\n", "\n      ", "\n   x", "\\\n", "a: b", "{a: b}", "[a, b]", "é", "\U0001F600", "\u2028", "\u0085", "\0", "\uFEFF",
    ];

    /// <summary>Ways to write the same things: each is read here, and not left to the library.</summary>
    public static TheoryData<string> Known =>
    [
        "a: b",
        "a:\n  b: c\n  d:\n  - e\n  -  f: g\n     h: i\n  - - j\n    - k\nl:\n",
        "---\n# first\na: 1 # one\nb: # two\n  c: ~\n\n  # three\n  d: 'it''s'\n",
        "a: {b: c, 'd': [e, {f: g}, ], \"h\":1, i: http://j/k?l#m,}\nn: {}\no: []\n",
        "a: {\n  b: [c,\n    d], # e\n  f: 'g\n  h' }\n",
        "a: b c\n  d\n\n\n  e # f\ng: h\n",
        "a: 'b\n  c\n\n  d'\ne: \"f \\\n  g\\n\\x41\\u00e9\\U0001F600 \\\"h\\\"\n\n  i\"\n",
        "a: |\n  b\n   c\n\n  d\n\n\ne: >\n  f\n  g\n\n   h\n  i\n\nj: |-\n  k\nl: |+\n  m\n\nn: >-\n\n  o\n",
        "200: a\n1.5: b\ntrue: c\n~: d\n-1: e\n?f: g\n'': h\n",
        "a: 0x1F\nb: 0o17\nc: .5\nd: 1e3\ne: +7\nf: -.5\ng: 1.\nh: no\ni: 2020-01-01\nj: '5'\nk: .inf\n",
        "a: 1\r\nb: |\r\n  c\r\n  d\r\ne:\r\n  - f\r\n",
        "a: 1\nb: 2\na: 3\n",
        "  a: b\n  c:\n    - d\n",
        "{\"a\": {\"b\": [1, 2.50, null, true, \"c\"]}}\n",
    ];

    /// <summary>What only the library decides: rare things, and mistakes.</summary>
    public static TheoryData<string> Left =>
    [
        "", "# nothing\n", "a", "a: |\r  \r\n  b\r\n", "- a\n", "a: &b c\nd: *b\n", "a: !!str 5\n", "? a\n: b\n", "a: {<<: {b: c}}\n", "<<: {b: c}\n", "%YAML 1.2\n---\na: b\n", "a: b\n---\nc: d\n", "a: b\n...\n", "a: |2\n   b\n",
        "a:\tb\n", "a: b: c\n", "a: 'b\n", "a: {b\n", "a: {b: c\nd: e}\n", "a: b\n  c: d\n", "a:\n   b: c\n  d: e\n", "a: - b\n", "a: \"\\q\"\n", "a: 'b' c\n", "a: [b]#c\n", "\"a\\\nb\": c\n", "a: b\u0085c: d\n", ": a\n",
    ];

    [Fact]
    public void Reads_the_documents_that_people_write()
    {
        Assert.All(s_documents, text => Assert.NotNull(PlainYamlParser.Parse(text, TestContext.Current.CancellationToken)));
        Assert.All(s_documents, text => Assert.Null(Difference(text)));
    }

    [Theory]
    [MemberData(nameof(Known))]
    public void Reads_what_it_knows_as_the_library_does(string text)
    {
        Assert.NotNull(PlainYamlParser.Parse(text, TestContext.Current.CancellationToken));
        Assert.Null(Difference(text));
    }

    [Theory]
    [MemberData(nameof(Left))]
    public void Leaves_to_the_library_what_it_does_not_know(string text) => Assert.Null(PlainYamlParser.Parse(text, TestContext.Current.CancellationToken));

    [Fact]
    public void Never_reads_a_text_otherwise_than_the_library()
    {
        int seed = Number("KLING3_YAML_SEED") ?? Environment.TickCount & int.MaxValue;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        string[] sources = [.. s_documents.Where(text => text.Length < 12_000), .. Known.Select(row => row.Data)];
        int read = 0;
        int cases = 4 * (Number("KLING3_MUTATIONS") ?? 500);
        for (int i = 0; i < cases; i++)
        {
            string text = Mutant(random, sources[random.Next(sources.Length)]);
            read += PlainYamlParser.Parse(text, TestContext.Current.CancellationToken) is null ? 0 : 1;
            if (Difference(text) is { } difference)
            {
                Assert.Fail($"Case {i} of seed {seed}: {difference}\n{text}");
            }
        }

        output.WriteLine($"{read} of {cases} were read");
        Assert.InRange(read, cases / 20, cases);
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static string Mutant(Random random, string text)
    {
        for (int edits = random.Next(1, 4); edits > 0; edits--)
        {
            int at = random.Next(text.Length + 1);
            int cut = random.Next(3) == 0 ? Math.Min(random.Next(6), text.Length - at) : 0;
            text = text.Remove(at, cut).Insert(at, random.Next(4) == 0 ? "" : s_pieces[random.Next(s_pieces.Length)]);
        }

        return text;
    }

    // Null where the fast parser gives what the library gives, or nothing.
    private static string? Difference(string text)
    {
        if (PlainYamlParser.Parse(text, TestContext.Current.CancellationToken) is not { } read)
        {
            return null;
        }

        try
        {
            ParsedText expected = YamlTextParser.Parse(text, TestContext.Current.CancellationToken);
            return Difference(read.Root, expected.Root) ?? (Duplicates(read) == Duplicates(expected) ? null : "other duplicate keys");
        }
        catch (SyntaxException e)
        {
            return $"the library refuses it: {e.Message}";
        }

        static string Duplicates(ParsedText parsed) => string.Join('\n', parsed.DuplicateKeys.Select(key => $"{key.Map.Pointer} {key.Name} {key.Place} {key.First}"));
    }

    private static string? Difference(Node? read, Node? expected)
    {
        if (read is null || expected is null || read.Place != expected.Place || read.Weight != expected.Weight || read.Pointer != expected.Pointer)
        {
            return $"{read?.Pointer} at {read?.Place}, where the library has {expected?.Pointer} at {expected?.Place}";
        }

        return (read, expected) switch
        {
            (ScalarNode one, ScalarNode other) => one.Kind == other.Kind && one.Text == other.Text ? null : $"{one.Pointer}: {one.Kind} '{one.Text}', not {other.Kind} '{other.Text}'",
            (ListNode one, ListNode other) when one.Items.Count == other.Items.Count => one.Items.Zip(other.Items, Difference).FirstOrDefault(difference => difference is not null),
            (MapNode one, MapNode other) when one.Entries.Select(entry => (entry.Name, entry.NamePlace)).SequenceEqual(other.Entries.Select(entry => (entry.Name, entry.NamePlace))) =>
                one.Entries.Zip(other.Entries, (left, right) => Difference(left.Value, right.Value)).FirstOrDefault(difference => difference is not null),
            _ => $"{read.Pointer} differs",
        };
    }
}
