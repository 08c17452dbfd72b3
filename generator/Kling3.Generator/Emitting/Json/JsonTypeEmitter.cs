using Kling3.Generator.Model;

namespace Kling3.Generator.Emitting.Json;

/// <summary>
/// Emits the JSON code of one type: direct code that the client calls, and the description that the context gives to System.Text.Json.
/// Both come from the same spec, so they cannot drift apart; nothing but that spec is looked at, so a change elsewhere emits nothing here.
/// </summary>
internal static class JsonTypeEmitter
{
    /// <summary>Emits the class that holds it.</summary>
    public static void Emit(SourceWriter writer, TypeSpec type)
    {
        switch (type)
        {
            case ObjectSpec spec:
                new JsonObjectEmitter(writer, spec).Emit();
                break;
            case UnionSpec spec:
                JsonUnionEmitter.Emit(writer, spec);
                break;
            case RawUnionSpec spec:
                JsonEnumEmitter.EmitRawUnion(writer, spec);
                break;
            case StringEnumSpec spec:
                JsonEnumEmitter.EmitText(writer, spec);
                break;
            case IntegerEnumSpec spec:
                JsonEnumEmitter.EmitInteger(writer, spec);
                break;
            default:
                throw new ArgumentException($"There is no JSON code for a {type.GetType().Name}.", nameof(type));
        }
    }

    /// <summary>Opens the class that holds a type's JSON code.</summary>
    public static void OpenClass(SourceWriter writer, string type)
    {
        writer.Line($"[{FileHeader.GeneratedCode}]");
        writer.Open($"internal static class {CompanionNames.Json(type)}");
    }
}
