using Newtonsoft.Json.Linq;
using NJsonSchema;
using NJsonSchema.Validation;

namespace Kling3.Generator.Values;

/// <summary>
/// NJsonSchema's validator, counting its steps: schemas that are combined of others, which are combined of the same others in turn, take
/// exponential time, and a chain of them the stack. Steps are counted and not timed, so that a document is reported alike on every machine; each counts
/// with the names and values that it goes through, every one of which may be an error.
/// </summary>
internal sealed class BoundedValidator(IEnumerable<TextCheck> texts) : JsonSchemaValidator(new JsonSchemaValidatorSettings { FormatValidators = texts })
{
    // What a step costs beside the names and values that it goes through: about as much as eight of them.
    private const int Step = 8;
    private const int MostOfValue = 20_000 * Step;
    private const int MostOfDocument = 500_000 * Step;
    private const int Deepest = 256;

    private int _ofDocument;
    private int _ofValue;
    private int _depth;

    /// <summary>Whether no other value of the document can be checked either.</summary>
    public bool IsExhausted => _ofDocument > MostOfDocument;

    /// <summary>Goes on to the next value: so large a one, before it is made, since an example of kilobytes has millions of nodes by its aliases.</summary>
    /// <exception cref="TooManyStepsException">It is too large.</exception>
    public void Begin(int nodes)
    {
        _ofValue = 0;
        _depth = 0;
        Count(nodes);
    }

    /// <summary>What is wrong with the value, each error where it is: in the item or the property, not at the whole.</summary>
    /// <exception cref="TooManyStepsException">The check was given up.</exception>
    public IEnumerable<ValidationError> Check(JToken value, JsonSchema schema)
    {
        const int most = 20;
        return Innermost(Validate(value, schema, SchemaType.OpenApi3)).Take(most).ToArray();
    }

    protected override ICollection<ValidationError> Validate(JToken token, JsonSchema schema, SchemaType schemaType, string? propertyName, string propertyPath)
    {
        JsonSchema actual = schema.ActualSchema;
        Count(Step + actual.Properties.Count + actual.RequiredProperties.Count + actual.Enumeration.Count + ((token as JContainer)?.Count ?? 0));
        if (++_depth > Deepest)
        {
            throw new TooManyStepsException();
        }

        ICollection<ValidationError> errors = base.Validate(token, schema, schemaType, propertyName, propertyPath);
        _depth--;
        return errors;
    }

    private void Count(int cost)
    {
        _ofDocument += cost;
        _ofValue += cost;
        if (_ofValue > MostOfValue || IsExhausted)
        {
            throw new TooManyStepsException();
        }
    }

    private static IEnumerable<ValidationError> Innermost(IEnumerable<ValidationError> errors) => errors.SelectMany(error =>
        error is ChildSchemaValidationError { Kind: ValidationErrorKind.NotAllOf or ValidationErrorKind.ArrayItemNotValid or ValidationErrorKind.AdditionalPropertiesNotValid } outer
            ? Innermost(outer.Errors.Values.SelectMany(inner => inner))
            : [error]);
}
