using System.CommandLine;
using Kling3.Runtime;
using Kling3.Runtime.Emitted;

namespace Kling3.Cli.Commands;

/// <summary>A model with the options that its members have on a command line, and the request that they make.</summary>
internal sealed class ModelArguments
{
    private readonly List<MemberOption> _options;

    public ModelArguments(ModelInfo model, ToolOptions tool)
    {
        Model = model;
        HashSet<string> taken = new(tool.Names, StringComparer.Ordinal);
        _options = [.. model.Members.Select(member => new MemberOption(member, taken))];
    }

    public ModelInfo Model { get; }

    /// <summary>A command of the model's name with the model's options.</summary>
    public Command CreateCommand()
    {
        string price = Model.Prices.Count == 0 ? "" : $" Price: {Words.Prices(Model)}{(Model.CostUnit is { } unit ? " " + unit : "")}.";
        Command command = new(Model.Type, $"{Model.Description}{price}");
        foreach (MemberOption option in _options)
        {
            command.Options.Add(option.Option);
        }

        return command;
    }

    /// <summary>The request that the command line describes.</summary>
    /// <exception cref="CliException">It is invalid; the exception names every mistake and the option that mends it.</exception>
    public object CreateRequest(ParseResult parse)
    {
        (object request, List<Violation> violations) = Check(parse);
        return violations.Count == 0 ? request : throw Invalid(violations, "The request is invalid, and nothing was sent.");
    }

    /// <summary>What the request costs; null where the price list does not say. What is required but does not count may be missing.</summary>
    /// <exception cref="CliException">Something that was given is invalid.</exception>
    public decimal? Estimate(ParseResult parse)
    {
        (object request, List<Violation> violations) = Check(parse);
        violations.RemoveAll(violation => !_options.Any(option => option.Member.Name == violation.Member && option.IsGiven(parse)));
        return violations.Count > 0
            ? throw Invalid(violations, "There is no price for an invalid request.")
            : (request as IPricedRequest)?.EstimateCost();
    }

    private (object Request, List<Violation> Violations) Check(ParseResult parse)
    {
        object request = Model.Create();
        List<Violation> violations = [];
        foreach (MemberOption option in _options)
        {
            if (option.Apply(parse, request) is { } violation)
            {
                violations.Add(violation);
            }
        }

        if (request is IValidatedRequest validated && !validated.TryValidate(out ValidationErrors errors))
        {
            // A member whose text could not be understood was not set: that it is missing is no news.
            List<string> told = [.. violations.Select(static violation => violation.Member)];
            violations.AddRange(errors.Where(error => !told.Contains(error.Member)).Select(error => Violation(error, parse)));
        }

        return (request, violations);
    }

    private Violation Violation(ValidationError error, ParseResult parse)
    {
        // An item is named by its list and its place, e.g. images[2].
        string member = error.Member.Split('[', '.')[0];
        MemberOption? option = _options.Find(option => option.Member.Name == member);
        string advice = option is null ? "" : option.IsGiven(parse) ? $" Change {option.Name}." : $" Add {option.Usage}.";
        return new Violation(error.Code, error.Member, option?.Name, error.Message + advice);
    }

    private static CliException Invalid(List<Violation> violations, string message) => new(ExitCodes.Invalid, message) { Violations = violations };
}
