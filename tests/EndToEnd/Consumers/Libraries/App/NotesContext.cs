using System.Text.Json.Serialization;

namespace App;

/// <summary>The context that System.Text.Json's generator makes; it sees the generated types, as they are in a library.</summary>
[JsonSerializable(typeof(Note))]
internal sealed partial class NotesContext : JsonSerializerContext;
