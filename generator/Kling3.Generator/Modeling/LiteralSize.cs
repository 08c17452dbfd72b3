using Kling3.Generator.Model;

namespace Kling3.Generator.Modeling;

/// <summary>
/// About how many bytes of string literals a document comes to. An assembly holds each once, and 16 MB of them in all: one more, and the compiler says no more than that
/// (CS8103). UTF-8 literals do not count.
/// </summary>
internal sealed class LiteralSize
{
    // "… must have at most 2000 characters."
    private const int OfMessage = 50;

    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<(string, ConstraintSpec, bool)> _messages = [];
    private long _characters;

    private LiteralSize()
    {
    }

    public static long Of(SpecModel model)
    {
        var size = new LiteralSize();
        Dictionary<string, TypeSpec> types = model.Types.ToDictionary(type => type.Name, StringComparer.Ordinal);
        foreach (TypeSpec type in model.Types)
        {
            size.Add(type, types);
        }

        foreach (OperationSpec operation in model.Client.Operations)
        {
            size.AddTexts(operation.Id, operation.Path, operation.Body?.MediaType, operation.Reply.Accept);
            foreach (ParameterSpec parameter in operation.Parameters)
            {
                size.AddTexts(parameter.JsonName);
                size.AddMessages(parameter.ToMember());
                foreach (MemberSpec member in parameter.Members)
                {
                    size.AddTexts($"{parameter.JsonName}[{member.JsonName}]");
                }
            }
        }

        return (2 * size._characters) + (4 * (size._texts.Count + size._messages.Count));
    }

    private void Add(TypeSpec type, Dictionary<string, TypeSpec> types)
    {
        switch (type)
        {
            case ObjectSpec spec:
                AddTexts(spec.Discriminator?.JsonName, spec.Discriminator?.MemberName, spec.Discriminator?.Value);
                foreach (MemberSpec member in spec.Members)
                {
                    AddTexts(member.JsonName, member.Name);
                    if (spec.IsRequest)
                    {
                        AddMessages(member);
                    }
                }

                break;
            case StringEnumSpec spec:
                foreach (EnumMember member in spec.Members)
                {
                    AddTexts(member.Value);
                }

                break;
            case UnionSpec { IsRequest: true } spec:
                foreach (ObjectSpec one in spec.Cases.Select(one => types[one.TypeName]).OfType<ObjectSpec>())
                {
                    AddTexts(one.Description);
                    foreach (MemberSpec member in one.Members)
                    {
                        AddTexts(member.Description, member.Default);
                        foreach (string value in member.Constraints.AllowedValues.Concat(member.Constraints.Patterns))
                        {
                            AddTexts(value);
                        }
                    }
                }

                break;
        }
    }

    private void AddTexts(params string?[] texts)
    {
        foreach (string? text in texts)
        {
            if (text is not null && _texts.Add(text))
            {
                _characters += text.Length;
            }
        }
    }

    private void AddMessages(MemberSpec member)
    {
        AddTexts(member.ErrorCode);
        for (ConstraintSpec? limits = member.Constraints; limits is not null; limits = limits.Items)
        {
            if (_messages.Add((member.JsonName, limits, member.IsRequired)))
            {
                int count = new object?[] { limits.Minimum ?? limits.Maximum, limits.MultipleOf, limits.MinLength ?? limits.MaxLength, limits.MinItems ?? limits.MaxItems, limits.MinProperties ?? limits.MaxProperties }.Count(limit => limit is not null)
                    + limits.Patterns.Count + (limits.UniqueItems ? 1 : 0) + (limits.AllowedValues.Count > 0 ? 1 : 0) + (member.IsRequired && limits == member.Constraints ? 1 : 0);
                _characters += (count * (member.JsonName.Length + OfMessage)) + (2 * limits.Patterns.Sum(pattern => pattern.Length)) + limits.AllowedValues.Take(ConstraintSpec.MostNamed).Sum(value => value.Length + 2);
            }
        }
    }
}
