using System.Text.Json.Serialization;

namespace Kling3.Generated.Tests.Json;

/// <summary>A type of the user's own, and the context that System.Text.Json's generator makes for it.</summary>
public sealed record UserNote(string Text, int Stars);

[JsonSerializable(typeof(UserNote))]
internal sealed partial class UserContext : JsonSerializerContext;
