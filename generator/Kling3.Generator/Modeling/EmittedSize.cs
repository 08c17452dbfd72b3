using Kling3.Generator.Model;
using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>
/// About how many characters of C# a document comes to. One of a few kilobytes may come to gigabytes: a text is written out wherever a reference leads to it.
/// </summary>
internal sealed class EmittedSize
{
    // What each comes to beside its texts, in public documents.
    private const int OfType = 4000;
    private const int OfMember = 700;
    private const int OfOperation = 1000;
    private const int OfParameter = 400;
    private const int OfValue = 100;

    private long _total;

    public void Add(TypeSpec type, Node at) => Add(OfType + Length(type.Description) + BesideMembers(type), at);

    public void Add(MemberSpec member, Node at) => Add(Length(member), at);

    public void Add(ParameterSpec parameter, Node at) => Add(OfParameter + Length(parameter.JsonName, parameter.Description, parameter.Default, parameter.ErrorCode, parameter.Constraints), at);

    public void Add(OperationSpec operation, Node at) => Add(OfOperation + Length(operation.Path) + Length(operation.Description), at);

    /// <summary>Whether there can be so many bytes of texts in it.</summary>
    public bool MayHave(int bytes) => 2 * _total > bytes;

    private static long BesideMembers(TypeSpec type) => type switch
    {
        EnumSpec { Members: var values } => values.Sum(value => OfValue + Length(value.Value)),
        ObjectSpec spec => (spec.Cost?.Rules.Sum(rule => (long)OfValue * (rule.Table.Count + 1)) ?? 0) + ModelsOf(spec),
        _ => 0,
    };

    // For each further value that means it, a union's Models has the class once more.
    private static long ModelsOf(ObjectSpec type) => type.Discriminator is { Values.Count: > 1 and var count } ? (count - 1) * type.Members.Sum(member => Length(member)) : 0;

    private static long Length(MemberSpec member) => OfMember + Length(member.JsonName, member.Description, member.Default, member.ErrorCode, member.Constraints);

    // The name is in the property, its JSON and its checks.
    private static long Length(string name, string? description, string? defaultValue, string? errorCode, ConstraintSpec constraints) =>
        (4 * Length(name)) + Length(description) + Length(defaultValue) + Length(errorCode) + Length(constraints);

    private static long Length(ConstraintSpec? constraints) => constraints is null || constraints == ConstraintSpec.None
        ? 0
        : constraints.Patterns.Sum(Length) + constraints.AllowedValues.Take(constraints.AreKnownToType ? ConstraintSpec.MostNamed : int.MaxValue).Sum(value => 8 + Length(value)) + Length(constraints.Items);

    private static long Length(string? text) => text?.Length ?? 0;

    private void Add(long characters, Node at)
    {
        _total += characters;
        if (_total > Limits.Emitted)
        {
            throw new TooLargeException(at);
        }
    }
}
