using System.CommandLine;

namespace Kling3.Cli.Commands;

/// <summary>The id of a task as an argument.</summary>
internal static class TaskId
{
    public static Argument<string> Argument()
    {
        Argument<string> id = new("ID") { Description = "The task's id, as generate printed it." };
        id.Validators.Add(static result =>
        {
            if (string.IsNullOrWhiteSpace(result.Tokens.Count > 0 ? result.Tokens[0].Value : null))
            {
                result.AddError("The task's id is blank. It is the one that generate printed.");
            }
        });
        return id;
    }
}
