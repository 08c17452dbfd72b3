using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Kling3.Runtime.Emitted;

/// <summary>
/// The errors of direct code. They say what was expected and name properties of the schema, never a value: bodies hold prompts and
/// addresses. Where in the text it happened is added by whoever holds the complete text.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class JsonFail
{
    /// <summary>The value has another form than the schema says.</summary>
    /// <param name="what">What was expected, e.g. <c>an integer</c>.</param>
    public static JsonException Expected(string what) => new JsonException($"Expected {what}.");

    /// <summary>Members that the schema requires are missing or null.</summary>
    /// <param name="required">The names of the required members.</param>
    /// <param name="seen">For each of them a bit, 64 a word, that is set when the member was there and not null.</param>
    public static JsonException Missing(string[] required, params ulong[] seen)
    {
        var missing = new List<string>();
        for (int i = 0; i < required.Length; i++)
        {
            if ((seen[i / 64] & (1UL << (i % 64))) == 0)
            {
                missing.Add($"'{required[i]}'");
            }
        }

        return new JsonException(missing.Count == 1
            ? $"The required member {missing[0]} is missing or null."
            : $"The required members {string.Join(", ", missing)} are missing or null.");
    }

    /// <summary>A class that the document does not know derives from an emitted one.</summary>
    /// <param name="type">The class.</param>
    public static NotSupportedException UnknownClass(Type type) =>
        new($"The class {type} is not one of the document's, so there is no way to write it.");

    [DoesNotReturn]
    internal static void ThrowExpected(string what) => throw Expected(what);
}
