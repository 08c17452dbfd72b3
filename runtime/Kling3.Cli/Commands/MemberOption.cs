using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Kling3.Runtime;

namespace Kling3.Cli.Commands;

/// <summary>The option that sets one member of a request. What its value may be is the request's own validation to say.</summary>
internal sealed class MemberOption
{
    private readonly Option<string[]> _option;

    public MemberOption(ModelMember member, HashSet<string> taken)
    {
        Member = member;
        string name = NameOf(member.Name);
        while (!taken.Add(name))
        {
            name = string.Concat("--request-", name.AsSpan(2));
        }

        _option = new Option<string[]>(name)
        {
            Description = Words.OfMember(member),
            HelpName = Placeholder(member),
            Arity = member.Kind switch
            {
                ModelMemberKind.Boolean => ArgumentArity.ZeroOrOne,
                ModelMemberKind.TextList => ArgumentArity.OneOrMore,
                _ => ArgumentArity.ExactlyOne,
            },
            AllowMultipleArgumentsPerToken = member.Kind is ModelMemberKind.TextList,
            CustomParser = Texts,
        };
    }

    public ModelMember Member { get; }

    public Option Option => _option;

    public string Name => _option.Name;

    /// <summary>How the option looks on a command line, e.g. <c>--video ADDRESS</c>.</summary>
    public string Usage => $"{Name} {_option.HelpName}";

    /// <summary>Whether the option was given.</summary>
    public bool IsGiven(ParseResult parse) => parse.GetResult(_option) is { Implicit: false };

    /// <summary>Sets the member on a request, if the option was given.</summary>
    /// <returns>What is wrong with the text, when it is not what the member holds; null otherwise.</returns>
    public Violation? Apply(ParseResult parse, object request)
    {
        if (parse.GetResult(_option) is not { Implicit: false } result)
        {
            return null;
        }

        try
        {
            Member.Set(request, Value(result.GetValueOrDefault<string[]>() ?? []));
            return null;
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or JsonException or ArgumentException)
        {
            string expected = Member.Kind switch
            {
                ModelMemberKind.Integer => "a whole number",
                ModelMemberKind.Number => "a number, with a point for decimals",
                ModelMemberKind.Boolean => "true or false",
                ModelMemberKind.Text => "a text of the form that its schema says",
                _ => "JSON of the form that its schema says",
            };
            return new Violation(Member.ErrorCode, Member.Name, Name, $"{Member.Name} must be {expected}{Words.AfterComma(Words.Limits(Member))}.");
        }
    }

    private static string[] Texts(ArgumentResult result) => [.. result.Tokens.Select(static token => token.Value)];

    private object Value(string[] texts) => Member.Kind switch
    {
        ModelMemberKind.Text => texts[0],
        ModelMemberKind.Integer => long.Parse(texts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        ModelMemberKind.Number => Number(texts[0]),
        ModelMemberKind.Boolean => texts.Length == 0 || bool.Parse(texts[0]),
        ModelMemberKind.TextList => texts,
        _ => RawJson.Parse(texts[0]),
    };

    private static double Number(string text) =>
        double.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture) is var value && double.IsFinite(value)
            ? value
            : throw new OverflowException();

    private static string Placeholder(ModelMember member) => member.Kind switch
    {
        ModelMemberKind.Boolean => "true|false",
        _ when member.AllowedValues.Count is > 0 and <= 5 => string.Join('|', member.AllowedValues),
        ModelMemberKind.Text => "TEXT",
        ModelMemberKind.Integer or ModelMemberKind.Number => "NUMBER",
        ModelMemberKind.TextList => "TEXT",
        _ => "JSON",
    };

    /// <summary><c>aspect_ratio</c> and <c>aspectRatio</c> are both <c>--aspect-ratio</c>.</summary>
    private static string NameOf(string member)
    {
        StringBuilder name = new("--");
        for (int i = 0; i < member.Length; i++)
        {
            if (i > 0 && char.IsAsciiLetterUpper(member[i]) && (char.IsAsciiLetterLower(member[i - 1]) || char.IsAsciiDigit(member[i - 1])))
            {
                name.Append('-');
            }

            name.Append(char.IsAsciiLetterOrDigit(member[i]) ? char.ToLowerInvariant(member[i]) : '-');
        }

        return name.ToString();
    }
}
