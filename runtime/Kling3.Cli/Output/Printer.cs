using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kling3.Cli.Output;

/// <summary>Prints how a command ended: lines for people, or one JSON object for scripts.</summary>
internal sealed class Printer(CliHost host, bool json)
{
    // Only for a terminal or a file, never inside HTML: addresses stay readable.
    private static readonly JsonWriterOptions s_jsonOptions = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public bool IsJson => json;

    /// <summary>Prints a task and, if there is one, what went wrong.</summary>
    /// <returns>The exit code.</returns>
    public int Task(TaskReport report, Problem? problem)
    {
        int exitCode = problem?.ExitCode ?? ExitCodes.Done;
        if (json)
        {
            Json(writer =>
            {
                writer.WriteNumber("exit_code", exitCode);
                writer.WriteString("model", report.Model);
                writer.WriteString("task_id", report.TaskId);
                writer.WriteString("status", report.Status);
                WriteNumber(writer, "consumed_credits", report.Credits);
                writer.WriteString("created_at", report.CreatedAt);
                writer.WriteString("task_error", report.TaskError);
                WriteTexts(writer, "results", report.Results);
                WriteTexts(writer, "files", report.Files);
                writer.WritePropertyName("error");
                Write(writer, problem);
            });
            return exitCode;
        }

        Field("Task", report.TaskId);
        Field("Status", report.Status);
        Field("Credits", report.Credits is { } credits ? Commands.Words.Of(credits) : null);
        Field("Created", report.CreatedAt);
        Field("Error", report.TaskError);
        foreach (string result in report.Results)
        {
            Field("Result", result);
        }

        foreach (string file in report.Files)
        {
            Field("Saved", file);
        }

        if (problem is not null)
        {
            Lines(problem);
        }

        return exitCode;
    }

    /// <summary>Prints what went wrong with a command that is about no task.</summary>
    /// <returns>The exit code.</returns>
    public int Fail(Problem problem)
    {
        if (json)
        {
            Json(writer =>
            {
                writer.WriteNumber("exit_code", problem.ExitCode);
                writer.WritePropertyName("error");
                Write(writer, problem);
            });
        }
        else
        {
            Lines(problem);
        }

        return problem.ExitCode;
    }

    /// <summary>Prints one JSON object.</summary>
    /// <param name="write">Writes its properties.</param>
    public void Json(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, s_jsonOptions))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        host.Output.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
        host.Output.Write('\n');
    }

    /// <summary>Prints one line of a result.</summary>
    public void Line(string line) => host.Output.WriteLine(Clean(line));

    /// <summary>A text from elsewhere on one line: what could steer a terminal is replaced.</summary>
    public static string Clean(string text) =>
        text.Any(char.IsControl) ? string.Create(text.Length, text, static (clean, text) =>
        {
            for (int i = 0; i < clean.Length; i++)
            {
                clean[i] = char.IsControl(text[i]) ? ' ' : text[i];
            }
        })
        : text;

    public static void WriteNumber(Utf8JsonWriter writer, string name, decimal? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    public static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, Problem? problem)
    {
        if (problem is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("code", problem.Code);
        writer.WriteString("message", problem.Message);
        writer.WriteStartArray("violations");
        foreach (Violation violation in problem.Violations)
        {
            writer.WriteStartObject();
            writer.WriteString("code", violation.Code);
            writer.WriteString("member", violation.Member);
            writer.WriteString("option", violation.Option);
            writer.WriteString("message", violation.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void Field(string name, string? value)
    {
        if (value is not null)
        {
            Line($"{name,-8} {value}");
        }
    }

    private void Lines(Problem problem)
    {
        foreach (string line in problem.Message.Split('\n'))
        {
            host.Error.WriteLine(Clean(line));
        }

        foreach (Violation violation in problem.Violations)
        {
            host.Error.WriteLine(Clean($"  {(violation.Code is null ? "" : violation.Code + ": ")}{violation.Message}"));
        }
    }
}
