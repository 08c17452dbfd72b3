using Kling3.Generator.Model;
using Kling3.Generator.Modeling;

namespace Kling3.Generator.Emitting;

/// <summary>The abstract class that the cases of a discriminated union derive from, and the one that keeps an unknown case.</summary>
internal static class UnionEmitter
{
    public static void Emit(SourceWriter writer, NamesSpec names, UnionSpec union)
    {
        string[] interfaces =
        [
            .. union.IsRequest ? [Names.Emitted + "IValidatedRequest"] : Array.Empty<string>(),
            .. union.CostUnit is not null ? [Names.Emitted + "IPricedRequest"] : Array.Empty<string>(),
        ];
        TypeEmitter.Open(writer, names, union, "abstract partial class", $"One of several schemas, told apart by {union.Discriminator.JsonName}.", interfaces.Length == 0 ? "" : " : " + string.Join(", ", interfaces));
        writer.Line($"private protected {union.Name}()");
        writer.Line("{");
        writer.Line("}");
        writer.Line();
        XmlDoc.Summary(writer, union.Discriminator.Description, "Which of the schemas this is.");
        writer.Line(union.HasSettableCase
            ? $"public virtual string {union.Discriminator.MemberName} {{ get; set; }} = \"\";"
            : $"public abstract string {union.Discriminator.MemberName} {{ get; }}");
        writer.Line();
        if (union.IsRequest)
        {
            writer.Line("/// <summary>What can be sent: each case with its members, their limits and defaults, and its price list.</summary>");
            writer.Line($"public static {Names.ReadOnlyList}<{Names.ModelInfo}> Models => {CompanionNames.Models(union.Name)}.All;");
            writer.Line();
        }

        if (union.CostUnit is { } unit)
        {
            XmlDoc.Element(writer, "summary", $"What the request will cost in {unit}, by the document's price list, without a call.");
            writer.Line("/// <returns>The price; null when the list has none for it.</returns>");
            writer.Line($"public virtual decimal? {CostReader.EstimateMethod(unit)}() => null;");
            writer.Line();
            CostEmitter.EmitInterface(writer, CostReader.EstimateMethod(unit));
        }

        if (union.IsRequest)
        {
            ValidationEmitter.EmitValidate(writer);
            writer.Line("/// <summary>Checks the object against the limits of its schema, and what it holds against theirs.</summary>");
            writer.Line("/// <param name=\"errors\">What is wrong; empty when nothing is.</param>");
            writer.Line("/// <returns>Whether nothing is wrong.</returns>");
            writer.Line($"public abstract bool TryValidate(out {Names.ValidationErrors} errors);");
        }

        writer.Close();
        writer.Line();
        EmitUnknown(writer, names, union);
    }

    private static void EmitUnknown(SourceWriter writer, NamesSpec names, UnionSpec union)
    {
        string member = union.Discriminator.MemberName;
        writer.Line($"/// <summary>A <see cref=\"{union.Name}\"/> that the document does not know: kept as it was read, and written so again.</summary>");
        writer.Line($"[{FileHeader.GeneratedCode}]");
        writer.Line(TypeEmitter.Converter(names, union.UnknownName));
        writer.Open($"{names.Visibility} sealed class {union.UnknownName} : {union.Name}");
        writer.Line("private readonly string? _value;");
        writer.Line();
        writer.Open($"internal {union.UnknownName}(string? value, {Names.RawJson} json)");
        writer.Line("_value = value;");
        writer.Line("Json = json;");
        writer.Close();
        writer.Line();
        writer.Line("/// <summary>The value that the document does not list; empty when there was none.</summary>");
        writer.Line($"public override string {member} => _value ?? \"\";");
        writer.Line();
        writer.Line("/// <summary>The whole object.</summary>");
        writer.Line($"public {Names.RawJson} Json {{ get; }}");
        if (union.IsRequest)
        {
            string message = $"{union.Discriminator.JsonName} must be {MemberDoc.AnyOf([.. union.Cases.Select(one => one.Value)])}.";
            writer.Line();
            writer.Line("/// <inheritdoc/>");
            writer.Open($"public override bool TryValidate(out {Names.ValidationErrors} errors)");
            writer.Line($"errors = {Names.ValidationErrors}.None;");
            writer.Line($"{Names.ValidationErrors}.Add(ref errors, {Literal.TextOrNull(union.Discriminator.ErrorCode)}, {Literal.Text(union.Discriminator.JsonName)}, {Literal.Text(message)});");
            writer.Line("return false;");
            writer.Close();
        }

        writer.Close();
    }
}
