using System.Globalization;
using System.Text;
using Kling3.Generator.Model;
using Kling3.Generator.Modeling;

namespace Kling3.Generator.Emitting;

/// <summary><c>EstimateCredits</c>, or whatever the unit is: the price rules as code, the first that matches counting.</summary>
internal static class CostEmitter
{
    public static void Emit(SourceWriter writer, ObjectSpec type)
    {
        CostSpec cost = type.Cost!;
        string method = CostReader.EstimateMethod(cost.Unit);
        XmlDoc.Element(writer, "summary", $"What the request will cost in {cost.Unit}, by the document's price list, without a call.");
        writer.Line("/// <returns>The price; null when no rule of the list matches.</returns>");
        writer.Open($"public {(type.OverridesEstimate ? "override " : type.Cases.Count > 0 ? "virtual " : "")}decimal? {method}()");
        bool isDecided = false;
        foreach (PriceRuleSpec rule in cost.Rules)
        {
            isDecided = EmitRule(writer, type, rule);
            if (isDecided)
            {
                break;
            }
        }

        if (!isDecided)
        {
            writer.Line("return null;");
        }

        writer.Close();
        writer.Line();
        if (!type.OverridesEstimate)
        {
            EmitInterface(writer, method);
        }
    }

    public static void EmitInterface(SourceWriter writer, string method)
    {
        writer.Line($"decimal? {Names.Emitted}IPricedRequest.EstimateCost() => {method}();");
        writer.Line();
    }

    /// <summary>Emits a rule; true when nothing after it can be reached.</summary>
    private static bool EmitRule(SourceWriter writer, ObjectSpec type, PriceRuleSpec rule)
    {
        string[] conditions = [.. rule.When.Select(condition => Condition(type, condition)).Where(condition => condition != "true")];
        if (conditions.Contains("false"))
        {
            return false;
        }

        if (conditions.Length > 0)
        {
            writer.Open($"if ({string.Join(" && ", conditions)})");
        }

        bool returns = EmitPrice(writer, type, rule);
        if (conditions.Length > 0)
        {
            writer.Close();
            writer.Line();
        }

        return returns && conditions.Length == 0;
    }

    private static bool EmitPrice(SourceWriter writer, ObjectSpec type, PriceRuleSpec rule)
    {
        if (rule.Fixed is { } price)
        {
            writer.Line($"return {Literal.Decimal(price)};");
            return true;
        }

        if (type.Members.FirstOrDefault(member => member.JsonName == rule.Of) is not { } of)
        {
            // By the discriminator, which is a constant where it has one value.
            foreach (PriceEntry entry in rule.Table.Where(entry => type.Discriminator?.Values.Contains(entry.Value) == true))
            {
                if (type.Discriminator is { IsSettable: false })
                {
                    writer.Line($"return {Literal.Decimal(entry.Price)};");
                    return true;
                }

                writer.Open($"if ({type.Discriminator!.MemberName} == {Literal.Text(entry.Value)})");
                writer.Line($"return {Literal.Decimal(entry.Price)};");
                writer.Close();
                writer.Line();
            }

            return false;
        }

        string value = Value(of, out bool mayBeNull);
        if (rule.PerUnit is { } each)
        {
            string unit = mayBeNull ? "units" : value[0] == '(' ? value.Substring(1, value.Length - 2) : value;
            if (mayBeNull)
            {
                writer.Open($"if ({value} is {{ }} units)");
            }

            writer.Line($"return {Names.Check}.Price({Literal.Decimal(each)}, {unit});");
            if (mayBeNull)
            {
                writer.Close();
                writer.Line();
            }

            return !mayBeNull;
        }

        EmitTable(writer, of, value, rule);
        return false;
    }

    private static void EmitTable(SourceWriter writer, MemberSpec of, string value, PriceRuleSpec rule)
    {
        bool isText = of.Type.Kind is TypeKind.String or TypeKind.StringEnum;
        if (of.Type.Kind is TypeKind.Int32 or TypeKind.Int64 or TypeKind.String)
        {
            // "5" and "5.0" are two keys of a table and one case of a switch.
            IGrouping<string, PriceEntry>[] cases = [.. rule.Table.GroupBy(entry => Case(of.Type.Kind, entry.Value), StringComparer.Ordinal).Where(group => group.Key.Length > 0)];
            if (cases.Length == 0)
            {
                return;
            }

            writer.Open($"switch {(value[0] == '(' ? value : $"({value})")}");
            foreach (IGrouping<string, PriceEntry> entry in cases)
            {
                writer.Line($"case {entry.Key}:");
                writer.Indent();
                writer.Line($"return {Literal.Decimal(entry.First().Price)};");
                writer.Outdent();
            }

            writer.Close();
            writer.Line();
            return;
        }

        foreach (PriceEntry entry in rule.Table)
        {
            string condition = Equal(of, value, entry.Value, isText);
            if (condition != "false")
            {
                writer.Open($"if ({condition})");
                writer.Line($"return {Literal.Decimal(entry.Price)};");
                writer.Close();
                writer.Line();
            }
        }
    }

    // Empty for a key that no value of the member can have.
    private static string Case(TypeKind kind, string key)
    {
        if (kind == TypeKind.String)
        {
            return Literal.Text(key);
        }

        bool isWhole = decimal.TryParse(key, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) && number == decimal.Truncate(number);
        bool fits = kind == TypeKind.Int32 ? number is >= int.MinValue and <= int.MaxValue : number is > long.MinValue and <= long.MaxValue;
        return isWhole && fits ? ((long)number).ToString(CultureInfo.InvariantCulture) : "";
    }

    private static string Condition(ObjectSpec type, PriceCondition condition)
    {
        bool isText = condition.Value.StartsWith("\"", StringComparison.Ordinal);
        if (type.Members.FirstOrDefault(member => member.JsonName == condition.JsonName) is { } member)
        {
            string value = Value(member, out _);
            return Equal(member, value, isText ? Unquoted(condition.Value) : condition.Value, isText);
        }

        if (!isText || type.Discriminator is not { } discriminator || discriminator.JsonName != condition.JsonName)
        {
            return "false";
        }

        string wanted = Unquoted(condition.Value);
        return !discriminator.Values.Contains(wanted) ? "false" : discriminator.IsSettable ? $"{discriminator.MemberName} == {Literal.Text(wanted)}" : "true";
    }

    // The price list's own texts went into the model as JSON; what they mean is needed here.
    private static string Unquoted(string json)
    {
        string inner = json.Substring(1, json.Length - 2);
        if (inner.IndexOf('\\') < 0)
        {
            return inner;
        }

        var text = new StringBuilder(inner.Length);
        for (int i = 0; i < inner.Length; i++)
        {
            if (inner[i] != '\\')
            {
                text.Append(inner[i]);
            }
            else if (inner[i + 1] == 'u')
            {
                text.Append((char)ushort.Parse(inner.Substring(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 5;
            }
            else
            {
                text.Append(inner[++i]);
            }
        }

        return text.ToString();
    }

    /// <summary>The member's value, or its default when it is not set.</summary>
    private static string Value(MemberSpec member, out bool mayBeNull)
    {
        string name = CSharpName.Escaped(member.Name);
        mayBeNull = member.AllowsNull;
        if (!mayBeNull || DefaultOf(member) is not { } value)
        {
            return name;
        }

        mayBeNull = false;
        return $"({name} ?? {value})";
    }

    private static string? DefaultOf(MemberSpec member) => member.Default is not { } json ? null : member.Type.Kind switch
    {
        TypeKind.Boolean when json is "true" or "false" => json,
        TypeKind.Int32 when int.TryParse(json, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) => json,
        TypeKind.Int64 when long.TryParse(json, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) => json + "L",
        TypeKind.Single when IsNumber(json) => json + "f",
        TypeKind.Double when IsNumber(json) => json + "d",
        TypeKind.Decimal when IsNumber(json) => json + "m",
        TypeKind.String when json[0] == '"' => Literal.Text(Unquoted(json)),
        TypeKind.StringEnum when json[0] == '"' => $"new {member.Type.Name}({Literal.Text(Unquoted(json))})",
        _ => null,
    };

    private static bool IsNumber(string json) => decimal.TryParse(json, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);

    private static string Equal(MemberSpec member, string value, string wanted, bool isText) => member.Type.Kind switch
    {
        TypeKind.Boolean when wanted is "true" or "false" => $"{value} == {wanted}",
        TypeKind.Int32 or TypeKind.Int64 when !isText && long.TryParse(wanted, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) => $"{value} == {wanted}",
        TypeKind.Int32 or TypeKind.Int64 or TypeKind.Decimal when !isText && IsNumber(wanted) => $"{value} == {wanted}m",
        TypeKind.Single or TypeKind.Double when !isText && IsNumber(wanted) => $"{value} == {wanted}{(member.Type.Kind == TypeKind.Single ? "f" : "d")}",
        TypeKind.String when isText => $"string.Equals({value}, {Literal.Text(wanted)}, global::System.StringComparison.Ordinal)",
        TypeKind.StringEnum when isText => $"{value} == new {member.Type.Name}({Literal.Text(wanted)})",
        _ => "false",
    };
}
