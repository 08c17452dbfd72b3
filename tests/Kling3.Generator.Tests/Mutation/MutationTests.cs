using System.Globalization;
using System.Text;
using Kling3.Generator.Modeling;
using Kling3.Generator.Reading;
using Kling3.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Kling3.Generator.Tests.Mutation;

/// <summary>
/// Documents with something dropped, doubled, of another type, renamed or rewired: each ends in compiling code or in an error with a place.
/// KLING3_MUTATIONS sets how many there are; every case can be run again by its number.
/// </summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    private const int Batches = 4;

    private static readonly string[] s_documents = [.. Repository.Corpus.Values, Repository.MainSpec, .. CoverageDocuments.All.Values];

    private static int Cases => int.TryParse(Environment.GetEnvironmentVariable("KLING3_MUTATIONS"), NumberStyles.None, CultureInfo.InvariantCulture, out int cases) ? cases : 240;

    public static TheoryData<int> BatchNumbers => [.. Enumerable.Range(0, Batches)];

    [Theory]
    [MemberData(nameof(BatchNumbers))]
    public void A_mutated_document_ends_in_compiling_code_or_an_error(int batch)
    {
        var failures = new List<string>();
        for (int seed = batch; seed < Cases; seed += Batches)
        {
            if (Check(seed) is { } failure)
            {
                failures.Add(failure);
            }
        }

        output.WriteLine($"{Cases / Batches} cases");
        Assert.True(failures.Count == 0, $"{failures.Count} cases failed:\n" + string.Join("\n\n", failures.Take(12)));
    }

    /// <summary>453: the cases of a union were priced in two units, and overrode an estimate that the base did not have.</summary>
    [Theory]
    [InlineData(453)]
    public void A_case_that_once_failed_does_not_fail_again(int seed) => Assert.Null(Check(seed));

    private static string? Check(int seed)
    {
        string document = Mutant(seed);
        Generation generation = Generation.Of(document, path: "/project/sample.openapi.json");
        Diagnostic? broken = generation.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Id is "K3G024" or "K3G026" or "CS8785");
        if (broken is not null)
        {
            return $"case {seed}: {broken}";
        }

        Diagnostic? placeless = generation.Diagnostics.FirstOrDefault(diagnostic => !diagnostic.Location.GetLineSpan().IsValid);
        if (placeless is not null)
        {
            return $"case {seed}: no place: {placeless}";
        }

        IReadOnlyList<Diagnostic> errors = generation.CompilerErrors();
        return errors.Count == 0
            ? null
            : $"case {seed}: {errors[0]}\n    {errors[0].Location.SourceTree?.GetText().Lines[errors[0].Location.GetLineSpan().StartLinePosition.Line].ToString().Trim()}";
    }

    private static string Mutant(int seed)
    {
        var random = new Random(seed);
        string source = s_documents[random.Next(s_documents.Length)];
        Node root = (source.TrimStart().StartsWith('{') ? JsonTextParser.Parse(source, default) : YamlTextParser.Parse(source, default)).Root!;
        Mutable tree = Mutable.Of(root);
        int changes = 1 + random.Next(4);
        for (int i = 0; i < changes; i++)
        {
            tree.Change(random);
        }

        var text = new StringBuilder();
        tree.Write(text);
        return text.ToString();
    }

    /// <summary>A document's tree that can be changed, and may have a key twice.</summary>
    private sealed class Mutable
    {
        private static readonly string[] s_words =
        [
            "type", "properties", "items", "allOf", "oneOf", "anyOf", "enum", "const", "required", "$ref", "discriminator", "nullable", "format", "default", "additionalProperties",
            "string", "integer", "object", "array", "number", "boolean", "null", "int32", "binary", "date-time", "byte", "path", "query", "header", "cookie", "", "class", "Value", "ToString",
            "minimum", "maxLength", "x-cost", "x-polling", "content", "schema", "application/json", "text/plain", "application/octet-stream", "200", "default", "readOnly", "pattern", "(", "x-enumNames",
        ];

        private string _json = "null";
        private List<(string? Name, Mutable Value)>? _children;
        private bool _isMap;

        public static Mutable Of(Node node) => node switch
        {
            MapNode map => new Mutable { _isMap = true, _children = [.. map.Entries.Select(entry => ((string?)entry.Name, Of(entry.Value)))] },
            ListNode list => new Mutable { _children = [.. list.Items.Select(item => ((string?)null, Of(item)))] },
            _ => new Mutable { _json = JsonText.Of(node) },
        };

        public void Change(Random random)
        {
            List<Mutable> holders = [.. All().Where(node => node._children is { Count: > 0 })];
            if (holders.Count == 0)
            {
                return;
            }

            Mutable holder = holders[random.Next(holders.Count)];
            List<(string? Name, Mutable Value)> children = holder._children!;
            int at = random.Next(children.Count);
            (string? name, Mutable value) = children[at];
            switch (random.Next(8))
            {
                case 0:
                    children.RemoveAt(at);
                    break;
                case 1:
                    children.Insert(at, (name, value));
                    break;
                case 2:
                    children[at] = (name, Scalar(random));
                    break;
                case 3 when name is not null:
                    children[at] = (Word(random), value);
                    break;
                case 4:
                    children[at] = (name, Reference(random));
                    break;
                case 5:
                    // Any part of the document in the place of another.
                    children[at] = (name, Pick(random));
                    break;
                case 6 when holder._isMap:
                    children.Add((Word(random), random.Next(2) == 0 ? Scalar(random) : Pick(random)));
                    break;
                default:
                    children[at] = (name, new Mutable { _children = [(null, value), (null, Pick(random))] });
                    break;
            }

            Mutable Pick(Random from)
            {
                List<Mutable> all = [.. All()];
                return all[from.Next(all.Count)].Copy(0);
            }

            Mutable Reference(Random from)
            {
                string[] pointers = [.. Pointers("#").Take(4000)];
                return new Mutable { _isMap = true, _children = [("$ref", new Mutable { _json = Quoted(pointers[from.Next(pointers.Length)]) })] };
            }
        }

        public void Write(StringBuilder text)
        {
            if (_children is null)
            {
                text.Append(_json);
                return;
            }

            text.Append(_isMap ? '{' : '[');
            for (int i = 0; i < _children.Count; i++)
            {
                text.Append(i == 0 ? "" : ",");
                if (_isMap)
                {
                    text.Append(Quoted(_children[i].Name ?? "")).Append(':');
                }

                _children[i].Value.Write(text);
            }

            text.Append(_isMap ? '}' : ']');
        }

        private static string Word(Random random) => s_words[random.Next(s_words.Length)];

        private static Mutable Scalar(Random random) => new()
        {
            _json = random.Next(8) switch
            {
                0 => "null",
                1 => "true",
                2 => random.Next(-3, 4).ToString(CultureInfo.InvariantCulture),
                3 => "1e400",
                4 => "-0.5",
                5 => "99999999999999999999",
                6 => "[]",
                _ => Quoted(Word(random)),
            },
        };

        private static string Quoted(string text)
        {
            var quoted = new StringBuilder();
            JsonText.AppendText(quoted, text);
            return quoted.ToString();
        }

        // A part put below itself must not make a circle of the tree.
        private Mutable Copy(int depth) => depth > 40
            ? new Mutable()
            : new Mutable { _json = _json, _isMap = _isMap, _children = _children?.ConvertAll(child => (child.Name, child.Value.Copy(depth + 1))) };

        private IEnumerable<Mutable> All() => _children is null ? [this] : _children.SelectMany(child => child.Value.All()).Prepend(this);

        private IEnumerable<string> Pointers(string own) => (_children ?? []).SelectMany((child, i) =>
        {
            string pointer = own + "/" + (child.Name is { } name ? JsonPointer.Escape(name) : i.ToString(CultureInfo.InvariantCulture));
            return child.Value.Pointers(pointer).Prepend(pointer);
        });
    }
}
