using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Kling3.Sandbox.Checking;

/// <summary>
/// Holds a JSON value against a schema of OpenAPI 3.0 by walking both. Slow and plain on purpose: it is the witness against
/// which compiled validation is held, so it shares nothing with it.
/// </summary>
internal sealed class SchemaChecker(JsonElement root)
{
    private const int MaxQuoted = 60;

    // Long enough for any sane pattern, short enough that a hostile text cannot hold a connection.
    private static readonly TimeSpan s_patternTimeout = TimeSpan.FromMilliseconds(250);

    // Keywords that narrow what is valid. One that is not listed here would be passed over, so Prove refuses it.
    private static readonly HashSet<string> s_understood =
    [
        "$ref", "type", "nullable", "enum", "allOf", "anyOf", "oneOf", "not", "discriminator", "properties", "required", "additionalProperties",
        "minProperties", "maxProperties", "items", "minItems", "maxItems", "uniqueItems", "minimum", "maximum", "exclusiveMinimum",
        "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern",
        "title", "description", "default", "example", "examples", "externalDocs", "deprecated", "readOnly", "writeOnly", "xml", "format",
    ];

    /// <summary>The first text or name in <paramref name="value"/> that is not text at all (a lone surrogate); null when all are.</summary>
    public static Violation? UnreadableText(JsonElement value, string path = "")
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    if (!TryGetName(property, out string? name))
                    {
                        return new Violation(null, path, "The name of a member is not valid Unicode.");
                    }

                    if (UnreadableText(property.Value, Join(path, name)) is { } inMember)
                    {
                        return inMember;
                    }
                }

                return null;

            case JsonValueKind.Array:
                int index = 0;
                foreach (JsonElement item in value.EnumerateArray())
                {
                    if (UnreadableText(item, $"{path}[{index++}]") is { } inItem)
                    {
                        return inItem;
                    }
                }

                return null;

            case JsonValueKind.String:
                return TryGetText(value, out _) ? null : new Violation(null, path, $"{Subject(path)} is not valid Unicode.");

            default:
                return null;
        }
    }

    /// <summary>Follows <c>$ref</c>, which in OpenAPI 3.0 stands for all that is beside it.</summary>
    public JsonElement Resolve(JsonElement schema)
    {
        for (int hops = 0; hops < 32; hops++)
        {
            if (schema.ValueKind != JsonValueKind.Object)
            {
                throw new SpecException($"A schema of the spec is {schema.ValueKind} instead of an object.");
            }

            if (!schema.TryGetProperty("$ref", out JsonElement reference))
            {
                return schema;
            }

            schema = Find(reference.GetString() ?? "");
        }

        throw new SpecException("The spec has a '$ref' that leads back to itself.");
    }

    /// <summary>The schemas of a discriminated <c>oneOf</c>, by the value that selects each, in the order of the spec.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonElement>> Cases(JsonElement union)
    {
        union = Resolve(union);
        if (!union.TryGetProperty("oneOf", out JsonElement oneOf) || !union.TryGetProperty("discriminator", out JsonElement discriminator))
        {
            throw new SpecException("The schema of the request must be a 'oneOf' with a 'discriminator'.");
        }

        List<KeyValuePair<string, JsonElement>> cases = [];
        if (discriminator.TryGetProperty("mapping", out JsonElement mapping))
        {
            foreach (JsonProperty entry in mapping.EnumerateObject())
            {
                string target = entry.Value.GetString() ?? "";
                cases.Add(new(entry.Name, Resolve(Find(target.StartsWith('#') ? target : "#/components/schemas/" + target))));
            }

            return cases;
        }

        foreach (JsonElement alternative in oneOf.EnumerateArray())
        {
            // Without a mapping a schema is selected by its own name.
            if (!alternative.TryGetProperty("$ref", out JsonElement reference) || reference.GetString() is not { } pointer)
            {
                throw new SpecException("A 'oneOf' with a 'discriminator' and no 'mapping' must refer to named schemas.");
            }

            cases.Add(new(pointer[(pointer.LastIndexOf('/') + 1)..], Resolve(alternative)));
        }

        return cases;
    }

    /// <summary>The case of the discriminated <paramref name="union"/> that <paramref name="value"/> selects; Undefined when none.</summary>
    public JsonElement Select(JsonElement union, JsonElement value)
    {
        string discriminator = DiscriminatorOf(Resolve(union));
        if (value.ValueKind == JsonValueKind.Object
            && value.TryGetProperty(discriminator, out JsonElement selector)
            && TryGetText(selector, out string? text))
        {
            foreach (KeyValuePair<string, JsonElement> candidate in Cases(union))
            {
                if (candidate.Key == text)
                {
                    return candidate.Value;
                }
            }
        }

        return default;
    }

    /// <summary>The properties of an object schema in order, those that it takes from <c>allOf</c> first.</summary>
    public IEnumerable<KeyValuePair<string, JsonElement>> Properties(JsonElement schema)
    {
        foreach (JsonElement part in Parts(schema))
        {
            if (part.TryGetProperty("properties", out JsonElement properties))
            {
                foreach (JsonProperty property in properties.EnumerateObject())
                {
                    yield return new(property.Name, property.Value);
                }
            }
        }
    }

    /// <summary>A keyword of a schema; one of its own counts before one that it takes from <c>allOf</c>.</summary>
    public JsonElement? Keyword(JsonElement schema, string name)
    {
        JsonElement? found = null;
        foreach (JsonElement part in Parts(schema))
        {
            if (part.TryGetProperty(name, out JsonElement value))
            {
                found = value;
            }
        }

        return found;
    }

    /// <summary>Walks <paramref name="schema"/> without a value.</summary>
    /// <exception cref="SpecException">A reference dangles, or a keyword is not understood.</exception>
    public void Prove(JsonElement schema) => Prove(schema, depth: 0);

    /// <summary>The first violation of <paramref name="schema"/> in <paramref name="value"/>, or null.</summary>
    public Violation? Check(JsonElement schema, JsonElement value) => Check(schema, value, path: "", code: null);

    private Violation? Check(JsonElement schema, JsonElement value, string path, string? code)
    {
        code = Code(schema) ?? code;
        if (value.ValueKind == JsonValueKind.Null && Keyword(schema, "nullable") is { ValueKind: JsonValueKind.True })
        {
            return null;
        }

        schema = Resolve(schema);
        if (schema.TryGetProperty("discriminator", out _) && schema.TryGetProperty("oneOf", out _))
        {
            return CheckUnion(schema, value, path, code);
        }

        foreach (JsonElement part in Parts(schema))
        {
            if (CheckKeywords(part, value, path, code) is { } violation)
            {
                return violation;
            }
        }

        return value.ValueKind == JsonValueKind.Object ? CheckMembers(schema, value, path) : null;
    }

    private Violation? CheckUnion(JsonElement schema, JsonElement value, string path, string? code)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return new Violation(code, path, $"{Subject(path)} must be an object, not {Kind(value)}.");
        }

        JsonElement selected = Select(schema, value);
        if (selected.ValueKind != JsonValueKind.Undefined)
        {
            return Check(selected, value, path, code);
        }

        string discriminator = DiscriminatorOf(schema);
        IReadOnlyList<KeyValuePair<string, JsonElement>> cases = Cases(schema);
        string? selectorCode = cases
            .SelectMany(candidate => Properties(candidate.Value))
            .Where(property => property.Key == discriminator)
            .Select(property => Code(property.Value))
            .FirstOrDefault(found => found is not null);
        string message = value.TryGetProperty(discriminator, out JsonElement selector)
            ? $"{discriminator} {Quote(selector)} is none of {string.Join(", ", cases.Select(candidate => candidate.Key))}."
            : $"{discriminator} is missing; it is one of {string.Join(", ", cases.Select(candidate => candidate.Key))}.";
        return new Violation(selectorCode ?? code, Join(path, discriminator), message);
    }

    private Violation? CheckKeywords(JsonElement schema, JsonElement value, string path, string? code)
    {
        if (schema.TryGetProperty("type", out JsonElement type) && !IsOfType(value, type.GetString()))
        {
            return new Violation(code, path, $"{Subject(path)} must be of type {type.GetString()}, not {Kind(value)}.");
        }

        if (schema.TryGetProperty("enum", out JsonElement values) && !values.EnumerateArray().Any(allowed => AreEqual(allowed, value)))
        {
            return new Violation(code, path, $"{Subject(path)} must be one of {string.Join(", ", values.EnumerateArray().Select(Quote))}, not {Quote(value)}.");
        }

        string? problem = value.ValueKind switch
        {
            JsonValueKind.String => TextProblem(schema, value),
            JsonValueKind.Number => NumberProblem(schema, value),
            JsonValueKind.Array => CountProblem(schema, value.GetArrayLength(), "Items", "items"),
            JsonValueKind.Object => CountProblem(schema, value.EnumerateObject().Count(), "Properties", "members"),
            _ => null,
        };
        if (problem is not null)
        {
            return new Violation(code, path, $"{Subject(path)} {problem}");
        }

        return (value.ValueKind == JsonValueKind.Array ? CheckItems(schema, value, path, code) : null)
            ?? CheckComposition(schema, value, path, code);
    }

    private Violation? CheckItems(JsonElement schema, JsonElement value, string path, string? code)
    {
        if (schema.TryGetProperty("uniqueItems", out JsonElement unique) && unique.ValueKind == JsonValueKind.True)
        {
            JsonElement[] items = [.. value.EnumerateArray()];
            for (int i = 0; i < items.Length; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    if (AreEqual(items[i], items[j]))
                    {
                        return new Violation(code, $"{path}[{i}]", $"{path}[{i}] repeats {path}[{j}].");
                    }
                }
            }
        }

        if (schema.TryGetProperty("items", out JsonElement itemSchema))
        {
            int index = 0;
            foreach (JsonElement item in value.EnumerateArray())
            {
                if (Check(itemSchema, item, $"{path}[{index++}]", code) is { } violation)
                {
                    return violation;
                }
            }
        }

        return null;
    }

    private Violation? CheckComposition(JsonElement schema, JsonElement value, string path, string? code)
    {
        if (schema.TryGetProperty("anyOf", out JsonElement anyOf)
            && anyOf.EnumerateArray().All(alternative => Check(alternative, value, path, code) is not null))
        {
            return new Violation(code, path, $"{Subject(path)} fits none of the forms that the spec lists for it.");
        }

        if (schema.TryGetProperty("oneOf", out JsonElement oneOf)
            && oneOf.EnumerateArray().Count(alternative => Check(alternative, value, path, code) is null) != 1)
        {
            return new Violation(code, path, $"{Subject(path)} must fit exactly one of the forms that the spec lists for it.");
        }

        if (schema.TryGetProperty("not", out JsonElement not) && Check(not, value, path, code) is null)
        {
            return new Violation(code, path, $"{Subject(path)} has a form that the spec excludes.");
        }

        return null;
    }

    private Violation? CheckMembers(JsonElement schema, JsonElement value, string path)
    {
        HashSet<string> required = [];
        foreach (JsonElement part in Parts(schema))
        {
            if (part.TryGetProperty("required", out JsonElement names))
            {
                required.UnionWith(names.EnumerateArray().Select(name => name.GetString() ?? ""));
            }
        }

        HashSet<string> known = [];
        foreach (KeyValuePair<string, JsonElement> property in Properties(schema))
        {
            known.Add(property.Key);
            string? code = Code(property.Value);
            bool present = value.TryGetProperty(property.Key, out JsonElement member);
            bool mustBeThere = required.Remove(property.Key);
            if (mustBeThere && (!present || (code is not null && IsBlank(property.Value, member))))
            {
                return new Violation(code, Join(path, property.Key), $"{Join(path, property.Key)} is required{(present ? " and must not be blank" : "")}.");
            }

            if (present && Check(property.Value, member, Join(path, property.Key), code) is { } violation)
            {
                return violation;
            }
        }

        // Whatever is required and described nowhere.
        if (required.FirstOrDefault(name => !value.TryGetProperty(name, out _)) is { } missing)
        {
            return new Violation(null, Join(path, missing), $"{Join(path, missing)} is required.");
        }

        foreach (JsonElement part in Parts(schema))
        {
            if (!part.TryGetProperty("additionalProperties", out JsonElement additional) || additional.ValueKind == JsonValueKind.True)
            {
                continue;
            }

            foreach (JsonProperty member in value.EnumerateObject().Where(member => !known.Contains(member.Name)))
            {
                string name = Join(path, member.Name);
                if (additional.ValueKind == JsonValueKind.False)
                {
                    return new Violation(null, name, $"{Clip(name)} is not a member that the model takes.");
                }

                if (Check(additional, member.Value, name, code: null) is { } violation)
                {
                    return violation;
                }
            }
        }

        return null;
    }

    private void Prove(JsonElement schema, int depth)
    {
        if (depth > 32)
        {
            // Schemas may contain themselves; what is this deep has been seen before.
            return;
        }

        foreach (JsonElement part in Parts(schema))
        {
            foreach (JsonProperty keyword in part.EnumerateObject())
            {
                if (!s_understood.Contains(keyword.Name) && !keyword.Name.StartsWith("x-", StringComparison.Ordinal))
                {
                    throw new SpecException($"The sandbox does not understand the keyword '{keyword.Name}' of a schema.");
                }

                switch (keyword.Name)
                {
                    case "properties":
                        foreach (JsonProperty property in keyword.Value.EnumerateObject())
                        {
                            Prove(property.Value, depth + 1);
                        }

                        break;
                    case "items" or "not":
                    case "additionalProperties" when keyword.Value.ValueKind == JsonValueKind.Object:
                        Prove(keyword.Value, depth + 1);
                        break;
                    case "anyOf" or "oneOf":
                        foreach (JsonElement alternative in keyword.Value.EnumerateArray())
                        {
                            Prove(alternative, depth + 1);
                        }

                        break;
                    case "type" when keyword.Value.GetString() is not ("string" or "integer" or "number" or "boolean" or "array" or "object"):
                        throw new SpecException($"The spec has a schema of the type {Quote(keyword.Value)}.");
                    case "pattern":
                        ProvePattern(keyword.Value.GetString() ?? "");
                        break;
                }
            }
        }
    }

    private static void ProvePattern(string pattern)
    {
        try
        {
            _ = Pattern(pattern);
        }
        catch (ArgumentException exception)
        {
            throw new SpecException($"The spec has a pattern that is none: {exception.Message}", exception);
        }
    }

    /// <summary>A schema and all that it takes in by <c>allOf</c>, those first.</summary>
    private IEnumerable<JsonElement> Parts(JsonElement schema, int depth = 0)
    {
        if (depth > 32)
        {
            throw new SpecException("The spec has an 'allOf' that leads back to itself.");
        }

        schema = Resolve(schema);
        if (schema.TryGetProperty("allOf", out JsonElement allOf))
        {
            foreach (JsonElement part in allOf.EnumerateArray())
            {
                foreach (JsonElement inner in Parts(part, depth + 1))
                {
                    yield return inner;
                }
            }
        }

        yield return schema;
    }

    private JsonElement Find(string pointer)
    {
        if (!pointer.StartsWith("#/", StringComparison.Ordinal))
        {
            throw new SpecException($"The spec refers to '{pointer}', which is not within it.");
        }

        JsonElement target = root;
        foreach (string segment in pointer[2..].Split('/'))
        {
            string name = Uri.UnescapeDataString(segment).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (target.ValueKind != JsonValueKind.Object || !target.TryGetProperty(name, out target))
            {
                throw new SpecException($"The spec refers to '{pointer}', which it does not have.");
            }
        }

        return target;
    }

    private string? Code(JsonElement schema) => Keyword(schema, "x-error-code")?.GetString();

    private static string DiscriminatorOf(JsonElement union) =>
        union.TryGetProperty("discriminator", out JsonElement discriminator)
        && discriminator.TryGetProperty("propertyName", out JsonElement name)
        && name.GetString() is { } text
            ? text
            : throw new SpecException("A 'discriminator' of the spec has no 'propertyName'.");

    /// <summary>Whether a required member counts as missing although it is there: null, a text that says nothing, a list with nothing in it.</summary>
    private bool IsBlank(JsonElement schema, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => Keyword(schema, "nullable") is not { ValueKind: JsonValueKind.True },
        JsonValueKind.String => string.IsNullOrWhiteSpace(value.GetString()),
        JsonValueKind.Array when Keyword(schema, "items") is { } items && Keyword(items, "type")?.GetString() == "string" =>
            value.GetArrayLength() == 0
            || value.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.String && string.IsNullOrWhiteSpace(item.GetString())),
        _ => false,
    };

    private static bool IsOfType(JsonElement value, string? type) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        "number" => value.ValueKind == JsonValueKind.Number,
        // 5.0 is an integer: JSON has numbers only.
        "integer" => value.ValueKind == JsonValueKind.Number
            && (value.TryGetDecimal(out decimal exact) ? decimal.IsInteger(exact) : double.IsInteger(value.GetDouble())),
        _ => throw new SpecException($"The spec has a schema of the type '{type}'."),
    };

    private static string? TextProblem(JsonElement schema, JsonElement value)
    {
        string text = value.GetString() ?? "";
        if (schema.TryGetProperty("minLength", out JsonElement minLength) || schema.TryGetProperty("maxLength", out _))
        {
            // JSON Schema counts characters as Unicode does, not as UTF-16 happens to store them.
            int length = text.EnumerateRunes().Count();
            if (minLength.ValueKind == JsonValueKind.Number && length < minLength.GetDecimal())
            {
                return $"must have at least {minLength} characters, not {Invariant(length)}.";
            }

            if (schema.TryGetProperty("maxLength", out JsonElement maxLength) && length > maxLength.GetDecimal())
            {
                return $"must have at most {maxLength} characters, not {Invariant(length)}.";
            }
        }

        if (schema.TryGetProperty("pattern", out JsonElement pattern) && pattern.GetString() is { } expression)
        {
            try
            {
                return Pattern(expression).IsMatch(text) ? null : $"must match the pattern {expression}.";
            }
            catch (RegexMatchTimeoutException)
            {
                return $"could not be held against the pattern {expression} in time.";
            }
        }

        return null;
    }

    private static string? NumberProblem(JsonElement schema, JsonElement value)
    {
        // What a decimal cannot hold is far outside of any limit that one can: comparing as double is exact enough there.
        bool isExact = value.TryGetDecimal(out decimal exact);
        double rough = value.GetDouble();
        int Compare(JsonElement limit) => isExact && limit.TryGetDecimal(out decimal other) ? exact.CompareTo(other) : rough.CompareTo(limit.GetDouble());

        if (schema.TryGetProperty("minimum", out JsonElement minimum))
        {
            bool exclusive = schema.TryGetProperty("exclusiveMinimum", out JsonElement flag) && flag.ValueKind == JsonValueKind.True;
            int order = Compare(minimum);
            if (order < 0 || (exclusive && order == 0))
            {
                return $"must be {(exclusive ? "more than" : "at least")} {minimum}, not {Quote(value)}.";
            }
        }

        if (schema.TryGetProperty("maximum", out JsonElement maximum))
        {
            bool exclusive = schema.TryGetProperty("exclusiveMaximum", out JsonElement flag) && flag.ValueKind == JsonValueKind.True;
            int order = Compare(maximum);
            if (order > 0 || (exclusive && order == 0))
            {
                return $"must be {(exclusive ? "less than" : "at most")} {maximum}, not {Quote(value)}.";
            }
        }

        if (schema.TryGetProperty("multipleOf", out JsonElement step))
        {
            bool fits = isExact && step.TryGetDecimal(out decimal exactStep) ? exact % exactStep == 0 : double.IsInteger(rough / step.GetDouble());
            if (!fits)
            {
                return $"must be a multiple of {step}, not {Quote(value)}.";
            }
        }

        return null;
    }

    private static string? CountProblem(JsonElement schema, int count, string keyword, string noun)
    {
        if (schema.TryGetProperty("min" + keyword, out JsonElement minimum) && count < minimum.GetDecimal())
        {
            return $"must have at least {minimum} {noun}, not {Invariant(count)}.";
        }

        return schema.TryGetProperty("max" + keyword, out JsonElement maximum) && count > maximum.GetDecimal()
            ? $"must have at most {maximum} {noun}, not {Invariant(count)}."
            : null;
    }

    /// <summary>Equality as JSON Schema has it: 5 and 5.0 are one number.</summary>
    internal static bool AreEqual(JsonElement left, JsonElement right)
    {
        if (left.ValueKind == JsonValueKind.Number && right.ValueKind == JsonValueKind.Number)
        {
            return left.TryGetDecimal(out decimal leftExact) && right.TryGetDecimal(out decimal rightExact)
                ? leftExact == rightExact
                : left.GetDouble().Equals(right.GetDouble());
        }

        return JsonElement.DeepEquals(left, right);
    }

    private static Regex Pattern(string expression) => new(expression, RegexOptions.CultureInvariant, s_patternTimeout);

    private static bool TryGetText(JsonElement value, out string? text)
    {
        text = null;
        if (value.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        try
        {
            text = value.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            // The JSON is well formed and its text is not: "\ud800".
            return false;
        }
    }

    private static bool TryGetName(JsonProperty property, out string name)
    {
        try
        {
            name = property.Name;
            return true;
        }
        catch (InvalidOperationException)
        {
            name = "";
            return false;
        }
    }

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "null",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Undefined => "nothing",
        JsonValueKind kind => kind.ToString().ToLowerInvariant(),
    };

    private static string Quote(JsonElement value) => Clip(value.GetRawText());

    private static string Clip(string text)
    {
        if (text.Length <= MaxQuoted)
        {
            return text;
        }

        // Never between the halves of a character.
        int end = char.IsHighSurrogate(text[MaxQuoted - 1]) ? MaxQuoted - 1 : MaxQuoted;
        return text[..end] + "…";
    }

    private static string Subject(string path) => path.Length == 0 ? "The body" : Clip(path);

    private static string Join(string path, string name) => path.Length == 0 ? name : path + "." + name;

    private static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);
}
