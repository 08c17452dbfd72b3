using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Kling3.Sandbox;

/// <summary>An answer in the API's envelope.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The envelope as UTF-8.</param>
internal sealed record Reply(int Status, ReadOnlyMemory<byte> Body)
{
    private const int Ok = (int)HttpStatusCode.OK;

    /// <summary>How long the client is asked to wait, as a Retry-After header; null for none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A task that was just created.</summary>
    public static Reply Submitted(JobSnapshot job) => Success(writer =>
    {
        writer.WriteString("task_id", job.Id);
        writer.WriteString("status", StateName(job.State));
        WriteCredits(writer, job.Credits);
    });

    /// <summary>A task as it is.</summary>
    public static Reply Task(JobSnapshot job, Uri result) => Success(writer =>
    {
        writer.WriteString("task_id", job.Id);
        writer.WriteString("status", StateName(job.State));
        writer.WritePropertyName("request");
        job.Request.WriteTo(writer);
        if (job.State == JobState.Success)
        {
            writer.WriteStartArray("response");
            writer.WriteStringValue(result.AbsoluteUri);
            writer.WriteEndArray();
        }
        else
        {
            writer.WriteNull("response");
        }

        WriteCredits(writer, job.Credits);
        writer.WriteString("created_at", job.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
        writer.WriteString("error_message", job.Failure);
    });

    /// <summary>A refusal. Where the documentation has no code for it, the HTTP status stands in, as in replies that were seen.</summary>
    public static Reply Error(int status, string? code, string message) => new(status, Write(writer =>
    {
        if (code is null)
        {
            writer.WriteNumber("code", status);
        }
        else
        {
            writer.WriteString("code", code);
        }

        writer.WriteString("message", message);
        writer.WriteNull("data");
    }));

    private static Reply Success(Action<Utf8JsonWriter> writeData) => new(Ok, Write(writer =>
    {
        writer.WriteNumber("code", Ok);
        writer.WriteString("message", "success");
        writer.WriteStartObject("data");
        writeData(writer);
        writer.WriteEndObject();
    }));

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> writeMembers)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            writeMembers(writer);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    // 240 and not 240.0, whatever scale a price rule brought along.
    private static void WriteCredits(Utf8JsonWriter writer, decimal credits) =>
        writer.WriteNumber("consumed_credits", credits / 1.0000000000000000000000000000m);

    private static string StateName(JobState state) => state switch
    {
        JobState.InProgress => "IN_PROGRESS",
        JobState.Success => "SUCCESS",
        _ => "FAILED",
    };
}
