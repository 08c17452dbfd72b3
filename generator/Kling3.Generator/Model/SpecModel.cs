namespace Kling3.Generator.Model;

/// <summary>All that is emitted for one document.</summary>
internal sealed record SpecModel(NamesSpec Names, EquatableArray<TypeSpec> Types, ClientSpec Client, EquatableArray<ErrorCodeMember> ErrorCodes);
