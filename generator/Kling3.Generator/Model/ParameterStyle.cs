namespace Kling3.Generator.Model;

/// <summary>How a parameter that is a list or an object is written.</summary>
internal enum ParameterStyle
{
    /// <summary>In one text, with commas between: items, or names and values in turn.</summary>
    Joined,

    /// <summary>Each item, or each property under its own name, is a parameter of its own.</summary>
    Exploded,

    /// <summary>Each property is a parameter of its own, with the object's name before it: <c>name[property]</c>.</summary>
    Deep,
}
