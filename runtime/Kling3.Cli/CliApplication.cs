using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Kling3.Cli.Commands;
using Kling3.Cli.Output;
using Kling3.Runtime;

namespace Kling3.Cli;

/// <summary>The tool without its process: a command line in, an exit code out.</summary>
internal sealed class CliApplication(CliHost host)
{
    private const string Description = """
        Videos from the command line. The API takes addresses of images and videos, not files.

        The API key comes from the environment variable KLING3_API_KEY or from a file (--api-key-file); --sandbox needs none.

        Exit codes: 0 done, 1 something on this side of the API failed, 2 invalid request (nothing was sent), 3 refused by the API, 4 the task failed,
        5 unknown whether it was submitted, 6 timed out, 130 interrupted while waiting.
        """;

    /// <summary>Runs one command line.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        ToolOptions tool = new();
        Printer printer = new(host, args.Contains(tool.Json.Name, StringComparer.Ordinal));
        try
        {
            RootCommand root = new(Description)
            {
                GenerateCommand.Create(host, tool),
                WaitCommand.Create(host, tool),
                StatusCommand.Create(host, tool),
                EstimateCommand.Create(host, tool),
                ModelsCommand.Create(host, tool),
                SpecCommand.Create(host, tool),
            };

            // A prompt may begin with @ and an option of one letter is no bundle: words mean what they say.
            ParseResult parse = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
            if (parse.Action is ParseErrorAction)
            {
                return printer.Fail(new Problem(ExitCodes.Invalid, null, Explain(parse), []));
            }

            return await parse.InvokeAsync(
                new InvocationConfiguration { Output = host.Output, Error = host.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The edge of the program: whatever it is, the user gets a sentence.
            return printer.Fail(Problem.Of(exception, null));
        }
    }

    /// <summary>What shows progress: a line that moves at a terminal, lines anywhere else and for scripts.</summary>
    public static IProgressDisplay Display(CliHost host, Printer printer) =>
        host.IsTerminal && !printer.IsJson ? new TerminalProgress(host) : new PlainProgress(host);

    /// <summary>What is wrong with a command line. A key that was given as an argument is not repeated.</summary>
    private string Explain(ParseResult parse)
    {
        if (parse.UnmatchedTokens.Any(static token => token.Split('=', ':')[0] is "--api-key" or "--key" or "--token"))
        {
            return $"A key is never an argument, where other users of this machine could see it: put it into the environment variable {Connection.KeyVariable} or into a file that --api-key-file names. Nothing was sent.";
        }

        Command command = parse.CommandResult.Command;
        if (command.Name is GenerateCommand.Name or EstimateCommand.Name)
        {
            string? first = parse.UnmatchedTokens.Count > 0 ? parse.UnmatchedTokens[0] : null;
            string problem =
                first is null ? "Which model?"
                : host.Models.FirstOrDefault(model => parse.UnmatchedTokens.Contains(model.Type)) is { } late ? $"The model comes first: kling3 {command.Name} {late.Type} …"
                : first.StartsWith('-') ? "The model comes first, then its options."
                : $"There is no model '{first}'.";
            return $"{problem} Nothing was sent. The models are:\n{string.Join('\n', host.Models.Select(static model => "  " + model.Type))}";
        }

        if (parse.UnmatchedTokens.Any(token => command.Options.Any(option => option.Name == token.Split('=', ':')[0])))
        {
            return $"The options come after the model: {Path(parse)} … Nothing was sent.";
        }

        foreach (string option in parse.UnmatchedTokens.Where(static token => token.StartsWith("--", StringComparison.Ordinal)).Select(static token => token.Split('=', ':')[0]))
        {
            string[] others = [.. command.Parents.OfType<Command>().SelectMany(static parent => parent.Subcommands).Where(sibling => sibling.Options.Any(known => known.Name == option)).Select(static sibling => sibling.Name)];
            if (command.Parents.All(static parent => parent.Name is GenerateCommand.Name or EstimateCommand.Name) && others.Length > 0)
            {
                return $"{command.Name} takes no {option}. Nothing was sent. These models do: {string.Join(", ", others)}";
            }
        }

        List<string> lines = [.. parse.Errors.Select(static error => error.Message)];
        lines.Add($"Nothing was sent. The options are listed by: {Path(parse)} --help");
        return string.Join('\n', lines.Distinct(StringComparer.Ordinal));
    }

    private static string Path(ParseResult parse)
    {
        List<string> names = [];
        for (SymbolResult? at = parse.CommandResult; at is not null; at = at.Parent)
        {
            if (at is CommandResult { Command: not RootCommand } result)
            {
                names.Insert(0, result.Command.Name);
            }
        }

        return string.Join(' ', names.Prepend("kling3"));
    }
}
