using System.CommandLine;
using System.Text;
using Kling3.Cli.Output;
using Kling3.Cli.SpecDiff;

namespace Kling3.Cli.Commands;

/// <summary><c>kling3 spec</c>: the spec that this tool was built from; <c>kling3 spec diff OLD NEW</c>: what an edit breaks.</summary>
internal static class SpecCommand
{
    public static Command Create(CliHost host, ToolOptions tool)
    {
        Command spec = new("spec", "Print the OpenAPI document that this tool was built from, for a copy of your own: kling3 spec > my.openapi.yaml");
        spec.SetAction(_ =>
        {
            host.Output.Write(Bundled());
            return ExitCodes.Done;
        });
        spec.Subcommands.Add(CreateDiff(host, tool));
        return spec;
    }

    private static string Bundled()
    {
        using Stream resource = typeof(SpecCommand).Assembly.GetManifestResourceStream("kling3.openapi.yaml")
            ?? throw new InvalidOperationException("The spec is missing from the build.");
        using StreamReader reader = new(resource, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static Command CreateDiff(CliHost host, ToolOptions tool)
    {
        Argument<string> older = new("OLD") { Description = "The document as it was, YAML or JSON." };
        Argument<string> newer = new("NEW") { Description = "The document as it is now." };
        Command command = new(
            "diff",
            "Tell what an edit of a spec breaks for those who call the client made from it: removed or renamed types and members, new required members, narrowed limits, changed prices. Exits with 1 when it breaks something.")
        {
            older, newer, tool.Json,
        };
        command.SetAction(parse =>
        {
            Printer printer = new(host, parse.GetValue(tool.Json));
            try
            {
                (string old, string now) = (parse.GetValue(older)!, parse.GetValue(newer)!);
                return Print(printer, SpecComparer.Compare(SpecDocument.Read(old, namedAs: now), SpecDocument.Read(now, namedAs: now)));
            }
            catch (CliException exception)
            {
                return printer.Fail(Problem.Of(exception, null));
            }
        });
        return command;
    }

    private static int Print(Printer printer, IReadOnlyList<SpecChange> changes)
    {
        int breaking = changes.Count(static change => change.IsBreaking);
        int exitCode = breaking > 0 ? ExitCodes.Failed : ExitCodes.Done;
        if (printer.IsJson)
        {
            printer.Json(writer =>
            {
                writer.WriteNumber("exit_code", exitCode);
                writer.WriteBoolean("breaking", breaking > 0);
                writer.WriteStartArray("changes");
                foreach (SpecChange change in changes)
                {
                    writer.WriteStartObject();
                    writer.WriteString("kind", change.Kind);
                    writer.WriteString("where", change.Where);
                    writer.WriteBoolean("breaking", change.IsBreaking);
                    writer.WriteString("message", change.Message);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            });
            return exitCode;
        }

        foreach (SpecChange change in changes.OrderByDescending(static change => change.IsBreaking))
        {
            printer.Line($"{(change.IsBreaking ? "breaks" : "fine  ")}  {change.Where}: {change.Message}");
        }

        printer.Line(changes.Count == 0 ? "Nothing changes for callers." : $"{breaking} breaking, {changes.Count - breaking} not.");
        return exitCode;
    }
}
