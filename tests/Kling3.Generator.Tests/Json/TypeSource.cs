using Kling3.Generator.Emitting;
using Kling3.Generator.Model;

namespace Kling3.Generator.Tests.Json;

/// <summary>The types that emitted JSON code works on, as plain as they can be: these tests are about the JSON code alone.</summary>
internal static class TypeSource
{
    public static string Of(NamesSpec names, TypeSpec type, SpecModel model)
    {
        var writer = new SourceWriter();
        writer.Line("#nullable enable annotations");
        writer.Line($"namespace {names.Namespace};");
        switch (type)
        {
            case ObjectSpec spec:
                Write(writer, spec, model);
                break;
            case UnionSpec spec:
                writer.Line($$"""
                    public abstract class {{spec.Name}}
                    {
                        public abstract string? {{spec.Discriminator.MemberName}} { get; }
                    }

                    public sealed class {{spec.UnknownName}} : {{spec.Name}}
                    {
                        internal {{spec.UnknownName}}(string? type, global::Kling3.Runtime.RawJson json)
                        {
                            {{spec.Discriminator.MemberName}} = type;
                            Json = json;
                        }

                        public override string? {{spec.Discriminator.MemberName}} { get; }

                        public global::Kling3.Runtime.RawJson Json { get; }
                    }
                    """);
                break;
            case RawUnionSpec spec:
                writer.Line($$"""
                    public sealed class {{spec.Name}}
                    {
                        public {{spec.Name}}(global::Kling3.Runtime.RawJson json) => Json = json;

                        public global::Kling3.Runtime.RawJson Json { get; }
                    }
                    """);
                break;
            case StringEnumSpec:
            case IntegerEnumSpec:
                string value = type is StringEnumSpec ? "string" : "long";
                writer.Line($$"""
                    public readonly struct {{type.Name}} : global::System.IEquatable<{{type.Name}}>
                    {
                        public {{type.Name}}({{value}} value) => Value = value;

                        public {{value}} Value { get; }

                        public bool Equals({{type.Name}} other) => Value == other.Value;

                        public override bool Equals(object? obj) => obj is {{type.Name}} other && Equals(other);

                        public override int GetHashCode() => global::System.HashCode.Combine(Value);
                    }
                    """);
                break;
        }

        return writer.Finish();
    }

    private static void Write(SourceWriter writer, ObjectSpec spec, SpecModel model)
    {
        writer.Open($"public class {spec.Name}{(spec.Base is null ? "" : " : " + spec.Base)}");
        if (spec.Discriminator is { } discriminator)
        {
            bool isOverride = spec.Base is not null && model.Types.Any(type => type.Name == spec.Base);
            string modifier = isOverride ? "override " : spec.Cases.Count > 0 ? "virtual " : "";
            writer.Line(discriminator.Value is { } value
                ? $"public {modifier}string? {discriminator.MemberName} => {Literal.Text(value)};"
                : $"public {modifier}string? {discriminator.MemberName} {{ get; set; }}");
        }

        foreach (MemberSpec member in spec.Members.Where(member => !member.IsInherited))
        {
            writer.Line($"public {(member.HasRequiredModifier ? "required " : "")}{member.CSharpType} {member.Name} {{ get; set; }}");
        }

        if (spec.ExtensionData is { } data)
        {
            writer.Line($"public global::System.Collections.Generic.Dictionary<string, global::System.Text.Json.JsonElement>? {data} {{ get; set; }}");
        }

        writer.Close();
    }
}
