using System.Text.Json;
using Kling3.Runtime.Emitted;

namespace Kling3.Runtime.Tests.Support;

/// <summary>What a generator would emit for a small API, by hand.</summary>
internal static class TestApi
{
    public const string Key = "sk-5ecret-k3y-0123456789";

    public static readonly ApiDescription Description = new()
    {
        Name = "Test",
        KeyPlacement = KeyPlacement.Bearer,
        Envelope = new Envelope { Code = ["code"], Message = ["message"], Data = ["data"], Success = ["200"] },
        ErrorCodes = [new(401, "INVALID_API_KEY"), new(402, "INSUFFICIENT_CREDITS"), new(429, "RATE_LIMITED"), new(500, "INTERNAL_ERROR")],
    };

    public static readonly ApiOperation<Submitted> Generate = new()
    {
        Id = "generate",
        Method = HttpMethod.Post,
        Unwrap = true,
        UsesKey = true,
        IdPath = ["data", "task_id"],
        ReadJson = static (ref JsonInput input) =>
        {
            JsonElement data = input.AnyElement();
            return new Submitted(
                data.TryGetProperty("task_id", out JsonElement id) ? id.GetString() : null,
                data.TryGetProperty("consumed_credits", out JsonElement cost) ? cost.GetDecimal() : null);
        },
    };

    public static readonly ApiOperation<Status> GetStatus = new()
    {
        Id = "getStatus",
        Method = HttpMethod.Get,
        Unwrap = true,
        UsesKey = true,
        ReadJson = static (ref JsonInput input) =>
        {
            JsonElement data = input.AnyElement();
            return new Status(
                data.GetProperty("status").GetString()!,
                data.TryGetProperty("response", out JsonElement response) && response.ValueKind == JsonValueKind.Array
                    ? [.. response.EnumerateArray().Select(item => item.GetString()!)]
                    : null,
                data.TryGetProperty("error_message", out JsonElement error) ? error.GetString() : null,
                data.TryGetProperty("failed_reason", out JsonElement reason) ? reason.GetString() : null,
                data.TryGetProperty("consumed_credits", out JsonElement cost) ? cost.GetDecimal() : null);
        },
    };

    public static readonly SubmitOperation<Submitted, Status> Submit = new()
    {
        Submit = Generate,
        Id = static reply => reply.TaskId,
        Status = GetStatus,
        StatusTarget = static id => new RequestTarget("/api/status").Query("task_id", id),
        State = static status => status.State,
        Succeeded = ["SUCCESS"],
        Failed = ["FAILED"],
        Results = static status => status.Response,
        Error = static status => status.ErrorMessage ?? status.FailedReason,
        SubmitCost = static reply => reply.Cost,
        StatusCost = static status => status.Cost,
    };

    /// <summary>The same, asked about by a path that ends in the id.</summary>
    public static readonly SubmitOperation<Submitted, Status> SubmitByPath = new()
    {
        Submit = Generate,
        Id = Submit.Id,
        Status = GetStatus,
        StatusTarget = static id => new RequestTarget("/api/status/{id}").Path("id", id),
        State = Submit.State,
        Succeeded = Submit.Succeeded,
        Failed = Submit.Failed,
        Results = Submit.Results,
    };

    public static readonly RequestTarget GenerateTarget = new("/api/generate");

    public static string Accepted(string id = "t1", int cost = 240) =>
        $$$"""{"code":200,"message":"success","data":{"task_id":"{{{id}}}","status":"IN_PROGRESS","consumed_credits":{{{cost}}}}}""";

    public static string StatusBody(string state, string? address = null, string more = "") =>
        $$$"""{"code":200,"message":"success","data":{"task_id":"t1","status":"{{{state}}}","response":{{{(address is null ? "null" : $"[\"{address}\"]")}}}{{{more}}}}}""";

    public static void Write(ref JsonOutput output, Request request)
    {
        output.StartObject();
        output.Ready("\"prompt\":"u8);
        output.Text(request.Prompt);
        output.EndObject();
    }

    public static ApiClientOptions Options(Uri address) => new()
    {
        ApiKey = Key,
        BaseAddress = address,
        SubmitTimeout = TimeSpan.FromSeconds(30),
        Random = new EvenRandom(),
    };

    public static Task<Submitted> GenerateAsync(ApiTransport transport, CancellationToken cancellationToken, string prompt = "mountains") =>
        transport.SubmitAsync(Submit, GenerateTarget, new Request(prompt), Write, cancellationToken);

    public static Task<Operation<Status>> StartAsync(ApiTransport transport, CancellationToken cancellationToken, string prompt = "mountains", decimal? estimate = 240) =>
        transport.StartAsync(Submit, GenerateTarget, new Request(prompt, estimate), Write, cancellationToken);

    public static Task<Status> StatusAsync(ApiTransport transport, CancellationToken cancellationToken) =>
        transport.SendAsync(GetStatus, new RequestTarget("/api/status").Query("task_id", "t1"), cancellationToken);

    internal sealed record Submitted(string? TaskId, decimal? Cost);

    internal sealed record Status(string State, IReadOnlyList<string>? Response, string? ErrorMessage = null, string? FailedReason = null, decimal? Cost = null);

    internal sealed record Request(string Prompt, decimal? Estimate = 240) : IValidatedRequest, IPricedRequest
    {
        public decimal? EstimateCost() => Estimate;

        public bool TryValidate(out ValidationErrors errors)
        {
            errors = ValidationErrors.None;
            if (string.IsNullOrWhiteSpace(Prompt))
            {
                ValidationErrors.Add(ref errors, "INVALID_PROMPT", "prompt", "prompt is required.");
            }

            return errors.Count == 0;
        }
    }
}
