using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Kling3.Runtime.Emitted;

/// <summary>Parameters as text: invariant, and as JSON would have them, without quotes. Null where there is no value.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ParameterText
{
    /// <summary>Digits.</summary>
    /// <param name="value">The value.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static string? Of(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    /// <summary>Digits.</summary>
    /// <param name="value">The value.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static string? Of(long? value) => value?.ToString(CultureInfo.InvariantCulture);

    /// <summary>The shortest text that reads as the same number.</summary>
    /// <param name="value">The value.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static string? Of(float? value) => value?.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The shortest text that reads as the same number.</summary>
    /// <param name="value">The value.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static string? Of(double? value) => value?.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>All its digits.</summary>
    /// <param name="value">The value.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static string? Of(decimal? value) => value?.ToString(CultureInfo.InvariantCulture);

    /// <summary><c>true</c> or <c>false</c>.</summary>
    /// <param name="value">The value.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static string? Of(bool? value) => value is null ? null : value.Value ? "true" : "false";

    /// <summary>With hyphens, in lower case.</summary>
    /// <param name="value">The value.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static string? Of(Guid? value) => value?.ToString("D");

    /// <summary>RFC 3339, seconds' fractions only where there are any.</summary>
    /// <param name="value">The value.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static string? Of(DateTimeOffset? value) => value?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);

    /// <summary>Year, month, day.</summary>
    /// <param name="value">The value.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static string? Of(DateOnly? value) => value?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Hours, minutes, seconds, their fractions only where there are any.</summary>
    /// <param name="value">The value.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static string? Of(TimeOnly? value) => value?.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    /// <summary>As it was written.</summary>
    /// <param name="value">The value.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static string? Of(Uri? value) => value?.OriginalString;

    /// <summary>In base64.</summary>
    /// <param name="value">The value.</param>
    [return: NotNullIfNotNull(nameof(value))]
    public static string? Of(byte[]? value) => value is null ? null : Convert.ToBase64String(value);

    /// <summary>The texts of a list's items.</summary>
    /// <param name="values">The list; null for none.</param>
    /// <param name="text">The text of an item; null leaves it out.</param>
    public static IEnumerable<string?>? All<T>(IEnumerable<T>? values, Func<T, string?> text) => values?.Select(text);

    /// <summary>The names of a map and the texts of its values.</summary>
    /// <param name="map">The map; null for none.</param>
    /// <param name="text">The text of a value; null leaves it out.</param>
    public static (string Name, string? Value)[] Entries<T>(IEnumerable<KeyValuePair<string, T>>? map, Func<T, string?> text) =>
        [.. map?.Select(entry => (entry.Key, text(entry.Value))) ?? []];

    /// <summary>The items in one text, with commas between them: a list in a header.</summary>
    /// <param name="values">The items; null ones are left out.</param>
    /// <returns>Null when there is nothing to send.</returns>
    public static string? Joined(IEnumerable<string?>? values) => values is null ? null : string.Join(',', values.Where(value => value is not null)) is { Length: > 0 } text ? text : null;

    /// <summary>The names and the values of an object's properties in turn.</summary>
    /// <param name="properties">The properties; those whose value is null are left out.</param>
    public static IEnumerable<string?> Pairs(params (string Name, string? Value)[] properties) =>
        properties.Where(property => property.Value is not null).SelectMany(property => new[] { property.Name, property.Value });
}
