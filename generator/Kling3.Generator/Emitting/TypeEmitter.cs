using Kling3.Generator.Emitting.Json;
using Kling3.Generator.Model;
using Microsoft.CodeAnalysis.Text;

namespace Kling3.Generator.Emitting;

/// <summary>A type as a user writes and reads it, and below it, in the same file, its JSON code.</summary>
internal static class TypeEmitter
{
    /// <summary>The whole file.</summary>
    public static SourceText Emit(NamesSpec names, EquatableArray<TypeSpec> types)
    {
        var writer = new SourceWriter();
        FileHeader.Write(writer, names.Namespace);
        for (int i = 0; i < types.Count; i++)
        {
            if (i > 0)
            {
                writer.Line();
            }

            Emit(writer, names, types[i]);
        }

        return writer.Finish();
    }

    private static void Emit(SourceWriter writer, NamesSpec names, TypeSpec type)
    {
        switch (type)
        {
            case ObjectSpec spec:
                new ObjectEmitter(writer, names, spec).Emit();
                break;
            case UnionSpec spec:
                UnionEmitter.Emit(writer, names, spec);
                break;
            case RawUnionSpec spec:
                RawUnionEmitter.Emit(writer, names, spec);
                break;
            case StringEnumSpec spec:
                OpenEnumEmitter.EmitText(writer, names, spec);
                break;
            case IntegerEnumSpec spec:
                OpenEnumEmitter.EmitInteger(writer, names, spec);
                break;
            default:
                throw new ArgumentException($"There is no code for a {type.GetType().Name}.", nameof(type));
        }

        writer.Line();
        JsonTypeEmitter.Emit(writer, type);
    }

    /// <summary>Opens a type with its documentation and attributes.</summary>
    public static void Open(SourceWriter writer, NamesSpec names, TypeSpec type, string kind, string otherwise, string bases = "")
    {
        XmlDoc.Summary(writer, type.Description, otherwise);
        Declare(writer, names, type, $"{names.Visibility} {kind} {type.Name}{bases}");
    }

    public static void Declare(SourceWriter writer, NamesSpec names, TypeSpec type, string declaration)
    {
        writer.Line($"[{FileHeader.GeneratedCode}]");
        if (type.Name != names.ErrorCode)
        {
            // Error codes are no type of the document.
            writer.Line(Converter(names, type.Name));
        }

        if (type.IsDeprecated)
        {
            writer.Line(Names.Obsolete);
        }

        writer.Open(declaration);
    }

    /// <summary>The attribute by which every other resolver of System.Text.Json, reflection's too, comes to the context.</summary>
    public static string Converter(NamesSpec names, string type) =>
        $"[global::System.Text.Json.Serialization.JsonConverter(typeof({Names.Emitted}JsonContextConverter<{type}, {names.Context}>))]";
}
