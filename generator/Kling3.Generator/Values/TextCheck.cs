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

    // As RFC 3339, 9562 and 4648 have them.
    private static readonly Regex s_time = new(@"^[Tt]([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9]|60)(\.[0-9]+)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])\z", RegexOptions.CultureInvariant);
    private static readonly Regex s_uuid = new(@"^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\z", RegexOptions.CultureInvariant);
    private static readonly Regex s_base64 = new(@"^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\z", RegexOptions.CultureInvariant);

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
        "date-time" => value.Length > 10 && IsDate(value.Substring(0, 10)) && IsTime(value.Substring(10)),
        "date" => IsDate(value),
        "uuid" => s_uuid.IsMatch(value),
        _ => s_base64.IsMatch(value),
    };

    private static bool IsDate(string value) => DateTimeOffset.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    private static bool IsTime(string value)
    {
        if (s_time.Match(value) is not { Success: true, Groups: var parts })
        {
            return false;
        }

        if (parts[3].Value != "60")
        {
            return true;
        }

        // A leap second is the last of a day in UTC.
        const int day = 24 * 60;
        string zone = parts[5].Value;
        int offset = zone.Length == 1 ? 0 : ((zone[0] == '-' ? -1 : 1) * Minutes(zone.Substring(1, 2), zone.Substring(4, 2)));
        return (Minutes(parts[1].Value, parts[2].Value) - offset + day) % day == day - 1;

        static int Minutes(string hours, string minutes) => (int.Parse(hours, CultureInfo.InvariantCulture) * 60) + int.Parse(minutes, CultureInfo.InvariantCulture);
    }

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
