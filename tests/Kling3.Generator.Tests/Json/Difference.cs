using System.Collections;
using System.Reflection;
using System.Text.Json;
using Kling3.Runtime;

namespace Kling3.Generator.Tests.Json;

/// <summary>Where two values of an emitted type differ, all the way down.</summary>
internal static class Difference
{
    /// <summary>The place of the first difference and what is there; null when there is none.</summary>
    public static string? Between(object? left, object? right, string path = "$")
    {
        if (left is null || right is null || left.GetType() != right.GetType())
        {
            return left is null && right is null ? null
                : left is IEnumerable lefts and not string && right is IEnumerable rights and not string && left is not IDictionary ? Between(lefts, rights, path)
                : $"{path}: {Shown(left)}, {Shown(right)}";
        }

        switch (left)
        {
            case JsonElement or RawJson:
                return JsonElement.DeepEquals(Element(left), Element(right)) ? null : $"{path}: {left}, {right}";
            case double or float or decimal:
                // 0 is not -0, and 1.0 is not 1.
                return string.Equals(Shown(left), Shown(right), StringComparison.Ordinal) && left.Equals(right) ? null : $"{path}: {Shown(left)}, {Shown(right)}";
            case DateTimeOffset time:
                return time.EqualsExact((DateTimeOffset)right) ? null : $"{path}: {Shown(left)}, {Shown(right)}";
            case Uri address:
                return address.OriginalString == ((Uri)right).OriginalString ? null : $"{path}: {Shown(left)}, {Shown(right)}";
            case IDictionary map:
                return Between(map.Keys, ((IDictionary)right).Keys, path + ".keys") ?? Between(map.Values, ((IDictionary)right).Values, path + ".values");
            case IEnumerable items and not string:
                return Between(items, (IEnumerable)right, path);
        }

        PropertyInfo[] members = left.GetType().Assembly == typeof(object).Assembly ? [] : left.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public);
        return members.Length == 0
            ? left.Equals(right) || !left.GetType().IsValueType && left is not string ? null : $"{path}: {Shown(left)}, {Shown(right)}"
            : members.Select(member => Between(member.GetValue(left), member.GetValue(right), $"{path}.{member.Name}")).FirstOrDefault(found => found is not null);
    }

    private static string? Between(IEnumerable left, IEnumerable right, string path)
    {
        object?[] lefts = [.. left.Cast<object?>()];
        object?[] rights = [.. right.Cast<object?>()];
        return lefts.Length != rights.Length
            ? $"{path}: {lefts.Length} and {rights.Length} items"
            : lefts.Select((item, index) => Between(item, rights[index], $"{path}[{index}]")).FirstOrDefault(found => found is not null);
    }

    private static JsonElement Element(object value) => value is RawJson raw ? raw.ToElement() : (JsonElement)value;

    private static string Shown(object? value) => value is null ? "null" : FormattableString.Invariant($"{value.GetType().Name} {value}");
}
