using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Kling3.Generated.Tests.Support;
using Kling3.Runtime;
using Kling3.Sandbox.Checking;

namespace Kling3.Generated.Tests;

/// <summary>
/// The emitted validator against the sandbox's checker, which walks the spec's own schemas and shares no code with it. A failure prints CsCheck's seed; run it
/// again with the environment variable CsCheck_Seed.
/// </summary>
public sealed class ValidatorAgreementTests
{
    private static readonly Gen<string> s_text = Gen.Frequency(
        (4, Gen.OneOf("x", "", " ", "\t\r\n", "\u00a0\u3000", "16:9", "9:16", "1:1", "4:3", "16:9 ", "https://example.com/a", "\ud83c\udfac", "\u200b")),
        (1, Gen.Int[1990, 2010].Select(length => new string('x', length))),
        (1, Gen.Int[1995, 2005].Select(length => string.Concat(Enumerable.Repeat("\ud83c\udfac", length)))),
        (1, Gen.String[0, 20]));

    // Unpaired surrogates have no form in JSON; the writer replaces them, so a text that has any is no text to compare.
    private static readonly Gen<string> s_wellFormed = s_text.Select(text => text.Any(char.IsSurrogate) ? new string([.. text.EnumerateRunes().SelectMany(rune => rune.ToString())]) : text);

    private static readonly Gen<object> s_integer = Gen.Frequency(
        (4, Gen.Long[-2, 20]),
        (1, Gen.OneOf((long)int.MinValue, int.MaxValue))).Select(number => (object)number);

    private static readonly Gen<object> s_number = Gen.Frequency(
        (3, Gen.Double[-2, 2]),
        (1, Gen.OneOf(0d, 0.5, -1e300, double.MaxValue, double.Epsilon))).Select(number => (object)number);

    private static readonly Gen<object> s_list = Gen.Frequency(
        (3, s_wellFormed.List[0, 3]),
        (1, Gen.Int[6, 9].Select(count => Enumerable.Repeat("https://example.com/a", count).ToList()))).Select(list => (object)list);

    private static readonly Gen<(ModelInfo Model, object?[] Values)> s_request =
        Gen.Int[0, GenerateRequest.Models.Count - 1]
            .Select(index => GenerateRequest.Models[index])
            .SelectMany(model => Values(model).Select(values => (model, values)));

    [Fact]
    public void Both_give_the_same_verdict_with_the_same_codes_on_any_request()
    {
        s_request.Sample(
            sample =>
            {
                var request = (GenerateRequest)sample.Model.Create();
                JsonObject body = new() { ["type"] = sample.Model.Type };
                for (int i = 0; i < sample.Values.Length; i++)
                {
                    if (sample.Values[i] is { } value)
                    {
                        sample.Model.Members[i].Set(request, value);
                        body[sample.Model.Members[i].Name] = JsonSerializer.SerializeToNode(value, value.GetType());
                    }
                }

                ValidationErrors errors = request.Validate();
                Violation? first = Witness(body);
                string[] found = [.. errors.Select(error => $"{error.Member} {error.Code}").Order(StringComparer.Ordinal)];
                string[] expected = [.. Violations(sample.Model, body).Order(StringComparer.Ordinal)];
                bool agree = (first is null) == (errors.Count == 0)
                    && (first is null || (first.Code == errors[0].Code && MemberOf(first) == errors[0].Member))
                    && found.SequenceEqual(expected);
                Assert.True(agree, $"{body.ToJsonString()}\nemitted: {errors}\nwitness: {string.Join(", ", expected)}; first: {first}");

                if (errors.Count == 0)
                {
                    Assert.True(RequestJson.MeanTheSame(body.ToJsonString(), RequestJson.WriteDirectly(request)));
                    Assert.Equal(ApiSpec.Default.Cost(body.Deserialize<JsonElement>()), request.EstimateCredits());
                }
            },
            iter: 1500,
            threads: 1,
            print: sample => sample.Model.Type + " " + string.Join(" | ", sample.Values.Select(value => JsonSerializer.Serialize(value))));
    }

    /// <summary>Every violation: the witness stops at the first, so each member is shown to it alone, in a body that is otherwise valid.</summary>
    private static IEnumerable<string> Violations(ModelInfo model, JsonObject body)
    {
        foreach (ModelMember member in model.Members)
        {
            JsonObject alone = ValidBody(model);
            alone.Remove(member.Name);
            if (body.TryGetPropertyValue(member.Name, out JsonNode? value))
            {
                alone[member.Name] = value?.DeepClone();
            }

            if (Witness(alone) is { } violation)
            {
                yield return $"{MemberOf(violation)} {violation.Code}";
            }
        }
    }

    private static JsonObject ValidBody(ModelInfo model)
    {
        JsonObject body = new() { ["type"] = model.Type };
        foreach (ModelMember member in model.Members.Where(member => member.Required))
        {
            body[member.Name] = member.Kind is ModelMemberKind.TextList ? new JsonArray("x") : "x";
        }

        return body;
    }

    private static Violation? Witness(JsonObject body) => ApiSpec.Default.Check(body.Deserialize<JsonElement>());

    // The witness names the item of a list, the validator the list.
    private static string MemberOf(Violation violation) => violation.Member.Split('[')[0];

    private static Gen<object?[]> Values(ModelInfo model)
    {
        Gen<object?[]> values = Gen.Const(Array.Empty<object?>());
        foreach (ModelMember member in model.Members)
        {
            Gen<object> value = member.Kind switch
            {
                ModelMemberKind.Text => s_wellFormed.Select(text => (object)text),
                ModelMemberKind.Integer => s_integer,
                ModelMemberKind.Number => s_number,
                ModelMemberKind.Boolean => Gen.Bool.Select(flag => (object)flag),
                ModelMemberKind.TextList => s_list,
                _ => throw new InvalidOperationException($"No request has a member of the kind {member.Kind}."),
            };
            Gen<object?> orAbsent = Gen.Frequency((1, Gen.Const((object?)null)), (3, value.Select(given => (object?)given)));
            values = values.SelectMany(before => orAbsent.Select(next => (object?[])[.. before, next]));
        }

        return values;
    }
}
