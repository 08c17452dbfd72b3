using System.Globalization;
using Kling3.Generator.Diagnostics;
using Kling3.Generator.Model;
using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>The limits of a schema that apply to values of its type.</summary>
internal sealed class ConstraintModeler(SchemaFlattener flattener, DiagnosticBag bag)
{
    // An enumeration may have thousands of values and thousands of uses, which share one array.
    private readonly Dictionary<(List<ScalarNode> Values, TypeKind Kind), EquatableArray<string>> _allowed = [];

    /// <param name="type">The type of the value.</param>
    /// <param name="layers">The schema and those it stands for, outermost first; the first that says something counts.</param>
    public ConstraintSpec Of(TypeRef type, List<Schema> layers)
    {
        // Most values have none, and share what says so.
        if (type.Element is null && !layers.Exists(static layer => layer.HasLimits))
        {
            return ConstraintSpec.None;
        }

        ConstraintSpec limits = WithoutContradictions(Read(type, layers));
        return limits == ConstraintSpec.None ? ConstraintSpec.None : limits;
    }

    private ConstraintSpec Read(TypeRef type, List<Schema> layers) => type.Kind switch
    {
        TypeKind.Int32 or TypeKind.Int64 or TypeKind.Single or TypeKind.Double or TypeKind.Decimal => Numeric(type.Kind, layers),
        TypeKind.String => new ConstraintSpec
        {
            MinLength = layers.FirstOf(static layer => layer.MinLength),
            MaxLength = layers.FirstOf(static layer => layer.MaxLength),
            Pattern = Pattern(layers),
            AllowedValues = Allowed(type.Kind, layers),
        },
        TypeKind.Boolean => new ConstraintSpec { AllowedValues = Allowed(type.Kind, layers) },

        // The type has the values of the schema that it was made of; a use of it, by a reference, may allow fewer.
        TypeKind.StringEnum or TypeKind.IntegerEnum => new ConstraintSpec
        {
            AllowedValues = Allowed(type.Kind, layers),
            AreKnownToType = layers.Find(static layer => layer.Values is { Count: > 0 }) is { Reference: null },
        },
        TypeKind.List or TypeKind.AddressList => new ConstraintSpec
        {
            MinItems = layers.FirstOf(static layer => layer.MinItems),
            MaxItems = layers.FirstOf(static layer => layer.MaxItems),
            UniqueItems = layers.Exists(layer => layer.UniqueItems),
            Items = Inner(type, layers.FirstOf(static layer => layer.Items)),
        },
        TypeKind.Map => new ConstraintSpec
        {
            MinProperties = layers.FirstOf(static layer => layer.MinProperties),
            MaxProperties = layers.FirstOf(static layer => layer.MaxProperties),
            Items = Inner(type, layers.FirstOf(static layer => layer.AdditionalProperties)),
        },
        _ => ConstraintSpec.None,
    };

    private ConstraintSpec Numeric(TypeKind kind, List<Schema> layers) => new()
    {
        Minimum = layers.FirstOf(static layer => layer.Minimum),
        ExclusiveMinimum = layers.Find(layer => layer.Minimum is not null)?.ExclusiveMinimum ?? false,
        Maximum = layers.FirstOf(static layer => layer.Maximum),
        ExclusiveMaximum = layers.Find(layer => layer.Maximum is not null)?.ExclusiveMaximum ?? false,
        MultipleOf = layers.FirstOf(static layer => layer.MultipleOf),
        AllowedValues = Allowed(kind, layers),
    };

    // Null for a value that the type cannot have, which is reported where it stands.
    private static string? AllowedValue(TypeKind kind, ScalarNode value) => kind switch
    {
        TypeKind.String or TypeKind.Boolean or TypeKind.StringEnum => value.Text,
        TypeKind.Int32 => int.TryParse(value.WholeNumber, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? value.WholeNumber : null,
        TypeKind.Int64 or TypeKind.IntegerEnum => value.WholeNumber,
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

    private ConstraintSpec? Inner(TypeRef type, Schema? schema)
    {
        if (type.Element is null || schema is null)
        {
            return null;
        }

        ConstraintSpec inner = Of(type.Element, flattener.Layers(schema));
        return inner == ConstraintSpec.None ? null : inner;
    }

    private EquatableArray<string> Allowed(TypeKind kind, List<Schema> layers)
    {
        if (layers.Values() is not { } values)
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

    /// <summary>
    /// The pattern, if .NET understands it. The runtime matches without backtracking or with a limit on the time, so that neither a pattern
    /// nor a text can take for ever.
    /// </summary>
    private string? Pattern(List<Schema> layers) => layers.Find(layer => layer.Pattern is not null) is { } at ? Pattern(at, bag) : null;

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
