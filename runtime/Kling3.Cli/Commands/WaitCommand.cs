using System.CommandLine;
using Kling3.Cli.Output;

namespace Kling3.Cli.Commands;

/// <summary><c>kling3 wait ID</c>: waits for a task that was submitted earlier and downloads its result.</summary>
internal static class WaitCommand
{
    public static Command Create(CliHost host, ToolOptions tool)
    {
        Argument<string> id = TaskId.Argument();
        Command command = new("wait", "Wait for a task that was submitted earlier and, with --out, download its result.")
        {
            id, tool.Out, tool.Overwrite, tool.Timeout, tool.ApiKeyFile, tool.BaseAddress, tool.Json,
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
            OutputFile? file = OutputFile.Check(parse.GetValue(tool.Out), parse.GetValue(tool.Overwrite));
            Connection connection = await Connection.OpenAsync(host, tool, parse, cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                await TaskFollower
                    .FollowAsync(connection.Client, connection.Client.ResumeGenerate(id), report, file, CliApplication.Display(host, printer), cancellationToken)
                    .ConfigureAwait(false);
            }

            return printer.Task(report, null);
        }
        catch (Exception exception)
        {
            return printer.Task(report, Problem.Of(exception, exception is CliException ? null : TaskFollower.ResumeCommand(tool, parse, report)));
        }
    }
}
