using System.CommandLine;
using Kling3.Cli.Output;
using Kling3.Runtime;

namespace Kling3.Cli.Commands;

/// <summary><c>kling3 estimate MODEL …</c>: what a request would cost, from the spec's price list. Makes no call.</summary>
internal static class EstimateCommand
{
    public const string Name = "estimate";

    public static Command Create(CliHost host, ToolOptions tool)
    {
        Command estimate = new(Name, "Tell what a request would cost, from the price list that is built in. Sends nothing and needs no key.");
        foreach (ModelInfo model in host.Models)
        {
            ModelArguments arguments = new(model, tool);
            Command command = arguments.CreateCommand();
            command.Options.Add(tool.Json);
            command.SetAction(parse => Run(host, tool, arguments, parse));
            estimate.Subcommands.Add(command);
        }

        return estimate;
    }

    private static int Run(CliHost host, ToolOptions tool, ModelArguments arguments, ParseResult parse)
    {
        Printer printer = new(host, parse.GetValue(tool.Json));
        decimal? price;
        try
        {
            price = arguments.Estimate(parse);
        }
        catch (CliException invalid)
        {
            return printer.Fail(Problem.Of(invalid, null));
        }

        if (printer.IsJson)
        {
            printer.Json(writer =>
            {
                writer.WriteNumber("exit_code", ExitCodes.Done);
                writer.WriteString("model", arguments.Model.Type);
                Printer.WriteNumber(writer, "cost", price);
                writer.WriteString("unit", arguments.Model.CostUnit);
            });
        }
        else
        {
            printer.Line(price is { } known ? $"{Words.Of(known)} {arguments.Model.CostUnit}" : "The price list does not say what this costs.");
        }

        return ExitCodes.Done;
    }
}
