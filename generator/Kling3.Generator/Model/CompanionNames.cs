namespace Kling3.Generator.Model;

/// <summary>Names of the classes that are emitted beside a type. They are taken from the namespace like the type's own.</summary>
internal static class CompanionNames
{
    /// <summary>The class with a type's JSON code.</summary>
    public static string Json(string type) => type + "Json";

    /// <summary>Whether there could be a type whose class with JSON code has the name.</summary>
    public static bool IsJson(string name) => name.EndsWith("Json", StringComparison.Ordinal);

    /// <summary>The class with what <c>Models</c> of a union lists.</summary>
    public static string Models(string union) => union + "Models";
}
