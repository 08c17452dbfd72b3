using System.Collections.Concurrent;
using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Kling3.Runtime.Emitted;

/// <summary>What emitted validation and price code asks that is more than an operator.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Check
{
    private static readonly ConcurrentDictionary<string, TextPattern> s_patterns = new(StringComparer.Ordinal);

    /// <summary>The characters of a text as JSON Schema counts them: Unicode code points, not UTF-16 units.</summary>
    public static int Length(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        int length = value.Length;
        if (Ascii.IsValid(value))
        {
            return length;
        }

        for (int i = 1; i < value.Length; i++)
        {
            if (char.IsSurrogatePair(value[i - 1], value[i]))
            {
                length--;
            }
        }

        return length;
    }

    /// <summary>Whether a pattern of the document is found in a text. One that cannot be decided in time counts as found: the server decides.</summary>
    public static bool Matches(string value, string pattern) => s_patterns.GetOrAdd(pattern, static text => new TextPattern(text)).IsFoundIn(value);

    /// <summary>Whether a required list of texts has nothing in it, or an item that is null, empty or white space.</summary>
    public static bool IsBlank(IReadOnlyList<string?>? values)
    {
        if (values is null || values.Count == 0)
        {
            return true;
        }

        for (int i = 0; i < values.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(values[i]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an item is null where the schema allows none.</summary>
    public static bool HasNull<T>(IReadOnlyList<T?> values)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(values);
        for (int i = 0; i < values.Count; i++)
        {
            if (values[i] is null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an item stands twice.</summary>
    public static bool HasDuplicates<T>(IReadOnlyList<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count < 2)
        {
            return false;
        }

        var seen = new HashSet<T>(values.Count);
        for (int i = 0; i < values.Count; i++)
        {
            if (!seen.Add(values[i]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a number is a whole multiple of a step.</summary>
    public static bool IsMultiple(decimal value, decimal step) => value % step == 0;

    /// <inheritdoc cref="IsMultiple(decimal, decimal)"/>
    public static bool IsMultiple(long value, decimal step) => value % step == 0;

    /// <inheritdoc cref="IsMultiple(decimal, decimal)"/>
    public static bool IsMultiple(double value, decimal step) => Amount(value) is { } exact && IsMultiple(exact, step);

    /// <summary>A price per unit times the units; null when no decimal holds it.</summary>
    public static decimal? Price(decimal perUnit, decimal units)
    {
        try
        {
            return perUnit * units;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <inheritdoc cref="Price(decimal, decimal)"/>
    public static decimal? Price(decimal perUnit, long units) => Price(perUnit, (decimal)units);

    /// <inheritdoc cref="Price(decimal, decimal)"/>
    public static decimal? Price(decimal perUnit, double units) => Amount(units) is { } exact ? Price(perUnit, exact) : null;

    /// <summary>A number as an amount; null when there is none, or no decimal holds it.</summary>
    public static decimal? Amount(decimal? value) => value;

    /// <inheritdoc cref="Amount(decimal?)"/>
    public static decimal? Amount(long? value) => value;

    /// <inheritdoc cref="Amount(decimal?)"/>
    public static decimal? Amount(double? value) => value is > -7.9e28 and < 7.9e28 ? (decimal)value.Value : null;

    /// <summary>Stops at a value that holds itself, or is nested deeper than the stack goes, before the stack overflows, which would end the process.</summary>
    /// <exception cref="InvalidOperationException">The stack is nearly used up.</exception>
    public static void Depth()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new InvalidOperationException("The value is nested too deep to be checked; it may hold itself.");
        }
    }

    /// <summary>Adds what is wrong with a member's own members, named by their way from the request: <c>image.url</c>.</summary>
    public static void Add(ref ValidationErrors errors, string member, ValidationErrors inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        for (int i = 0; i < inner.Count; i++)
        {
            ValidationError error = inner[i];
            ValidationErrors.Add(ref errors, error.Code, member + "." + error.Member, error.Message);
        }
    }

    /// <summary>How an item of a list is named: <c>images[2]</c>.</summary>
    public static string Item(string member, int index) => string.Create(CultureInfo.InvariantCulture, $"{member}[{index}]");

    /// <summary>How a value of a map is named: <c>labels.size</c>.</summary>
    public static string Item(string member, string key) => member.Length == 0 ? key : $"{member}.{key}";
}
