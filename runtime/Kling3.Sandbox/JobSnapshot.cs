using System.Text.Json;

namespace Kling3.Sandbox;

/// <summary>A task at one moment, so that a reply is of one piece while time goes on.</summary>
internal sealed record JobSnapshot(string Id, JsonElement Request, DateTimeOffset CreatedAt, JobState State, decimal Credits, string? Failure);
