using System.Globalization;
using Kling3.Generator.Diagnostics;
using Kling3.Generator.Model;
using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>The limits of a schema that apply to values of its type.</summary>
internal static class ConstraintModeler
{
    /// <param name="type">The type of the value.</param>
    /// <param name="layers">The schema and those it stands for, outermost first; the first that says something counts.</param>
    /// <param name="flattener">For the limits of items.</param>
    /// <param name="bag">Where a pattern that cannot be checked is reported.</param>
    public static ConstraintSpec Constraints(TypeRef type, List<Schema> layers, SchemaFlattener flattener, DiagnosticBag bag)
    {
        // Most values have none, and share what says so.
        if (type.Element is null && !layers.Exists(static layer => layer.HasLimits))
        {
            return ConstraintSpec.None;
        }

        ConstraintSpec limits = WithoutContradictions(Read(type, layers, flattener, bag));
        return limits == ConstraintSpec.None ? ConstraintSpec.None : limits;
    }

    private static ConstraintSpec Read(TypeRef type, List<Schema> layers, SchemaFlattener flattener, DiagnosticBag bag) => type.Kind switch
    {
        TypeKind.Int32 or TypeKind.Int64 or TypeKind.Single or TypeKind.Double or TypeKind.Decimal => Numeric(type.Kind, layers),
        TypeKind.String => new ConstraintSpec
        {
            MinLength = layers.FirstOf(static layer => layer.MinLength),
            MaxLength = layers.FirstOf(static layer => layer.MaxLength),
            Pattern = Pattern(layers, bag),
            AllowedValues = Allowed(layers),
        },
        TypeKind.Boolean or TypeKind.StringEnum => new ConstraintSpec { AllowedValues = Allowed(layers) },
        TypeKind.IntegerEnum => new ConstraintSpec { AllowedValues = Allowed(layers, value => value.WholeNumber) },
        TypeKind.List or TypeKind.AddressList => new ConstraintSpec
        {
            MinItems = layers.FirstOf(static layer => layer.MinItems),
            MaxItems = layers.FirstOf(static layer => layer.MaxItems),
            UniqueItems = layers.Exists(layer => layer.UniqueItems),
            Items = Inner(type, layers.FirstOf(static layer => layer.Items), flattener, bag),
        },
        TypeKind.Map => new ConstraintSpec
        {
            MinProperties = layers.FirstOf(static layer => layer.MinProperties),
            MaxProperties = layers.FirstOf(static layer => layer.MaxProperties),
            Items = Inner(type, layers.FirstOf(static layer => layer.AdditionalProperties), flattener, bag),
        },
        _ => ConstraintSpec.None,
    };

    private static ConstraintSpec Numeric(TypeKind kind, List<Schema> layers) => new()
    {
        Minimum = layers.FirstOf(static layer => layer.Minimum),
        ExclusiveMinimum = layers.Find(layer => layer.Minimum is not null)?.ExclusiveMinimum ?? false,
        Maximum = layers.FirstOf(static layer => layer.Maximum),
        ExclusiveMaximum = layers.Find(layer => layer.Maximum is not null)?.ExclusiveMaximum ?? false,
        MultipleOf = layers.FirstOf(static layer => layer.MultipleOf),
        AllowedValues = Allowed(layers, value => AllowedNumber(kind, value)),
    };

    // Null for a value that the type cannot have, which is reported where it stands.
    private static string? AllowedNumber(TypeKind kind, ScalarNode value) => kind switch
    {
        TypeKind.Int32 => int.TryParse(value.WholeNumber, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? value.WholeNumber : null,
        TypeKind.Int64 => value.WholeNumber,
        _ => value.WholeNumber ?? (value.Kind == ScalarKind.Number && decimal.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number.ToString(CultureInfo.InvariantCulture) : null),
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

    private static ConstraintSpec? Inner(TypeRef type, Schema? schema, SchemaFlattener flattener, DiagnosticBag bag)
    {
        if (type.Element is null || schema is null)
        {
            return null;
        }

        ConstraintSpec inner = Constraints(type.Element, flattener.Layers(schema), flattener, bag);
        return inner == ConstraintSpec.None ? null : inner;
    }

    private static EquatableArray<string> Allowed(List<Schema> layers, Func<ScalarNode, string?>? text = null) =>
        layers.Values() is not { } values
            ? EquatableArray<string>.Empty
            : values.Select(value => text is null ? value.Text : text(value)).OfType<string>().Distinct(StringComparer.Ordinal).ToEquatableArray();

    /// <summary>
    /// The pattern, if .NET understands it. The runtime matches without backtracking or with a limit on the time, so that neither a pattern
    /// nor a text can take for ever.
    /// </summary>
    private static string? Pattern(List<Schema> layers, DiagnosticBag bag)
    {
        return layers.Find(layer => layer.Pattern is not null) is { } at ? Pattern(at, bag) : null;
    }

    /// <summary>The pattern of a schema, null when it cannot be checked, which is reported.</summary>
    public static string? Pattern(Schema at, DiagnosticBag bag)
    {
        if (SchemaPattern.TryRead(at.Pattern!, out string pattern, out string reason))
        {
            return pattern;
        }

        Place place = at.Node is MapNode map && map["pattern"] is { } node ? node.Place : at.Place;
        bag.Report(Descriptors.Pattern, place, at.Pointer, reason);
        return null;
    }
}
