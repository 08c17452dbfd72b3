using System.Collections;
using System.ComponentModel;

namespace Kling3.Runtime;

/// <summary>What is wrong with a request: empty when it is valid.</summary>
public sealed class ValidationErrors : IReadOnlyList<ValidationError>
{
    private readonly List<ValidationError> _errors = [];

    private ValidationErrors()
    {
    }

    /// <summary>The one empty list, so that validating a valid request allocates nothing.</summary>
    public static ValidationErrors None { get; } = new();

    /// <inheritdoc/>
    public int Count => _errors.Count;

    /// <inheritdoc/>
    public ValidationError this[int index] => _errors[index];

    /// <summary>For emitted code: adds a violation, putting a fresh list in the place of <see cref="None"/>.</summary>
    /// <param name="errors">The list to add to; replaced when it is <see cref="None"/>.</param>
    /// <param name="code">The API's code for this violation, or null.</param>
    /// <param name="member">The member as in the JSON.</param>
    /// <param name="message">A sentence for people.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void Add(ref ValidationErrors errors, string? code, string member, string message)
    {
        ArgumentNullException.ThrowIfNull(errors);
        ArgumentNullException.ThrowIfNull(member);
        ArgumentNullException.ThrowIfNull(message);
        if (ReferenceEquals(errors, None))
        {
            errors = new ValidationErrors();
        }

        errors._errors.Add(new ValidationError(code, member, message));
    }

    /// <inheritdoc/>
    public IEnumerator<ValidationError> GetEnumerator() => _errors.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>These and then the others.</summary>
    internal ValidationErrors And(ValidationErrors others)
    {
        if (Count == 0)
        {
            return others;
        }

        var all = new ValidationErrors();
        all._errors.AddRange(_errors);
        all._errors.AddRange(others._errors);
        return all;
    }

    /// <summary>The sentences, one after the other, each with its code in brackets.</summary>
    public override string ToString() =>
        string.Join(" ", _errors.Select(static error => error.Code is null ? error.Message : $"{error.Message} [{error.Code}]"));
}
