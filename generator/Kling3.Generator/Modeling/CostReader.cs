using System.Globalization;
using Kling3.Generator.Diagnostics;
using Kling3.Generator.Model;
using Kling3.Generator.Reading;
using static Kling3.Generator.Modeling.ExtensionShape;

namespace Kling3.Generator.Modeling;

/// <summary><c>x-cost</c>: a unit and rules, of which the first that matches counts.</summary>
internal sealed class CostReader
{
    private readonly Schema _request;
    private readonly SchemaFlattener _flattener;
    private readonly DiagnosticBag _bag;

    // Asked for by each price; null for what is no property of the request.
    private readonly Dictionary<string, Priced?> _properties = new(StringComparer.Ordinal);

    private CostReader(Schema request, SchemaFlattener flattener, DiagnosticBag bag)
    {
        _request = request;
        _flattener = flattener;
        _bag = bag;
    }

    public static string EstimateMethod(string unit) => "Estimate" + CSharpName.Pascal(unit, "Cost");

    /// <summary>The price list; null when it is malformed, which is reported at its place.</summary>
    public static CostSpec? Read(MapNode cost, Schema request, SchemaFlattener flattener, DiagnosticBag bag) => new CostReader(request, flattener, bag).Read(cost);

    private CostSpec? Read(MapNode cost)
    {
        bool isWhole = CheckKeys(cost, ["unit", "rules"], _bag);
        if (cost["unit"] is not ScalarNode { Kind: ScalarKind.Text, Text.Length: > 0 } unit)
        {
            isWhole = Wrong(cost["unit"] ?? cost, "'unit' must say what is charged, such as credits.", _bag);
            unit = null!;
        }

        var rules = new List<PriceRuleSpec>();
        if (cost["rules"] is ListNode { Items.Count: > 0 } list)
        {
            foreach (Node item in list.Items)
            {
                if (ReadRule(item) is { } rule)
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
            isWhole = Wrong(cost["rules"] ?? cost, "'rules' must be a list of at least one rule.", _bag);
        }

        return isWhole ? new CostSpec(unit.Text, rules.ToEquatableArray()) : null;
    }

    private PriceRuleSpec? ReadRule(Node node)
    {
        if (node is not MapNode rule)
        {
            Wrong(node, "a rule must be an object with 'fixed', 'perUnit' or 'table'.", _bag);
            return null;
        }

        bool isWhole = CheckKeys(rule, ["when", "of", "table", "perUnit", "fixed"], _bag);
        int prices = new[] { rule["fixed"], rule["perUnit"], rule["table"] }.Count(price => price is not null);
        if (prices != 1)
        {
            isWhole = Wrong(rule, "a rule must have exactly one of 'fixed', 'perUnit' and 'table'.", _bag);
        }

        var when = new List<PriceCondition>();
        foreach (MapEntry condition in Entries(rule["when"], ref isWhole))
        {
            isWhole &= CheckMember(condition.Name, condition.NamePlace, condition.Value, isNumber: false)
                && CheckValue(condition.Name, condition.Value.Place, condition.Value, condition.Value as ScalarNode);
            when.Add(new PriceCondition(condition.Name, JsonText.Of(condition.Value)));
        }

        string? of = null;
        if (rule["fixed"] is not null)
        {
            isWhole &= rule["of"] is not { } idle || Wrong(idle, "'of' says nothing beside 'fixed'. Remove one of the two.", _bag);
        }
        else
        {
            of = (rule["of"] as ScalarNode)?.Text;
            isWhole &= of is not null
                ? CheckMember(of, rule["of"]!.Place, rule["of"]!, isNumber: rule["perUnit"] is not null)
                : Wrong(rule, "'of' must name the property that the price goes by.", _bag);
        }

        var table = new List<PriceEntry>();
        foreach (MapEntry entry in Entries(rule["table"], ref isWhole))
        {
            decimal? price = Price(entry.Value, ref isWhole);
            isWhole &= of is null || CheckKey(of, entry);
            table.Add(new PriceEntry(entry.Name, price ?? 0));
        }

        if (rule["table"] is MapNode { Entries.Count: 0 } empty)
        {
            isWhole = Wrong(empty, "'table' must have a price for at least one value.", _bag);
        }

        decimal? fixedPrice = rule["fixed"] is { } one ? Price(one, ref isWhole) : null;
        decimal? perUnit = rule["perUnit"] is { } each ? Price(each, ref isWhole) : null;
        return isWhole
            ? new PriceRuleSpec { When = when.ToEquatableArray(), Of = of, Fixed = fixedPrice, PerUnit = perUnit, Table = table.ToEquatableArray() }
            : null;
    }

    private bool CheckMember(string name, Place place, Node at, bool isNumber)
    {
        if (Property(name) is not { } property)
        {
            _bag.Report(Descriptors.PointerNowhere, place, at.Pointer, name, "the request's properties");
            return false;
        }

        if (isNumber && !property.IsNumber)
        {
            _bag.Report(Descriptors.MalformedExtension, place, at.Pointer, $"a price per unit needs a number, and '{name}' is none. Name one that is, or use a table.");
            return false;
        }

        return true;
    }

    private Priced? Property(string name)
    {
        if (!_properties.TryGetValue(name, out Priced? property))
        {
            property = _request.Property(name) is { } found ? Priced.Of(_flattener.Layers(found.Schema)) : null;
            _properties.Add(name, property);
        }

        return property;
    }

    // A key of a map is a text, whatever it means: read as the property's type has it.
    private bool CheckKey(string of, MapEntry entry)
    {
        bool isText = Property(of)?.Types is JsonTypes.Text or JsonTypes.None;
        ScalarKind kind = isText ? ScalarKind.Text : entry.Name is "true" or "false" ? ScalarKind.Boolean : IsNumber(entry.Name) ? ScalarKind.Number : ScalarKind.Text;
        return CheckValue(of, entry.NamePlace, entry.Value, new ScalarNode(entry.NamePlace, kind, entry.Name));
    }

    /// <summary>Whether the value is of the property's type. One that its schema does not allow is reported, too: its price would never count, in silence.</summary>
    private bool CheckValue(string name, Place place, Node at, ScalarNode? value)
    {
        if (Property(name) is not { } property)
        {
            return true;
        }

        bool fits = value is not null && property.Types switch
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
            // Harmless after a limit was narrowed, and a slip of the pen otherwise: the rest of the prices is right.
            if (property.Allowed?.Contains(value!.Text) == false)
            {
                _bag.Report(Descriptors.ContradictoryLimits, place, at.Pointer, $"this price counts only where '{name}' is '{value!.Text}', and its schema does not allow that");
            }

            return true;
        }

        _bag.Report(Descriptors.MalformedExtension, place, at.Pointer, value is null
            ? $"'{name}' is compared with a text, a number or true or false. Write one."
            : $"'{name}' is never '{value.Text}', as that is not of its type. Write a value that it can have.");
        return false;
    }

    private static bool IsNumber(string text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private IReadOnlyList<MapEntry> Entries(Node? node, ref bool isWhole)
    {
        if (node is MapNode map)
        {
            return map.Entries;
        }

        if (node is not null)
        {
            isWhole = Wrong(node, "an object is expected here.", _bag);
        }

        return [];
    }

    private decimal? Price(Node node, ref bool isWhole)
    {
        if (node is ScalarNode { Kind: ScalarKind.Number } scalar
            && decimal.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal price) && price is >= 0 and <= 1_000_000_000_000m)
        {
            return price;
        }

        isWhole = Wrong(node, "a price is a number from 0.", _bag);
        return null;
    }

    /// <summary>What a price goes by.</summary>
    private sealed record Priced(JsonTypes Types, bool IsNumber, HashSet<string>? Allowed)
    {
        public static Priced Of(List<Schema> layers) => new(
            layers.Select(layer => layer.Types).FirstOrDefault(types => types != JsonTypes.None),
            layers.Exists(layer => layer.Types is JsonTypes.Integer or JsonTypes.Number),
            layers.Values() is { } values ? new(values.Select(value => value.Text), StringComparer.Ordinal) : null);
    }
}
