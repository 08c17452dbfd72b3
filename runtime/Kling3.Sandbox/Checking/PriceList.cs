using System.Globalization;
using System.Text.Json;

namespace Kling3.Sandbox.Checking;

/// <summary>Reads <c>x-cost</c>: rules, of which the first that matches says what a request costs.</summary>
internal sealed class PriceList(SchemaChecker checker)
{
    /// <summary>The price of <paramref name="body"/>, which is a valid request of the model <paramref name="schema"/>; null where no rule matches.</summary>
    public decimal? Cost(JsonElement schema, JsonElement body)
    {
        if (schema.ValueKind == JsonValueKind.Undefined || checker.Keyword(schema, "x-cost") is not { } cost)
        {
            return null;
        }

        Dictionary<string, JsonElement> members = checker.Properties(schema).ToDictionary(property => property.Key, property => property.Value);

        // A member that is not in the request has the schema's default.
        JsonElement? ValueOf(string name) =>
            body.TryGetProperty(name, out JsonElement given) ? given
            : members.TryGetValue(name, out JsonElement member) ? checker.Keyword(member, "default")
            : null;

        foreach (JsonElement rule in cost.GetProperty("rules").EnumerateArray())
        {
            if (rule.TryGetProperty("when", out JsonElement conditions)
                && !conditions.EnumerateObject().All(condition =>
                    ValueOf(condition.Name) is { } actual && SchemaChecker.AreEqual(condition.Value, actual)))
            {
                continue;
            }

            if (rule.TryGetProperty("fixed", out JsonElement price))
            {
                return price.GetDecimal();
            }

            if (ValueOf(rule.GetProperty("of").GetString() ?? "") is not { ValueKind: JsonValueKind.Number } quantity
                || !quantity.TryGetDecimal(out decimal amount))
            {
                continue;
            }

            if (rule.TryGetProperty("perUnit", out JsonElement perUnit))
            {
                return Multiply(perUnit.GetDecimal(), amount);
            }

            foreach (JsonProperty entry in rule.GetProperty("table").EnumerateObject())
            {
                if (Parse(entry.Name) == amount)
                {
                    return entry.Value.GetDecimal();
                }
            }
        }

        return null;
    }

    /// <summary>Reads the price rules of a model without a request.</summary>
    /// <exception cref="SpecException">A rule is not one.</exception>
    public void Prove(JsonElement schema, string model)
    {
        if (checker.Keyword(schema, "x-cost") is not { } cost)
        {
            return;
        }

        if (cost.ValueKind != JsonValueKind.Object || !cost.TryGetProperty("rules", out JsonElement rules) || rules.ValueKind != JsonValueKind.Array)
        {
            throw new SpecException($"x-cost of {model} has no list of 'rules'.");
        }

        foreach (JsonElement rule in rules.EnumerateArray())
        {
            if (!IsRule(rule))
            {
                throw new SpecException($"x-cost of {model} has a rule that is none: {rule.GetRawText()}. It needs 'fixed', or 'of' with 'perUnit' or 'table'.");
            }
        }
    }

    private static bool IsRule(JsonElement rule)
    {
        if (rule.ValueKind != JsonValueKind.Object
            || (rule.TryGetProperty("when", out JsonElement when) && when.ValueKind != JsonValueKind.Object))
        {
            return false;
        }

        if (rule.TryGetProperty("fixed", out JsonElement price))
        {
            return price.ValueKind == JsonValueKind.Number;
        }

        if (!rule.TryGetProperty("of", out JsonElement of) || of.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        return rule.TryGetProperty("perUnit", out JsonElement perUnit)
            ? perUnit.ValueKind == JsonValueKind.Number
            : rule.TryGetProperty("table", out JsonElement table)
                && table.ValueKind == JsonValueKind.Object
                && table.EnumerateObject().All(entry => entry.Value.ValueKind == JsonValueKind.Number && Parse(entry.Name) is not null);
    }

    // A quantity without a limit of its own can be any number. What does not fit is more than anybody has.
    private static decimal Multiply(decimal price, decimal amount)
    {
        try
        {
            return price * amount;
        }
        catch (OverflowException)
        {
            return decimal.MaxValue;
        }
    }

    private static decimal? Parse(string number) =>
        decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) ? value : null;
}
