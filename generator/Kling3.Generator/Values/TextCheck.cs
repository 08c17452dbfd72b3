using System.Globalization;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using NJsonSchema.Validation;
using NJsonSchema.Validation.FormatValidators;

namespace Kling3.Generator.Values;

/// <summary>What a schema asks of a text beside its length: a pattern, or else a format. NJsonSchema would match the pattern without a limit on the time.</summary>
internal sealed class TextCheck(string name, string? pattern, string? format) : IFormatValidator
{
    // RegexOptions.NonBacktracking, which the compiler's .NET has and netstandard2.0 cannot name.
    private const RegexOptions NonBacktracking = (RegexOptions)1024;

    private readonly Lazy<Regex?> _regex = new(() => pattern is null ? null : Linear(pattern));

    /// <summary>The formats that are checked: those that the emitted types read.</summary>
    public static bool IsChecked(string? format) => format is "date-time" or "date" or "uuid" or "byte";

    public string Format => name;

    public ValidationErrorKind ValidationErrorKind => pattern is not null ? ValidationErrorKind.PatternMismatch : format switch
    {
        "date-time" => ValidationErrorKind.DateTimeExpected,
        "date" => ValidationErrorKind.DateExpected,
        "uuid" => ValidationErrorKind.UuidExpected,
        _ => ValidationErrorKind.Base64Expected,
    };

    public bool IsValid(string value, JTokenType tokenType) => pattern is not null ? _regex.Value?.IsMatch(value) ?? true : format switch
    {
        "date-time" => value.Length > 10 && value[4] == '-' && value[10] is 'T' or 't' or ' ' && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
        "date" => DateTimeOffset.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
        "uuid" => Guid.TryParseExact(value, "D", out _),
        _ => value.Length % 4 == 0 && value.TrimEnd('=').All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '+' or '/'),
    };

    // Null for a pattern that cannot be matched in linear time: a value is not worth the compiler's.
    private static Regex? Linear(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | NonBacktracking);
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentException)
        {
            return null;
        }
    }
}
