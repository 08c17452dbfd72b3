using System.Globalization;
using System.Text.Json;

namespace Kling3.Cli.SpecDiff;

/// <summary>Looking into trees that may lack what is looked for.</summary>
internal static class JsonElementExtensions
{
    /// <summary>What lies at a path of names; null when there is nothing.</summary>
    public static JsonElement? Find(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (string name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element;
    }

    /// <summary>A text; null when there is none.</summary>
    public static string? FindText(this JsonElement element, string name) =>
        element.Find(name) is { ValueKind: JsonValueKind.String } found ? found.GetString() : null;

    /// <summary>A number; null when there is none.</summary>
    public static decimal? FindNumber(this JsonElement element, string name) =>
        element.Find(name) is { ValueKind: JsonValueKind.Number } found && found.TryGetDecimal(out decimal number) ? number : null;

    /// <summary>Whether something is there and true.</summary>
    public static bool IsTrue(this JsonElement element, string name) => element.Find(name) is { ValueKind: JsonValueKind.True };

    /// <summary>A value in a form in which equal values are equal texts, for people too: 5 and 5.0 are both <c>5</c>.</summary>
    public static string ToText(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.Number when element.TryGetDecimal(out decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture),
        JsonValueKind.Array => $"[{string.Join(", ", element.EnumerateArray().Select(ToText))}]",
        JsonValueKind.Object => $"{{{string.Join(", ", element.EnumerateObject().OrderBy(static property => property.Name, StringComparer.Ordinal).Select(static property => $"{property.Name}: {property.Value.ToText()}"))}}}",
        _ => element.GetRawText(),
    };
}
