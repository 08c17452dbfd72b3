using Kling3.Generator.Model;
using Microsoft.CodeAnalysis.Text;

namespace Kling3.Generator.Emitting.Json;

/// <summary>
/// Emits the whole <c>JsonSerializerContext</c> of a document. System.Text.Json's own generator cannot: it does not see what another
/// generator emits.
/// </summary>
internal static class ContextEmitter
{
    private const string Metadata = "global::System.Text.Json.Serialization.Metadata.";

    /// <summary>The whole file.</summary>
    public static SourceText Emit(NamesSpec names, JsonContextSpec context)
    {
        var writer = new SourceWriter();
        FileHeader.Write(writer, names.Namespace);
        writer.Line($$"""
            /// <summary>Describes every type of the document to System.Text.Json, without reflection.</summary>
            [{{FileHeader.GeneratedCode}}]
            {{names.Visibility}} sealed class {{names.Context}} : global::System.Text.Json.Serialization.JsonSerializerContext, {{Metadata}}IJsonTypeInfoResolver
            """);
        writer.Open();
        writer.Line($$"""
            private static readonly {{JsonNames.Options}} s_defaultOptions = new {{JsonNames.Options}}();

            /// <summary>The context with default options.</summary>
            public static {{names.Context}} Default { get; } = new {{names.Context}}(new {{JsonNames.Options}}(s_defaultOptions));

            /// <summary>A context with default options of its own.</summary>
            public {{names.Context}}() : base(null)
            {
            }

            /// <summary>A context with options of its own, which are bound to it.</summary>
            /// <param name="options">The options; a set that belongs to another context is refused.</param>
            public {{names.Context}}({{JsonNames.Options}} options) : base(options)
            {
            }

            /// <inheritdoc/>
            protected override {{JsonNames.Options}}? GeneratedSerializerOptions => s_defaultOptions;

            """);
        // Oblivious to null, as System.Text.Json's own contexts are: they fit a T and a T? alike.
        writer.Line("#nullable disable annotations");
        writer.Line("#pragma warning disable CS8632, CS8669");
        foreach (JsonContextType type in context.Types)
        {
            writer.Line($"public {JsonNames.TypeInfo}<{type.CSharp}> {type.Property} => _{type.Property} ??= ({JsonNames.TypeInfo}<{type.CSharp}>)Options.GetTypeInfo(typeof({type.CSharp}));");
            writer.Line($"private {JsonNames.TypeInfo}<{type.CSharp}> _{type.Property};");
            writer.Line();
        }

        writer.Line("#nullable enable annotations");
        writer.Line("#pragma warning restore CS8632, CS8669");
        writer.Line();

        writer.Line($$"""
            /// <inheritdoc/>
            public override {{JsonNames.TypeInfo}}? GetTypeInfo(global::System.Type type)
            {
                Options.TryGetTypeInfo(type, out {{JsonNames.TypeInfo}}? info);
                return info;
            }

            {{JsonNames.TypeInfo}}? {{Metadata}}IJsonTypeInfoResolver.GetTypeInfo(global::System.Type type, {{JsonNames.Options}} options)
            {
                {{JsonNames.TypeInfo}}? info = Create(type, options);
                if (info is not null)
                {
                    info.OriginatingResolver = this;
                }

                return info;
            }

            """);
        writer.Open($"private static {JsonNames.TypeInfo}? Create(global::System.Type type, {JsonNames.Options} options)");
        foreach (JsonContextType type in context.Types)
        {
            writer.Open($"if (type == typeof({type.CSharp}))");
            writer.Line($"return {type.Create};");
            writer.Close();
            writer.Line();
        }

        writer.Line("return null;");
        writer.Close();
        writer.Close();
        return writer.Finish();
    }
}
