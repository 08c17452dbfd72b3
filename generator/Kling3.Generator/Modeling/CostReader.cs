using System.Globalization;
using Kling3.Generator.Diagnostics;
using Kling3.Generator.Model;
using Kling3.Generator.Reading;
using static Kling3.Generator.Modeling.ExtensionShape;

namespace Kling3.Generator.Modeling;

/// <summary><c>x-cost</c>: a unit and rules, of which the first that matches counts.</summary>
internal static class CostReader
{
    public static string EstimateMethod(string unit) => "Estimate" + CSharpName.Pascal(unit, "Cost");

    /// <summary>The price list; null when it is malformed, which is reported at its place.</summary>
    public static CostSpec? Read(MapNode cost, Schema request, SchemaFlattener flattener, DiagnosticBag bag)
    {
        bool isWhole = CheckKeys(cost, ["unit", "rules"], bag);
        if (cost["unit"] is not ScalarNode { Kind: ScalarKind.Text, Text.Length: > 0 } unit)
        {
            isWhole = Wrong(cost["unit"] ?? cost, "'unit' must say what is charged, such as credits.", bag);
            unit = null!;
        }

        var rules = new List<PriceRuleSpec>();
        if (cost["rules"] is ListNode { Items.Count: > 0 } list)
        {
            foreach (Node item in list.Items)
            {
                if (ReadRule(item, request, flattener, bag) is { } rule)
                {
                    rules.Add(rule);
                }
                else
                {
                    isWhole = false;
                }
            }
        }
        else
        {
            isWhole = Wrong(cost["rules"] ?? cost, "'rules' must be a list of at least one rule.", bag);
        }

        return isWhole ? new CostSpec(unit.Text, rules.ToEquatableArray()) : null;
    }

    private static PriceRuleSpec? ReadRule(Node node, Schema request, SchemaFlattener flattener, DiagnosticBag bag)
    {
        if (node is not MapNode rule)
        {
            Wrong(node, "a rule must be an object with 'fixed', 'perUnit' or 'table'.", bag);
            return null;
        }

        bool isWhole = CheckKeys(rule, ["when", "of", "table", "perUnit", "fixed"], bag);
        int prices = new[] { rule["fixed"], rule["perUnit"], rule["table"] }.Count(price => price is not null);
        if (prices != 1)
        {
            isWhole = Wrong(rule, "a rule must have exactly one of 'fixed', 'perUnit' and 'table'.", bag);
        }

        var when = new List<PriceCondition>();
        foreach (MapEntry condition in Entries(rule["when"], ref isWhole, bag))
        {
            isWhole &= CheckMember(condition.Name, condition.NamePlace, condition.Value, request, flattener, bag, isNumber: false)
                && CheckValue(condition.Name, condition.Value.Place, condition.Value, condition.Value as ScalarNode, request, flattener, bag);
            when.Add(new PriceCondition(condition.Name, JsonText.Of(condition.Value)));
        }

        string? of = null;
        if (rule["fixed"] is not null)
        {
            isWhole &= rule["of"] is not { } idle || Wrong(idle, "'of' says nothing beside 'fixed'. Remove one of the two.", bag);
        }
        else
        {
            of = (rule["of"] as ScalarNode)?.Text;
            isWhole &= of is not null
                ? CheckMember(of, rule["of"]!.Place, rule["of"]!, request, flattener, bag, isNumber: rule["perUnit"] is not null)
                : Wrong(rule, "'of' must name the property that the price goes by.", bag);
        }

        var table = new List<PriceEntry>();
        foreach (MapEntry entry in Entries(rule["table"], ref isWhole, bag))
        {
            decimal? price = Price(entry.Value, ref isWhole, bag);
            isWhole &= of is null || CheckKey(of, entry, request, flattener, bag);
            table.Add(new PriceEntry(entry.Name, price ?? 0));
        }

        if (rule["table"] is MapNode { Entries.Count: 0 } empty)
        {
            isWhole = Wrong(empty, "'table' must have a price for at least one value.", bag);
        }

        decimal? fixedPrice = rule["fixed"] is { } one ? Price(one, ref isWhole, bag) : null;
        decimal? perUnit = rule["perUnit"] is { } each ? Price(each, ref isWhole, bag) : null;
        return isWhole
            ? new PriceRuleSpec { When = when.ToEquatableArray(), Of = of, Fixed = fixedPrice, PerUnit = perUnit, Table = table.ToEquatableArray() }
            : null;
    }

    private static bool CheckMember(string name, Place place, Node at, Schema request, SchemaFlattener flattener, DiagnosticBag bag, bool isNumber)
    {
        if (request.Property(name) is not { } found)
        {
            bag.Report(Descriptors.PointerNowhere, place, at.Pointer, name, "the request's properties");
            return false;
        }

        if (isNumber && !flattener.Layers(found.Schema).Exists(layer => layer.Types is JsonTypes.Integer or JsonTypes.Number))
        {
            bag.Report(Descriptors.MalformedExtension, place, at.Pointer, $"a price per unit needs a number, and '{name}' is none. Name one that is, or use a table.");
            return false;
        }

        return true;
    }

    // A key of a map is a text, whatever it means: read as the property's type has it.
    private static bool CheckKey(string of, MapEntry entry, Schema request, SchemaFlattener flattener, DiagnosticBag bag)
    {
        bool isText = request.Property(of) is { } found && TypesOf(found, flattener) is JsonTypes.Text or JsonTypes.None;
        ScalarKind kind = isText ? ScalarKind.Text : entry.Name is "true" or "false" ? ScalarKind.Boolean : IsNumber(entry.Name) ? ScalarKind.Number : ScalarKind.Text;
        return CheckValue(of, entry.NamePlace, entry.Value, new ScalarNode(entry.NamePlace, kind, entry.Name), request, flattener, bag);
    }

    /// <summary>Whether the value is of the property's type. One that its schema does not allow is reported, too: its price would never count, in silence.</summary>
    private static bool CheckValue(string name, Place place, Node at, ScalarNode? value, Schema request, SchemaFlattener flattener, DiagnosticBag bag)
    {
        if (request.Property(name) is not { } found)
        {
            return true;
        }

        JsonTypes types = TypesOf(found, flattener);
        bool fits = value is not null && types switch
        {
            JsonTypes.None => true,
            JsonTypes.Text => value.Kind == ScalarKind.Text,
            JsonTypes.Boolean => value.Kind == ScalarKind.Boolean,
            JsonTypes.Integer => value.Kind == ScalarKind.Number && decimal.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal whole) && whole == decimal.Truncate(whole),
            JsonTypes.Number or (JsonTypes.Number | JsonTypes.Integer) => value.Kind == ScalarKind.Number && IsNumber(value.Text),
            _ => false,
        };
        if (fits)
        {
            List<ScalarNode>? allowed = flattener.Layers(found.Schema).Values();

            // Harmless after a limit was narrowed, and a slip of the pen otherwise: the rest of the prices is right.
            if (allowed is not null && !allowed.Exists(one => one.Text == value!.Text))
            {
                bag.Report(Descriptors.ContradictoryLimits, place, at.Pointer, $"this price counts only where '{name}' is '{value!.Text}', and its schema does not allow that");
            }

            return true;
        }

        bag.Report(Descriptors.MalformedExtension, place, at.Pointer, value is null
            ? $"'{name}' is compared with a text, a number or true or false. Write one."
            : $"'{name}' is never '{value.Text}', as that is not of its type. Write a value that it can have.");
        return false;
    }

    private static JsonTypes TypesOf(SchemaProperty property, SchemaFlattener flattener) =>
        flattener.Layers(property.Schema).Select(layer => layer.Types).FirstOrDefault(types => types != JsonTypes.None);

    private static bool IsNumber(string text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static IReadOnlyList<MapEntry> Entries(Node? node, ref bool isWhole, DiagnosticBag bag)
    {
        if (node is MapNode map)
        {
            return map.Entries;
        }

        if (node is not null)
        {
            isWhole = Wrong(node, "an object is expected here.", bag);
        }

        return [];
    }

    private static decimal? Price(Node node, ref bool isWhole, DiagnosticBag bag)
    {
        if (node is ScalarNode { Kind: ScalarKind.Number } scalar
            && decimal.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal price) && price is >= 0 and <= 1_000_000_000_000m)
        {
            return price;
        }

        isWhole = Wrong(node, "a price is a number from 0.", bag);
        return null;
    }
}
