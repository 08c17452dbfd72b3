using System.Text.Json;
using System.Text.RegularExpressions;
using Kling3.Runtime.Emitted;

namespace Kling3.Runtime.Replies;

/// <summary>
/// Code and words of an error, wherever the reply has them: in the envelope, in <c>error</c> (a text or an object), in <c>data</c>, or as a code in the place of
/// words. Errors are rare, so this looks at the parsed document.
/// </summary>
internal readonly partial record struct ErrorDetails(string? Code, string? Message, int? Number)
{
    /// <summary>Whether the envelope's own number is one for which asking again may help.</summary>
    public bool IsTransient => Number is 429 or (>= 500 and < 600);

    public static ErrorDetails Of(ReadOnlySpan<byte> body, Envelope? envelope, IReadOnlyList<KeyValuePair<int, string>> codes, int status)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            return Of(JsonElement.ParseValue(ref reader), envelope, codes, status);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // HTML, nothing at all, half a reply, or names that are no text: only the status tells.
            return new ErrorDetails(Mapped(codes, status), null, null);
        }
    }

    private static ErrorDetails Of(JsonElement root, Envelope? envelope, IReadOnlyList<KeyValuePair<int, string>> codes, int status)
    {
        string? code = null;
        string? message = null;
        int? number = null;
        if (root.ValueKind is JsonValueKind.Object)
        {
            JsonElement? envelopeCode = At(root, envelope?.Code ?? ["code"]);
            JsonElement? error = At(root, ["error"]);
            string? words = Text(At(root, envelope?.Message ?? ["message"])) ?? Text(At(root, ["message"]));
            string? errorText = Text(error);
            string? errorCode = Text(At(error, ["code"])) ?? Text(At(error, ["type"]));

            number = Integer(envelopeCode) ?? Integer(At(error, ["code"]));
            code = NotNumber(Text(envelopeCode))
                ?? NotNumber(errorCode)
                ?? (errorText is not null && IsCode(errorText) ? errorText : null)
                ?? NotNumber(Text(At(root, ["data", "code"])))
                ?? NotNumber(Text(At(root, ["code"])))
                ?? (words is not null && IsCode(words) ? words : null);
            message = words is not null && words != code ? words : null;
            message ??= Text(At(error, ["message"]))
                ?? (errorText is not null && errorText != code ? errorText : null)
                ?? Text(At(root, ["data", "message"]))
                ?? Text(At(root, ["detail"]))
                ?? Text(At(root, ["msg"]))
                ?? Text(At(root, ["title"]));
        }
        else if (root.ValueKind is JsonValueKind.String)
        {
            message = Text(root);
        }

        code ??= (number is int n ? Mapped(codes, n) : null) ?? Mapped(codes, status);
        if (code is null && number is int other && other != status)
        {
            code = other.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return new ErrorDetails(code, message, number);
    }

    private static string? Mapped(IReadOnlyList<KeyValuePair<int, string>> codes, int number)
    {
        foreach (KeyValuePair<int, string> pair in codes)
        {
            if (pair.Key == number)
            {
                return pair.Value;
            }
        }

        return null;
    }

    private static JsonElement? At(JsonElement? element, string[] pointer)
    {
        foreach (string name in pointer)
        {
            if (element is not { ValueKind: JsonValueKind.Object } parent || !parent.TryGetProperty(name, out JsonElement child))
            {
                return null;
            }

            element = child;
        }

        return element;
    }

    /// <summary>A text; null for anything else, for blanks, and for one that holds half a surrogate.</summary>
    private static string? Text(JsonElement? element)
    {
        if (element is not { ValueKind: JsonValueKind.String } text)
        {
            return null;
        }

        try
        {
            return text.GetString() is { } words && !string.IsNullOrWhiteSpace(words) ? words : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static int? Integer(JsonElement? element) => element switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out int value) => value,
        { ValueKind: JsonValueKind.String } text when int.TryParse(Text(text), System.Globalization.CultureInfo.InvariantCulture, out int value) => value,
        _ => null,
    };

    private static string? NotNumber(string? text) => text is not null && !text.All(char.IsAsciiDigit) ? text : null;

    /// <summary>Whether a text in a place for words is a code: INSUFFICIENT_CREDITS, but not "success" or "No credits".</summary>
    private static bool IsCode(string text) => CodePattern().IsMatch(text);

    [GeneratedRegex("^[A-Z][A-Z0-9]*(?:[_.-][A-Z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex CodePattern();
}
