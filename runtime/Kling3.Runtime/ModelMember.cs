using System.Text.Json;

namespace Kling3.Runtime;

/// <summary>One member of a request type with its limits, for tools that build requests without knowing the type.</summary>
public sealed class ModelMember
{
    /// <summary>The member as in the JSON.</summary>
    public required string Name { get; init; }

    /// <summary>What the member holds.</summary>
    public required ModelMemberKind Kind { get; init; }

    /// <summary>Whether a request without it is invalid.</summary>
    public bool Required { get; init; }

    /// <summary>What the API takes when the member is absent, as JSON; null where there is no default.</summary>
    public string? Default { get; init; }

    /// <summary>The documentation's words; null where it has none.</summary>
    public string? Description { get; init; }

    /// <summary>The API's code for a violation of this member; null where none is named.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The smallest number allowed.</summary>
    public decimal? Minimum { get; init; }

    /// <summary>The largest number allowed.</summary>
    public decimal? Maximum { get; init; }

    /// <summary>Whether <see cref="Minimum"/> itself is refused.</summary>
    public bool ExclusiveMinimum { get; init; }

    /// <summary>Whether <see cref="Maximum"/> itself is refused.</summary>
    public bool ExclusiveMaximum { get; init; }

    /// <summary>The shortest text allowed, in Unicode characters.</summary>
    public int? MinLength { get; init; }

    /// <summary>The longest text allowed, in Unicode characters.</summary>
    public int? MaxLength { get; init; }

    /// <summary>The fewest items allowed.</summary>
    public int? MinItems { get; init; }

    /// <summary>The most items allowed.</summary>
    public int? MaxItems { get; init; }

    /// <summary>The regular expression a text must match.</summary>
    public string? Pattern { get; init; }

    /// <summary>The values allowed, numbers in invariant text; empty when any is.</summary>
    public IReadOnlyList<string> AllowedValues { get; init; } = [];

    /// <summary>How a value is put into a request; called by <see cref="Set"/> alone, with null or a value that suits <see cref="Kind"/>.</summary>
    public required Action<object, object?> Setter { private get; init; }

    /// <summary>Sets the member on a request. Limits are not checked: that is the request's own validation.</summary>
    /// <param name="request">What <see cref="ModelInfo.Create"/> of the same model made.</param>
    /// <param name="value">Of the type that <see cref="Kind"/> names; null unsets.</param>
    /// <exception cref="ArgumentException">
    /// The request is another model's, or the value is nothing that the member holds: of another type, too large for it, or a text or JSON of
    /// another form than its schema's. The request is unchanged; the message names the member and what it takes, never the value.
    /// </exception>
    public void Set(object request, object? value)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!Suits(value))
        {
            throw new ArgumentException($"The member {Name} takes {Expected}, not a {value!.GetType()}.", nameof(value));
        }

        try
        {
            Setter(request, value);
        }
        catch (InvalidCastException exception)
        {
            throw new ArgumentException($"The member {Name} is of another model than a {request.GetType()}.", nameof(request), exception);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or JsonException)
        {
            throw new ArgumentException($"The member {Name} takes {Expected} of the form and size that its schema says.", nameof(value), exception);
        }
    }

    private string Expected => Kind switch
    {
        ModelMemberKind.Text => "a text (String)",
        ModelMemberKind.Integer => "a whole number (Int64)",
        ModelMemberKind.Number => "a number (Double or Decimal)",
        ModelMemberKind.Boolean => "true or false (Boolean)",
        ModelMemberKind.TextList => "a list of texts (IReadOnlyList<String>)",
        _ => "JSON (RawJson)",
    };

    private bool Suits(object? value) => value is null || Kind switch
    {
        ModelMemberKind.Text => value is string,
        ModelMemberKind.Integer => value is long or int,
        ModelMemberKind.Number => value is double or decimal or float or long or int,
        ModelMemberKind.Boolean => value is bool,
        ModelMemberKind.TextList => value is IReadOnlyList<string>,
        _ => value is RawJson,
    };
}
