namespace Kling3.Generator.Model;

/// <summary>Where code, message and data are in a reply: pointers as their unescaped segments.</summary>
internal sealed record EnvelopeSpec(EquatableArray<string> Code, EquatableArray<string> Message, EquatableArray<string>? Data, EquatableArray<string> Success);
