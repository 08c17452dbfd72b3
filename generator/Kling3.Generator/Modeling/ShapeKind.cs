namespace Kling3.Generator.Modeling;

internal enum ShapeKind
{
    /// <summary>Not looked at.</summary>
    Any,
    Text,
    Flag,

    /// <summary><c>x-error-code</c>.</summary>
    ErrorCode,

    /// <summary><c>x-error-codes</c>.</summary>
    ErrorCodes,
    List,

    /// <summary>An object whose properties are all of one shape.</summary>
    Map,

    /// <summary>An object with the properties that are named; others are not looked at.</summary>
    Object,

    /// <summary>JSON Schema begins here.</summary>
    Schema,
}
