using Kling3.Generator.Emitting.Json;
using Kling3.Generator.Model;
using Kling3.Generator.Modeling;
using Microsoft.CodeAnalysis.Text;

namespace Kling3.Generator.Emitting;

/// <summary>What <c>Models</c> of a union tells tools: each case's members, limits, defaults and prices, and how to make one, without reflection.</summary>
internal static class ModelsEmitter
{
    public static SourceText Emit(NamesSpec names, UnionSpec union, IEnumerable<ObjectSpec> cases)
    {
        var writer = new SourceWriter();
        var collections = new JsonCollections();
        FileHeader.Write(writer, names.Namespace);
        writer.Line($"[{FileHeader.GeneratedCode}]");
        writer.Open($"internal static class {CompanionNames.Models(union.Name)}");
        writer.Line($"internal static {Names.ReadOnlyList}<{Names.ModelInfo}> All {{ get; }} = new {Names.ModelInfo}[]");
        writer.Open();
        foreach (ObjectSpec one in cases)
        {
            foreach (string value in one.Discriminator!.Values)
            {
                EmitModel(writer, one, value, collections);
            }
        }

        writer.Close("};");
        collections.Write(writer);
        writer.Close();
        return writer.Finish();
    }

    private static void EmitModel(SourceWriter writer, ObjectSpec type, string value, JsonCollections collections)
    {
        writer.Open("new()");
        writer.Line($"Type = {Literal.Text(value)},");
        Optional(writer, "Description", type.Description is { } description ? Literal.Text(description) : null);
        writer.Line($"Create = static () => new {type.Name}{Initializer(type, value)},");
        if (type.Cost is { } cost)
        {
            writer.Line($"CostUnit = {Literal.Text(cost.Unit)},");
            writer.Line($"Prices = new {Names.Runtime}PriceRule[]");
            writer.Open();
            foreach (PriceRuleSpec rule in cost.Rules)
            {
                EmitRule(writer, rule);
            }

            writer.Close("},");
        }

        EmitMembers(writer, type, collections);
        writer.Close("},");
    }

    // Nothing is set: what is required is null, so that validation can name it.
    private static string Initializer(ObjectSpec type, string value)
    {
        string[] set =
        [
            .. type.Discriminator is { IsSettable: true } discriminator ? [$"{discriminator.MemberName} = {Literal.Text(value)}"] : Array.Empty<string>(),
            .. type.Members.Where(member => member.HasRequiredModifier).Select(member => CSharpName.Escaped(member.Name) + " = default!"),
        ];
        return set.Length == 0 ? "()" : " { " + string.Join(", ", set) + " }";
    }

    private static void EmitRule(SourceWriter writer, PriceRuleSpec rule)
    {
        const string text = "global::System.Collections.Generic.KeyValuePair<string, string>";
        const string price = "global::System.Collections.Generic.KeyValuePair<string, decimal>";
        var parts = new List<string>();
        if (rule.When.Count > 0)
        {
            parts.Add($"When = new {text}[] {{ {string.Join(", ", rule.When.Select(condition => $"new({Literal.Text(condition.JsonName)}, {Literal.Text(condition.Value)})"))} }}");
        }

        if (rule.Of is { } of)
        {
            parts.Add("Of = " + Literal.Text(of));
        }

        if (rule.Fixed is { } one)
        {
            parts.Add("Fixed = " + Literal.Decimal(one));
        }

        if (rule.PerUnit is { } each)
        {
            parts.Add("PerUnit = " + Literal.Decimal(each));
        }

        if (rule.Table.Count > 0)
        {
            parts.Add($"Table = new {price}[] {{ {string.Join(", ", rule.Table.Select(entry => $"new({Literal.Text(entry.Value)}, {Literal.Decimal(entry.Price)})"))} }}");
        }

        writer.Line($"new() {{ {string.Join(", ", parts)} }},");
    }

    private static void EmitMembers(SourceWriter writer, ObjectSpec type, JsonCollections collections)
    {
        MemberSpec[] members = [.. type.Members.Where(member => !member.IsReadOnly)];
        if (members.Length == 0)
        {
            writer.Line($"Members = global::System.Array.Empty<{Names.Runtime}ModelMember>(),");
            return;
        }

        writer.Open($"Members = new {Names.Runtime}ModelMember[]");
        foreach (MemberSpec member in members)
        {
            EmitMember(writer, type, member, collections);
        }

        writer.Close("},");
    }

    private static void EmitMember(SourceWriter writer, ObjectSpec type, MemberSpec member, JsonCollections collections)
    {
        writer.Open("new()");
        writer.Line($"Name = {Literal.Text(member.JsonName)},");
        writer.Line($"Kind = {Names.Runtime}ModelMemberKind.{Kind(member.Type)},");
        Optional(writer, "Required", member.MustBeSet ? "true" : null);
        Optional(writer, "Default", member.Default is { } value ? Literal.Text(value) : null);
        Optional(writer, "Description", member.Description is { } description ? Literal.Text(description) : null);
        Optional(writer, "ErrorCode", member.ErrorCode is { } code ? Literal.Text(code) : null);
        ConstraintSpec limits = member.Constraints;
        Optional(writer, "Minimum", limits.Minimum is { } minimum ? Literal.Decimal(minimum) : null);
        Optional(writer, "ExclusiveMinimum", limits.ExclusiveMinimum ? "true" : null);
        Optional(writer, "Maximum", limits.Maximum is { } maximum ? Literal.Decimal(maximum) : null);
        Optional(writer, "ExclusiveMaximum", limits.ExclusiveMaximum ? "true" : null);
        Optional(writer, "MinLength", limits.MinLength is { } minLength ? Literal.Int32(minLength) : null);
        Optional(writer, "MaxLength", limits.MaxLength is { } maxLength ? Literal.Int32(maxLength) : null);
        Optional(writer, "MinItems", limits.MinItems is { } minItems ? Literal.Int32(minItems) : null);
        Optional(writer, "MaxItems", limits.MaxItems is { } maxItems ? Literal.Int32(maxItems) : null);
        Optional(writer, "Pattern", limits.Patterns.FirstOrDefault() is { } pattern ? Literal.Text(pattern) : null);
        Optional(writer, "AllowedValues", limits.AreKnownToType ? member.Type.Name + ".KnownValues" : limits.AllowedValues.Count > 0 ? Literal.Texts(limits.AllowedValues) : null);
        writer.Line($"Setter = static (request, value) => (({type.Name})request).{CSharpName.Escaped(member.Name)} = {Convert(member, collections)},");
        writer.Close("},");
    }

    private static void Optional(SourceWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.Line($"{name} = {value},");
        }
    }

    private static string Kind(TypeRef type) => type switch
    {
        { Kind: TypeKind.String or TypeKind.StringEnum or TypeKind.Uri or TypeKind.Guid or TypeKind.DateTimeOffset or TypeKind.DateOnly or TypeKind.TimeOnly } => "Text",
        { Kind: TypeKind.Int32 or TypeKind.Int64 or TypeKind.IntegerEnum } => "Integer",
        { Kind: TypeKind.Single or TypeKind.Double or TypeKind.Decimal } => "Number",
        { Kind: TypeKind.Boolean } => "Boolean",
        { Kind: TypeKind.List, Element.Kind: TypeKind.String } => "TextList",
        _ => "Json",
    };

    // The value is null or of a type of the member's kind: ModelMember.Set sees to it.
    private static string Convert(MemberSpec member, JsonCollections collections)
    {
        const string invariant = "global::System.Globalization.CultureInfo.InvariantCulture";
        TypeRef type = member.Type;
        string none = member.AllowsNull ? JsonValues.Null(type) : $"default({member.CSharpType})!";
        return type.Kind switch
        {
            TypeKind.String => member.AllowsNull ? "(string?)value" : "(string)value!",
            TypeKind.StringEnum => $"value is string text ? new {type.Name}(text) : {none}",
            TypeKind.Uri => $"value is string text ? new global::System.Uri(text, global::System.UriKind.RelativeOrAbsolute) : {none}",
            TypeKind.Guid or TypeKind.DateTimeOffset or TypeKind.DateOnly or TypeKind.TimeOnly => $"value is string text ? {type.CSharp}.Parse(text, {invariant}) : {none}",
            TypeKind.Int32 => $"value is null ? {none} : global::System.Convert.ToInt32(value, {invariant})",
            TypeKind.Int64 => $"value is null ? {none} : global::System.Convert.ToInt64(value, {invariant})",
            TypeKind.IntegerEnum => $"value is null ? {none} : new {type.Name}(global::System.Convert.ToInt64(value, {invariant}))",
            TypeKind.Single => $"value is null ? {none} : global::System.Convert.ToSingle(value, {invariant})",
            TypeKind.Double => $"value is null ? {none} : global::System.Convert.ToDouble(value, {invariant})",
            TypeKind.Decimal => $"value is null ? {none} : global::System.Convert.ToDecimal(value, {invariant})",
            TypeKind.Boolean => member.AllowsNull ? "(bool?)value" : "value is true",
            TypeKind.List when type.Element!.Kind == TypeKind.String => member.AllowsNull ? $"({type.CSharp}?)value" : $"({type.CSharp})value!",
            _ => $"value is {Names.RawJson} json ? {Names.Emitted}RawJsonCase.Read(json, static (ref {JsonNames.Input} input) => {JsonValues.Read(type, collections)}) : {none}",
        };
    }
}
