using System.CommandLine;
using Kling3.Cli.Output;

namespace Kling3.Cli.Commands;

/// <summary><c>kling3 status ID</c>: asks once. That a task has failed is an answer like any other.</summary>
internal static class StatusCommand
{
    public static Command Create(CliHost host, ToolOptions tool)
    {
        Argument<string> id = TaskId.Argument();
        Command command = new("status", "Ask once how a task is. Exits with 0 whatever the answer.")
        {
            id, tool.ApiKeyFile, tool.BaseAddress, tool.Json,
        };
        command.SetAction((parse, cancellationToken) => RunAsync(host, tool, parse, parse.GetValue(id)!, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CliHost host, ToolOptions tool, ParseResult parse, string id, CancellationToken cancellationToken)
    {
        Printer printer = new(host, parse.GetValue(tool.Json));
        TaskReport report = new() { TaskId = id };
        try
        {
            Connection connection = await Connection.OpenAsync(host, tool, parse, cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                report.TakeIn(await connection.Client.GetStatusAsync(id, cancellationToken).ConfigureAwait(false));
            }

            return printer.Task(report, null);
        }
        catch (Exception exception)
        {
            return printer.Task(report, Problem.Of(exception, null));
        }
    }
}
