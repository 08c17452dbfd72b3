using Kling3.Generator.Model;
using Kling3.Generator.Modeling;

namespace Kling3.Generator.Emitting;

/// <summary>A class with a property per member.</summary>
internal sealed class ObjectEmitter(SourceWriter writer, NamesSpec names, ObjectSpec type)
{
    public void Emit()
    {
        string kind = type.Cases.Count > 0 ? "partial class" : "sealed partial class";
        XmlDoc.Summary(writer, type.Description);
        if (type.Cost is { } cost)
        {
            XmlDoc.Element(writer, "remarks", MemberDoc.Prices(cost));
        }

        TypeEmitter.Declare(writer, names, type, $"{names.Visibility} {kind} {type.Name}{Bases()}");
        EmitDiscriminator();
        foreach (MemberSpec member in type.Members)
        {
            if (!member.IsInherited)
            {
                EmitMember(member);
            }
        }

        if (type.ExtensionData is { } extension && !type.InheritsExtensionData)
        {
            writer.Line("/// <summary>Properties that the schema does not name, as they were read; they are written again.</summary>");
            writer.Line($"public {Json.JsonNames.ExtensionData}? {extension} {{ get; set; }}");
            writer.Line();
        }

        if (type.Cost is not null)
        {
            CostEmitter.Emit(writer, type);
        }

        if (type.IsRequest)
        {
            ValidationEmitter.Emit(writer, type);
        }

        writer.Close();
    }

    private string Bases()
    {
        string[] bases =
        [
            .. type.Base is { } parent ? [parent] : type.IsRequest ? [Names.Emitted + "IValidatedRequest"] : Array.Empty<string>(),
            .. type.Cost is not null && !type.OverridesEstimate ? [Names.Emitted + "IPricedRequest"] : Array.Empty<string>(),
        ];
        return bases.Length == 0 ? "" : " : " + string.Join(", ", bases);
    }

    private void EmitDiscriminator()
    {
        if (type.Discriminator is not { } discriminator)
        {
            return;
        }

        if (type.Base is not null && discriminator.IsSettable)
        {
            writer.Line($"/// <summary>One of {string.Join(", ", discriminator.Values.Select(value => $"<c>{MemberDoc.Inline(value)}</c>"))}.</summary>");
            writer.Line($"public override string {discriminator.MemberName} {{ get; set; }} = {Literal.Text(discriminator.Value)};");
        }
        else if (type.Base is not null)
        {
            writer.Line($"/// <summary>Always <c>{MemberDoc.Inline(discriminator.Value)}</c>.</summary>");
            writer.Line($"public override string {discriminator.MemberName} => {Literal.Text(discriminator.Value)};");
        }
        else
        {
            XmlDoc.Summary(writer, discriminator.Description, $"Which {type.Name} this is.");
            writer.Line($"public virtual string {discriminator.MemberName} {{ get; set; }} = {Literal.Text(discriminator.Value)};");
        }

        writer.Line();
    }

    private void EmitMember(MemberSpec member)
    {
        XmlDoc.Summary(writer, member.Description, $"`{member.JsonName}` in the JSON.");
        if (MemberDoc.Limits(member, isChecked: type.IsRequest && !member.IsReadOnly) is { Length: > 0 } limits)
        {
            XmlDoc.Element(writer, "remarks", limits);
        }

        // Who sends the type has no choice but to set what is required: a warning would say nothing that he could act on.
        if (member.IsDeprecated && !(type.IsRequest && member.HasRequiredModifier))
        {
            writer.Line(Names.Obsolete);
        }

        writer.Line($"public {(member.HasRequiredModifier ? "required " : "")}{member.CSharpType} {CSharpName.Escaped(member.Name)} {{ get; set; }}");
        writer.Line();
    }
}
