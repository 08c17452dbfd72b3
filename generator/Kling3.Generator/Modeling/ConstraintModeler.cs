using System.Globalization;
using Kling3.Generator.Model;
using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>The limits of a schema that apply to values of its type.</summary>
internal sealed class ConstraintModeler(SchemaFlattener flattener)
{
    // An enumeration may have thousands of values and thousands of uses, which share one array.
    private readonly Dictionary<(List<ScalarNode> Values, TypeKind Kind), EquatableArray<string>> _allowed = [];

    /// <param name="type">The type of the value.</param>
    /// <param name="layers">The schema and those it stands for, outermost first: the limits of all of them hold.</param>
    public ConstraintSpec Of(TypeRef type, List<Schema> layers)
    {
        // Most values have none, and share what says so.
        if (flattener.LimitsOf(layers) is not { } found)
        {
            return ConstraintSpec.None;
        }

        ConstraintSpec limits = WithoutContradictions(Read(type, found, layers));
        return limits == ConstraintSpec.None ? ConstraintSpec.None : limits;
    }

    private ConstraintSpec Read(TypeRef type, Schema limits, List<Schema> layers) => type.Kind switch
    {
        TypeKind.Int32 or TypeKind.Int64 or TypeKind.Single or TypeKind.Double or TypeKind.Decimal => new ConstraintSpec
        {
            Minimum = limits.Minimum,
            ExclusiveMinimum = limits is { Minimum: not null, ExclusiveMinimum: true },
            Maximum = limits.Maximum,
            ExclusiveMaximum = limits is { Maximum: not null, ExclusiveMaximum: true },
            MultipleOf = limits.MultipleOf,
            AllowedValues = Allowed(type.Kind, limits),
        },
        TypeKind.String => new ConstraintSpec
        {
            MinLength = limits.MinLength,
            MaxLength = limits.MaxLength,
            Patterns = Patterns(limits),
            AllowedValues = Allowed(type.Kind, limits),
        },
        TypeKind.Boolean => new ConstraintSpec { AllowedValues = Allowed(type.Kind, limits) },

        // The type has the values of the schema that it was made of; a use of it, by a reference, may allow fewer.
        TypeKind.StringEnum or TypeKind.IntegerEnum => new ConstraintSpec
        {
            AllowedValues = Allowed(type.Kind, limits),
            AreKnownToType = layers.Find(static layer => layer.Values is { Count: > 0 }) is { Reference: null } made && made.Values == limits.Values,
        },
        TypeKind.List or TypeKind.AddressList => new ConstraintSpec
        {
            MinItems = limits.MinItems,
            MaxItems = limits.MaxItems,
            UniqueItems = limits.UniqueItems,
            Items = Inner(type, limits.Items),
        },
        TypeKind.Map => new ConstraintSpec
        {
            MinProperties = limits.MinProperties,
            MaxProperties = limits.MaxProperties,
            Items = Inner(type, limits.AdditionalProperties),
        },
        _ => ConstraintSpec.None,
    };

    // Null for a value that the type cannot have, which is reported where it stands.
    private static string? AllowedValue(TypeKind kind, ScalarNode value) => kind switch
    {
        TypeKind.String or TypeKind.Boolean or TypeKind.StringEnum => value.Text,
        TypeKind.Int32 => int.TryParse(value.WholeNumber, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? value.WholeNumber : null,
        TypeKind.Int64 or TypeKind.IntegerEnum => value.WholeNumber,
        TypeKind.Decimal => value.TryNumber(out decimal price) ? price.ToString(CultureInfo.InvariantCulture) : null,

        // A decimal has less digits than a double, the smaller the number is, and no number as large.
        _ when value.TryNumber(out decimal number) && (number == 0 || Math.Abs(number) > 1e-9m) => number.ToString(CultureInfo.InvariantCulture),
        _ => double.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double far) && Math.Abs(far) <= (kind == TypeKind.Single ? float.MaxValue : double.MaxValue)
            ? far.ToString("R", CultureInfo.InvariantCulture)
            : null,
    };

    // Limits that no value satisfies say that one of them is wrong, not which: checked, they would refuse what the server takes.
    private static ConstraintSpec WithoutContradictions(ConstraintSpec limits)
    {
        if (limits.Minimum > limits.Maximum || (limits.Minimum == limits.Maximum && limits.Minimum is not null && (limits.ExclusiveMinimum || limits.ExclusiveMaximum)))
        {
            limits = limits with { Minimum = null, Maximum = null, ExclusiveMinimum = false, ExclusiveMaximum = false };
        }

        if (limits.MinLength > limits.MaxLength)
        {
            limits = limits with { MinLength = null, MaxLength = null };
        }

        if (limits.MinItems > limits.MaxItems)
        {
            limits = limits with { MinItems = null, MaxItems = null };
        }

        return limits.MinProperties > limits.MaxProperties ? limits with { MinProperties = null, MaxProperties = null } : limits;
    }

    private ConstraintSpec? Inner(TypeRef type, Schema? schema)
    {
        if (type.Element is null || schema is null)
        {
            return null;
        }

        ConstraintSpec inner = Of(type.Element, flattener.Layers(schema));
        return inner == ConstraintSpec.None ? null : inner;
    }

    private EquatableArray<string> Allowed(TypeKind kind, Schema limits)
    {
        if (limits.Values is not { Count: > 0 } values)
        {
            return EquatableArray<string>.Empty;
        }

        if (!_allowed.TryGetValue((values, kind), out EquatableArray<string> allowed))
        {
            allowed = values.Select(value => AllowedValue(kind, value)).OfType<string>().Distinct(StringComparer.Ordinal).ToEquatableArray();
            _allowed.Add((values, kind), allowed);
        }

        return allowed;
    }

    // Those that .NET understands; another is reported where it stands. The runtime matches without backtracking or with a limit on the
    // time, so that neither a pattern nor a text can take for ever.
    private static EquatableArray<string> Patterns(Schema limits) =>
        limits.Patterns.Length == 0
            ? EquatableArray<string>.Empty
            : limits.Patterns.Select(static written => SchemaPattern.TryRead(written, out string pattern, out _) ? pattern : null).OfType<string>().ToEquatableArray();
}
