namespace Kling3.Generator.Emitting.Json;

/// <summary>A type in a context.</summary>
/// <param name="Property">The context's property for it.</param>
/// <param name="CSharp">The type.</param>
/// <param name="Create">The expression that describes it, given <c>options</c>.</param>
internal sealed record JsonContextType(string Property, string CSharp, string Create);
