namespace Kling3.Generator.Model;

/// <summary>A code that the document lists, and the HTTP statuses it comes with.</summary>
internal sealed record ErrorCodeMember(string Name, string Value, EquatableArray<string> Statuses);
