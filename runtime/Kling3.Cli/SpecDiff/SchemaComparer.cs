using System.Text.Json;

namespace Kling3.Cli.SpecDiff;

/// <summary>Compares schemas: named ones as types, and what lies inside them as members.</summary>
internal sealed class SchemaComparer(SpecDocument older, SpecDocument newer, Dictionary<string, SchemaUse> usage, List<SpecChange> changes)
{
    // Schemas inside schemas without a type of their own: a document that has more of them goes in circles.
    private const int MaxDepth = 16;

    /// <summary>Compares the named schemas of which types are made.</summary>
    public void CompareTypes()
    {
        Dictionary<string, JsonElement> after = newer.Schemas.Where(schema => IsType(newer, schema.Value)).ToDictionary(static schema => schema.Name, static schema => schema.Value);
        Dictionary<string, JsonElement> before = older.Schemas.Where(schema => IsType(older, schema.Value)).ToDictionary(static schema => schema.Name, static schema => schema.Value);
        List<string> added = [.. after.Keys.Where(name => !before.ContainsKey(name))];
        foreach ((string name, JsonElement schema) in before)
        {
            if (after.TryGetValue(name, out JsonElement same))
            {
                SchemaUse use = usage.GetValueOrDefault(name);
                CompareResolved(name, older.Resolve(schema).Element, newer.Resolve(same).Element, use, 0);
            }
            else if (added.Find(other => Fingerprint(after[other]) == Fingerprint(schema)) is { } renamed)
            {
                added.Remove(renamed);
                Add("type-renamed", name, true, $"renamed to {renamed}");
            }
            else
            {
                Add("type-removed", name, true, "the type is gone");
            }
        }

        foreach (string name in added)
        {
            Add("type-added", name, false, "new type");
        }
    }

    /// <summary>Compares two places where a schema may be. A type that has a name is compared once, under its name.</summary>
    public void Compare(string where, JsonElement? before, JsonElement? after, SchemaUse use) => Compare(where, before, after, use, 0);

    private void Compare(string where, JsonElement? before, JsonElement? after, SchemaUse use, int depth)
    {
        if (before is not { } old || after is not { } now || depth > MaxDepth)
        {
            if (before is null != after is null)
            {
                Add("type-changed", where, true, before is null ? "there was nothing" : "there is nothing any more");
            }

            return;
        }

        string oldShape = Shape(older, old, 0);
        string newShape = Shape(newer, now, 0);
        if (oldShape != newShape)
        {
            // That a type has another name is told where the types are compared.
            (JsonElement oldTarget, string? oldName) = older.Resolve(old);
            (JsonElement newTarget, string? newName) = newer.Resolve(now);
            if (oldName is null || newName is null || Fingerprint(oldTarget) != Fingerprint(newTarget))
            {
                Add("type-changed", where, true, $"was {oldShape}, is {newShape}");
            }

            return;
        }

        JsonElement oldSchema = older.Resolve(old).Element;
        JsonElement newSchema = newer.Resolve(now).Element;
        if (!IsType(older, old) || older.Resolve(old).Name is null)
        {
            CompareResolved(where, oldSchema, newSchema, use, depth);
        }
        else
        {
            CompareNullable(where, oldSchema, newSchema, use);
        }
    }

    private void CompareResolved(string where, JsonElement before, JsonElement after, SchemaUse use, int depth)
    {
        if (use.IsSent)
        {
            CompareLimits(where, before, after);
            CompareText(where, before, after, "default", "default-changed", "what is sent by leaving it out");
            CompareText(where, before, after, "x-error-code", "error-code-changed", "the code of a violation");
            ComparePrices(where, before, after);
        }

        CompareNullable(where, before, after, use);
        CompareValues(where, before, after, use);
        CompareCases(where, before, after);
        CompareMembers(where, before, after, use, depth);
        Compare($"{where}[]", before.Find("items"), after.Find("items"), use, depth + 1);
        if (before.Find("additionalProperties") is { ValueKind: JsonValueKind.Object } oldValues && after.Find("additionalProperties") is { ValueKind: JsonValueKind.Object } newValues)
        {
            Compare($"{where}{{}}", oldValues, newValues, use, depth + 1);
        }
    }

    private void CompareMembers(string where, JsonElement before, JsonElement after, SchemaUse use, int depth)
    {
        Members old = MembersOf(older, before);
        Members now = MembersOf(newer, after);
        List<string> added = [.. now.Schemas.Keys.Where(name => !old.Schemas.ContainsKey(name))];
        List<string> removed = [.. old.Schemas.Keys.Where(name => !now.Schemas.ContainsKey(name))];
        foreach (string name in removed)
        {
            // The only one that went and the only one that came, of one type, are one that got a new name.
            string? renamed = added.Find(other => Fingerprint(now.Schemas[other]) == Fingerprint(old.Schemas[name]))
                ?? (removed.Count == 1 && added.Count == 1 && Shape(newer, now.Schemas[added[0]], 0) == Shape(older, old.Schemas[name], 0) ? added[0] : null);
            if (renamed is null)
            {
                Add("member-removed", $"{where}.{name}", true, "the member is gone");
                continue;
            }

            added.Remove(renamed);
            Add("member-renamed", $"{where}.{name}", true, $"renamed to {renamed}");
        }

        foreach (string name in added)
        {
            bool required = now.Required.Contains(name);
            Add(
                required ? "member-required" : "member-added",
                $"{where}.{name}",
                required,
                !required ? "new optional member" : use.IsSent ? "new required member" : "new member that every reply must have: one without it is an error");
        }

        foreach ((string name, JsonElement schema) in old.Schemas)
        {
            if (!now.Schemas.TryGetValue(name, out JsonElement same))
            {
                continue;
            }

            string at = $"{where}.{name}";
            switch (old.Required.Contains(name), now.Required.Contains(name))
            {
                case (false, true):
                    Add("member-required", at, true, use.IsSent ? "is required now" : "every reply must have it now: one without it is an error");
                    break;
                case (true, false):
                    Add("member-optional", at, use.IsReceived, use.IsReceived ? "may be missing now" : "is optional now");
                    break;
            }

            Compare(at, schema, same, use, depth + 1);
        }
    }

    private void CompareLimits(string where, JsonElement before, JsonElement after)
    {
        Lower("minimum", "smallest value");
        Upper("maximum", "largest value");
        Lower("minLength", "shortest length");
        Upper("maxLength", "longest length");
        Lower("minItems", "fewest items");
        Upper("maxItems", "most items");
        Lower("minProperties", "fewest entries");
        Upper("maxProperties", "most entries");
        Switch("exclusiveMinimum", "the smallest value itself");
        Switch("exclusiveMaximum", "the largest value itself");
        Switch("uniqueItems", "equal items");
        Other("pattern");
        Other("multipleOf");

        // 3.1 gives numbers where 3.0 has true and false.
        Lower("exclusiveMinimum", "bound below");
        Upper("exclusiveMaximum", "bound above");

        void Lower(string name, string what) => Bound(name, what, static (old, now) => now > old);

        void Upper(string name, string what) => Bound(name, what, static (old, now) => now < old);

        void Bound(string name, string what, Func<decimal, decimal, bool> narrows)
        {
            decimal? old = before.FindNumber(name);
            decimal? now = after.FindNumber(name);
            if (old != now)
            {
                bool narrowed = now is { } limit && (old is not { } was || narrows(was, limit));
                Limit(where, narrowed, $"the {what} was {Shown(old)}, is {Shown(now)}");
            }
        }

        void Switch(string name, string what)
        {
            if (before.IsTrue(name) != after.IsTrue(name))
            {
                Limit(where, after.IsTrue(name), after.IsTrue(name) ? $"{what} is refused now" : $"{what} is allowed now");
            }
        }

        void Other(string name)
        {
            string? old = before.Find(name)?.ToText();
            string? now = after.Find(name)?.ToText();
            if (old != now)
            {
                Limit(where, now is not null, $"{name} was {old ?? "not there"}, is {now ?? "not there"}");
            }
        }
    }

    private void Limit(string where, bool narrowed, string message) => Add(narrowed ? "limit-narrowed" : "limit-widened", where, narrowed, message);

    private void CompareValues(string where, JsonElement before, JsonElement after, SchemaUse use)
    {
        List<string> old = Values(before);
        List<string> now = Values(after);
        bool isType = before.FindText("type") == "string";
        if (old.Count == 0 || now.Count == 0)
        {
            if (old.Count != now.Count && use.IsSent)
            {
                Limit(where, now.Count > 0, now.Count > 0 ? $"only these values are allowed now: {string.Join(", ", now)}" : "any value is allowed now");
            }

            return;
        }

        foreach (string value in old.Except(now, StringComparer.Ordinal).Where(_ => use.IsSent || isType))
        {
            Add("value-removed", where, true, $"the value {value} is gone");
        }

        foreach (string value in now.Except(old, StringComparer.Ordinal))
        {
            Add("value-added", where, false, $"new value {value}");
        }

        List<string> oldNames = Values(before, "x-enumNames");
        List<string> newNames = Values(after, "x-enumNames");
        for (int i = 0; i < Math.Min(old.Count, oldNames.Count); i++)
        {
            int at = now.IndexOf(old[i]);
            if (at >= 0 && at < newNames.Count && newNames[at] != oldNames[i])
            {
                Add("value-renamed", where, true, $"the value {old[i]} was called {oldNames[i]}, is called {newNames[at]}");
            }
        }
    }

    private void CompareCases(string where, JsonElement before, JsonElement after)
    {
        foreach (string keyword in new[] { "oneOf", "anyOf" })
        {
            List<string> old = [.. SpecDocument.Items(before.Find(keyword)).Select(schema => Shape(older, schema, 0))];
            List<string> now = [.. SpecDocument.Items(after.Find(keyword)).Select(schema => Shape(newer, schema, 0))];

            // A type that is gone or new is told of where the types are compared.
            foreach (string name in old.Except(now, StringComparer.Ordinal).Where(name => newer.Schemas.Any(schema => schema.Name == name)))
            {
                Add("case-removed", where, true, $"{name} is no {where} any more");
            }

            foreach (string name in now.Except(old, StringComparer.Ordinal).Where(name => older.Schemas.Any(schema => schema.Name == name)))
            {
                Add("case-added", where, false, $"{name} is one more {where}");
            }
        }
    }

    private void CompareNullable(string where, JsonElement before, JsonElement after, SchemaUse use)
    {
        switch (IsNullable(before), IsNullable(after))
        {
            case (false, true):
                Add("nullable", where, use.IsReceived, "may be null now");
                break;
            case (true, false):
                Add("not-nullable", where, use.IsSent, "may not be null any more");
                break;
        }
    }

    private void CompareText(string where, JsonElement before, JsonElement after, string name, string kind, string what)
    {
        string? old = before.Find(name)?.ToText();
        string? now = after.Find(name)?.ToText();
        if (old != now)
        {
            Add(kind, where, old is not null, $"{what} was {old ?? "not given"}, is {now ?? "not given"}");
        }
    }

    private void ComparePrices(string where, JsonElement before, JsonElement after)
    {
        string? old = Price(before);
        string? now = Price(after);
        if (old != now)
        {
            Add("price-changed", where, true, $"the price was {old ?? "not known"}, is {now ?? "not known"}");
        }
    }

    private static string? Price(JsonElement schema)
    {
        if (schema.Find("x-cost") is not { } cost)
        {
            return null;
        }

        IEnumerable<string> rules = SpecDocument.Items(cost.Find("rules")).Select(static rule =>
        {
            string of = rule.FindText("of") ?? "";
            string price =
                rule.Find("fixed") is { } whole ? whole.ToText()
                : rule.Find("perUnit") is { } unit ? $"{unit.ToText()} × {of}"
                : string.Join(", ", SpecDocument.Properties(rule.Find("table")).Select(row => $"{row.Value.ToText()} ({of} {row.Name})"));
            return rule.Find("when") is { } when ? $"{price} if {when.ToText()}" : price;
        });
        return $"{string.Join("; ", rules)} {cost.FindText("unit")}";
    }

    private static List<string> Values(JsonElement schema, string keyword = "enum") =>
        [.. SpecDocument.Items(schema.Find(keyword)).Where(static value => value.ValueKind != JsonValueKind.Null).Select(static value => value.ToText())];

    private static bool IsNullable(JsonElement schema) =>
        schema.IsTrue("nullable") || SpecDocument.Items(schema.Find("type")).Any(static type => type.ToText() == "null");

    private static string Shown(decimal? number) => number is { } known ? Commands.Words.Of(known) : "not limited";

    /// <summary>Whether a type is made of a schema that has a name, as opposed to a limit on a text or a number.</summary>
    private static bool IsType(SpecDocument document, JsonElement schema)
    {
        JsonElement resolved = document.Resolve(schema).Element;
        return resolved.Find("properties") is not null || resolved.Find("oneOf") is not null || resolved.Find("anyOf") is not null || resolved.Find("allOf") is not null
            || (resolved.FindText("type") == "string" && resolved.Find("enum") is not null);
    }

    /// <summary>What C# type a place has, as far as two documents can differ in it.</summary>
    private static string Shape(SpecDocument document, JsonElement schema, int depth)
    {
        (JsonElement resolved, string? name) = document.Resolve(schema);
        if (name is not null && IsType(document, schema))
        {
            return name;
        }

        if (depth > MaxDepth)
        {
            return "something without an end";
        }

        string type = resolved.FindText("type")
            ?? SpecDocument.Items(resolved.Find("type")).Select(static item => item.ToText()).FirstOrDefault(static item => item != "null")
            ?? (resolved.Find("properties") is null ? "anything" : "object");
        return type switch
        {
            "array" => $"list of {(resolved.Find("items") is { } items ? Shape(document, items, depth + 1) : "anything")}",
            "object" when resolved.Find("properties") is null =>
                $"map of {(resolved.Find("additionalProperties") is { ValueKind: JsonValueKind.Object } values ? Shape(document, values, depth + 1) : "anything")}",
            "string" when resolved.Find("enum") is not null => "enumeration",
            _ => resolved.FindText("format") is { } format ? $"{type} ({format})" : type,
        };
    }

    /// <summary>A schema without its words: two with one fingerprint differ by name only.</summary>
    private static string Fingerprint(JsonElement schema) => schema.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(",", schema.EnumerateObject().Where(static property => property.Name is not ("description" or "title" or "example" or "x-source")).OrderBy(static property => property.Name, StringComparer.Ordinal).Select(static property => $"{property.Name}:{Fingerprint(property.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(",", schema.EnumerateArray().Select(Fingerprint))}]",
        _ => schema.ToText(),
    };

    private static Members MembersOf(SpecDocument document, JsonElement schema, HashSet<string>? seen = null)
    {
        Members members = new([], []);
        seen ??= [];
        foreach (JsonElement part in SpecDocument.Items(schema.Find("allOf")))
        {
            (JsonElement ancestor, string? ancestorName) = document.Resolve(part);
            if (ancestorName is not null && !seen.Add(ancestorName))
            {
                // Inherited already, or from itself.
                continue;
            }

            Members inherited = MembersOf(document, ancestor, seen);
            foreach ((string name, JsonElement member) in inherited.Schemas)
            {
                members.Schemas[name] = member;
            }

            members.Required.UnionWith(inherited.Required);
        }

        foreach (JsonProperty property in SpecDocument.Properties(schema.Find("properties")))
        {
            members.Schemas[property.Name] = property.Value;
        }

        members.Required.UnionWith(SpecDocument.Items(schema.Find("required")).Select(static name => name.ToText()));
        return members;
    }

    private void Add(string kind, string where, bool isBreaking, string message) => changes.Add(new SpecChange(kind, where, isBreaking, message));

    private sealed record Members(Dictionary<string, JsonElement> Schemas, HashSet<string> Required);
}
