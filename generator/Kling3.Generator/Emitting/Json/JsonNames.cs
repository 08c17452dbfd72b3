namespace Kling3.Generator.Emitting.Json;

/// <summary>Names that emitted JSON code uses. What is not emitted is always given in full, since a schema may be called anything.</summary>
internal static class JsonNames
{
    public const string Input = "global::Kling3.Runtime.Emitted.JsonInput";
    public const string Writer = "global::System.Text.Json.Utf8JsonWriter";
    public const string Options = "global::System.Text.Json.JsonSerializerOptions";
    public const string Element = "global::System.Text.Json.JsonElement";
    public const string Property = "global::System.Text.Json.Serialization.Metadata.JsonPropertyInfo";
    public const string TypeInfo = "global::System.Text.Json.Serialization.Metadata.JsonTypeInfo";
    public const string ExtensionData = "global::System.Collections.Generic.Dictionary<string, global::System.Text.Json.JsonElement>";
    public const string Bytes = "global::System.ReadOnlySpan<byte>";
    public const string RawJson = "global::Kling3.Runtime.RawJson";
    public const string Read = "global::Kling3.Runtime.Emitted.JsonRead";
    public const string Write = "global::Kling3.Runtime.Emitted.JsonWrite";
    public const string Fail = "global::Kling3.Runtime.Emitted.JsonFail";
    public const string Metadata = "global::Kling3.Runtime.Emitted.JsonMetadata";
    public const string Emitted = "global::Kling3.Runtime.Emitted.";
    public const string SequenceEqual = "global::System.MemoryExtensions.SequenceEqual";

    /// <summary>The class with a type's JSON code. The name is taken from the namespace like the type's own.</summary>
    public static string Class(string type) => type + "Json";
}
