using System.CommandLine;
using Kling3.Cli.Output;
using Kling3.Runtime;
using Kling3.Runtime.Emitted;

namespace Kling3.Cli.Commands;

/// <summary><c>kling3 generate MODEL …</c>: submits a task, waits for it and downloads its result.</summary>
internal static class GenerateCommand
{
    public const string Name = "generate";

    public static Command Create(CliHost host, ToolOptions tool)
    {
        Command generate = new(Name, "Make a video: submit a task, wait for it and, with --out, download the result. A task that is accepted is charged.");
        foreach (ModelInfo model in host.Models)
        {
            ModelArguments arguments = new(model, tool);
            Command command = arguments.CreateCommand();
            foreach (Option option in new Option[]
            {
                tool.Out, tool.Overwrite, tool.Timeout, tool.Sandbox, tool.ApiKeyFile, tool.BaseAddress, tool.Json,
            })
            {
                command.Options.Add(option);
            }

            command.SetAction((parse, cancellationToken) => RunAsync(host, tool, arguments, parse, cancellationToken));
            generate.Subcommands.Add(command);
        }

        return generate;
    }

    private static async Task<int> RunAsync(CliHost host, ToolOptions tool, ModelArguments arguments, ParseResult parse, CancellationToken cancellationToken)
    {
        Printer printer = new(host, parse.GetValue(tool.Json));
        TaskReport report = new() { Model = arguments.Model.Type };
        try
        {
            // All that can be wrong on this side is found before the first byte is sent.
            object request = arguments.CreateRequest(parse);
            OutputFile? file = OutputFile.Check(parse.GetValue(tool.Out), parse.GetValue(tool.Overwrite));
            Connection connection = await Connection.OpenAsync(host, tool, parse, cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                IProgressDisplay display = CliApplication.Display(host, printer);
                decimal? price = (request as IPricedRequest)?.EstimateCost();
                string what = $"Submitting {arguments.Model.Type}{(price is { } credits ? $", {Words.Of(credits)} {arguments.Model.CostUnit}" : "")}";
                Operation<VideoTask> operation = await display
                    .SubmittingAsync(what, () => connection.Client.StartGenerateAsync((GenerateRequest)request, cancellationToken))
                    .ConfigureAwait(false);
                report.TaskId = operation.Id;
                display.Say($"Task {operation.Id}");
                await TaskFollower.FollowAsync(connection.Client, operation, report, file, display, cancellationToken).ConfigureAwait(false);
            }

            return printer.Task(report, null);
        }
        catch (Exception exception)
        {
            Problem problem = Problem.Of(exception, TaskFollower.ResumeCommand(tool, parse, report));
            if (exception is OperationCanceledException)
            {
                string what = report.TaskId is null ? " Nothing was sent." : parse.GetValue(tool.Sandbox) ? " The sandbox ends with this command, and the task with it." : "";
                problem = problem with { Message = problem.Message + what };
            }

            return printer.Task(report, problem);
        }
    }
}
