using System.CommandLine;
using System.Text.Json;
using Kling3.Cli.Output;
using Kling3.Runtime;

namespace Kling3.Cli.Commands;

/// <summary><c>kling3 models</c>: the models with what they need, their durations and their prices.</summary>
internal static class ModelsCommand
{
    public static Command Create(CliHost host, ToolOptions tool)
    {
        Command command = new("models", "List the models: what each requires, its durations in seconds and its price.") { tool.Json };
        command.SetAction(parse => Run(host, tool, parse));
        return command;
    }

    private static int Run(CliHost host, ToolOptions tool, ParseResult parse)
    {
        Printer printer = new(host, parse.GetValue(tool.Json));
        if (printer.IsJson)
        {
            printer.Json(writer => Write(writer, host.Models, tool));
            return ExitCodes.Done;
        }

        List<string[]> rows = [["MODEL", "REQUIRES", "DURATION", "PRICE"]];
        foreach (ModelInfo model in host.Models)
        {
            ModelMember? duration = model.Members.FirstOrDefault(static member => member.Name == "duration");
            rows.Add(
            [
                model.Type,
                string.Join(", ", model.Members.Where(static member => member.Required).Select(static member => member.Name)),
                duration is null ? "-" : Words.Limits(duration) is { Length: > 0 } limits ? limits : "any",
                $"{Words.Prices(model)}{(model.Prices.Count > 0 && model.CostUnit is { } unit ? " " + unit : "")}",
            ]);
        }

        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            printer.Line(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }

        return ExitCodes.Done;
    }

    private static void Write(Utf8JsonWriter writer, IReadOnlyList<ModelInfo> models, ToolOptions tool)
    {
        writer.WriteStartArray("models");
        foreach (ModelInfo model in models)
        {
            writer.WriteStartObject();
            writer.WriteString("type", model.Type);
            writer.WriteString("description", model.Description);
            writer.WriteStartArray("members");
            HashSet<string> taken = new(tool.Names, StringComparer.Ordinal);
            foreach (ModelMember member in model.Members)
            {
                Write(writer, member, new MemberOption(member, taken).Name);
            }

            writer.WriteEndArray();
            writer.WriteString("cost_unit", model.CostUnit);
            writer.WriteStartArray("prices");
            foreach (PriceRule rule in model.Prices)
            {
                Write(writer, rule);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, ModelMember member, string option)
    {
        writer.WriteStartObject();
        writer.WriteString("name", member.Name);
        writer.WriteString("option", option);
        writer.WriteString("kind", JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Kind.ToString()));
        writer.WriteBoolean("required", member.Required);
        writer.WriteString("description", member.Description);
        writer.WriteString("error_code", member.ErrorCode);
        writer.WritePropertyName("default");
        writer.WriteRawValue(member.Default ?? "null");
        Printer.WriteTexts(writer, "allowed_values", member.AllowedValues);
        Printer.WriteNumber(writer, "minimum", member.Minimum);
        Printer.WriteNumber(writer, "maximum", member.Maximum);
        writer.WriteBoolean("exclusive_minimum", member.ExclusiveMinimum);
        writer.WriteBoolean("exclusive_maximum", member.ExclusiveMaximum);
        Printer.WriteNumber(writer, "min_length", member.MinLength);
        Printer.WriteNumber(writer, "max_length", member.MaxLength);
        Printer.WriteNumber(writer, "min_items", member.MinItems);
        Printer.WriteNumber(writer, "max_items", member.MaxItems);
        writer.WriteString("pattern", member.Pattern);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, PriceRule rule)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("when");
        foreach ((string member, string value) in rule.When)
        {
            writer.WritePropertyName(member);
            writer.WriteRawValue(value);
        }

        writer.WriteEndObject();
        writer.WriteString("of", rule.Of);
        Printer.WriteNumber(writer, "fixed", rule.Fixed);
        Printer.WriteNumber(writer, "per_unit", rule.PerUnit);
        writer.WriteStartObject("table");
        foreach ((string value, decimal price) in rule.Table)
        {
            writer.WriteNumber(value, price);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
