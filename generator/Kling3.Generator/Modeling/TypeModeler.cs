using System.Globalization;
using Kling3.Generator.Diagnostics;
using Kling3.Generator.Model;
using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>
/// Schemas to types. A use of a schema asks for its <see cref="TypeRef"/>; a schema that needs a type of its own gets its name at the
/// first use, and its members later, from a queue: schemas may refer to each other in circles, and chains of them may be long.
/// </summary>
internal sealed class TypeModeler
{
    /// <summary>What every type has.</summary>
    public static readonly string[] ObjectMembers = ["ToString", "Equals", "GetHashCode", "GetType", "MemberwiseClone", "Finalize", "ReferenceEquals"];

    // The members of an emitted enumeration that are not its values.
    private static readonly NameScope s_enumScope = new([.. ObjectMembers, "Value", "IsKnown", "KnownValues"]);

    private readonly SchemaReader _reader;
    private readonly SchemaFlattener _flattener;
    private readonly DiscriminatorReader _discriminators;
    private readonly DiagnosticBag _bag;
    private readonly NameScope _names;

    // What an emitted class has beside the properties of its schema, whatever those are called. Estimates, too: classes of a hierarchy share members, and not all have a price.
    private readonly NameScope _classScope;
    private readonly HashSet<Node> _resultLists = [];

    private readonly Dictionary<Node, string> _reserved = [];
    private readonly Dictionary<string, string> _discriminatorMembers = new(StringComparer.Ordinal);
    private readonly Dictionary<Node, TypeRef> _types = [];
    private readonly HashSet<Node> _open = [];
    private readonly Queue<Action> _pending = [];
    private readonly List<TypeSpec> _specs = [];
    private readonly HashSet<Place> _unknownFormats = [];
    private readonly EmittedSize _size;
    private readonly Dictionary<string, bool> _keepsUnknown = new(StringComparer.Ordinal);

    public TypeModeler(SchemaReader reader, SchemaFlattener flattener, DiscriminatorReader discriminators, NameScope names, EmittedSize size, DiagnosticBag bag)
    {
        _reader = reader;
        _flattener = flattener;
        _discriminators = discriminators;
        _names = names;
        _size = size;
        _bag = bag;
        Constraints = new ConstraintModeler(flattener);
        _classScope = new NameScope(
        [
            .. ObjectMembers, "Validate", "TryValidate", "AdditionalProperties", "Models",
            .. reader.All.Select(schema => schema.Cost?["unit"]).OfType<ScalarNode>().Select(unit => CostReader.EstimateMethod(unit.Text)),
        ]);
    }

    /// <summary>What a use of a type must satisfy.</summary>
    public ConstraintModeler Constraints { get; }

    /// <summary>The types found, in the order of finding; complete after <see cref="Finish"/>.</summary>
    public IReadOnlyList<TypeSpec> Specs => _specs;

    /// <summary>Whether unknown properties of the type's objects are kept, as far as its schema says.</summary>
    public bool KeepsUnknown(string typeName) => _keepsUnknown.TryGetValue(typeName, out bool keeps) && keeps;

    /// <summary>Marks a property's schema as the list of result addresses, whatever its own type: <c>x-polling.results</c> names it.</summary>
    public void MarkResultList(Node schema) => _resultLists.Add(schema);

    /// <summary>Keeps a name for a schema of <c>components/schemas</c>, before any type that has no name of its own takes one.</summary>
    public void Reserve(string name, Schema schema)
    {
        if (schema.Reference is null)
        {
            _reserved[schema.Node] = TakeTypeName(schema, name);
        }
    }

    /// <summary>Builds every type that a use has asked for.</summary>
    public void Finish(CancellationToken cancellationToken)
    {
        while (_pending.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _pending.Dequeue()();
        }

        // Those of headers, for example, that no type is built of.
        foreach (Schema schema in _reader.All)
        {
            if (schema is { Format: not null, Values: not { Count: > 0 }, AllOf.Length: 0 })
            {
                CheckFormat(schema);
                if (schema.Types is JsonTypes.Integer or JsonTypes.Number or JsonTypes.Text)
                {
                    _ = Simple(schema, "");
                }
            }
        }
    }

    /// <summary>The type of a value of the schema.</summary>
    /// <param name="schema">The schema, or a reference to one.</param>
    /// <param name="suggested">The name for a type that has none of its own.</param>
    public TypeRef Use(Schema schema, string suggested)
    {
        bool isNullable = false;
        HashSet<Node>? passed = null;
        while (true)
        {
            if (_resultLists.Contains(schema.Node))
            {
                return new TypeRef(TypeKind.AddressList, IsNullable: true);
            }

            if (_reader.Resolve(schema) is not { } target)
            {
                return new TypeRef(TypeKind.Raw, IsNullable: true);
            }

            isNullable |= schema.IsNullable;

            // `allOf` around one reference is how 3.0 puts a description beside it.
            if (target.AllOf.Length != 1 || !IsAnnotationOnly(target) || _discriminators.BaseOf(target.Node) is not null)
            {
                TypeRef type = Definition(target, target == schema ? suggested : NameOf(target, suggested));
                return isNullable && !type.IsNullable ? type with { IsNullable = true } : type;
            }

            // A circle is reported where schemas are merged.
            if (!(passed ??= []).Add(target.Node))
            {
                return new TypeRef(TypeKind.Raw, IsNullable: true);
            }

            if (passed.Count > Limits.Depth)
            {
                ReportTooDeep(target);
                return new TypeRef(TypeKind.Raw, IsNullable: true);
            }

            isNullable |= target.IsNullable;
            schema = target.AllOf[0];
        }
    }

    private bool IsAnnotationOnly(Schema schema) =>
        (schema.Types is JsonTypes.None or JsonTypes.Object || (_reader.Resolve(schema.AllOf[0]) is { HasParts: true } part && part.Types == schema.Types)) && !schema.HasProperties && schema.Values is null && schema.AnyOf.Length == 0 && schema.OneOf.Length == 0
        && schema.Items is null && schema.AdditionalProperties is null && schema.Required.Count == 0 && schema.Discriminator is null && schema.Format is null && schema.Cost is null;

    // What a reference names that is no component schema: the last words of the pointer.
    private static string NameOf(Schema target, string suggested)
    {
        string last = target.Node.Name;
        return last.Length == 0 || last is "schema" or "items" || char.IsDigit(last[0]) ? suggested : last;
    }

    private TypeRef Definition(Schema target, string name)
    {
        if (_types.TryGetValue(target.Node, out TypeRef? known))
        {
            return known;
        }

        if (_open.Count == Limits.Depth)
        {
            ReportTooDeep(target);
            return new TypeRef(TypeKind.Raw, IsNullable: true);
        }

        if (!_open.Add(target.Node))
        {
            _bag.Report(Descriptors.Unsupported, target.Place, target.Pointer, "a list, a map or a choice that holds itself has no type in C#; it is kept as raw JSON. Put an object in between.");
            return new TypeRef(TypeKind.Raw, IsNullable: true);
        }

        TypeRef type = Classify(target, name);
        _ = _open.Remove(target.Node);

        // What is neither a type of its own nor holds one is as quickly told again, where a few keywords tell it.
        if (type.Name is not null || type.Element is not null || target is not { Values: null, AllOf.Length: 0, AnyOf.Length: 0, OneOf.Length: 0 })
        {
            _types[target.Node] = type;
        }

        return type;
    }

    private void ReportTooDeep(Schema at) =>
        _bag.Report(Descriptors.Structure, at.Place, at.Pointer, $"more than {Limits.Depth} schemas are nested here without an object in between; this one is kept as raw JSON. Put an object in between.");

    private TypeRef Classify(Schema target, string name)
    {
        if (_flattener.Flatten(target) is not { } flat)
        {
            return new TypeRef(TypeKind.Raw, IsNullable: true);
        }

        CheckFormat(flat);
        bool isNullable = flat.IsNullable;
        if (flat.Values is { Count: > 0 } values)
        {
            return Enumeration(flat, values, name) with { IsNullable = isNullable };
        }

        if (_discriminators.UnionOf(target.Node) is { } union)
        {
            return NewUnion(target, flat, union, name) with { IsNullable = isNullable || HasNullVariant(flat) };
        }

        Schema[] variants = flat.OneOf.Length > 0 ? flat.OneOf : flat.AnyOf;
        if (Array.Exists(variants, IsShaped) && !IsObject(flat))
        {
            return Variants(target, flat, variants, name, isNullable);
        }

        return IsObject(flat) || _discriminators.BaseOf(target.Node) is not null || _discriminators.HierarchyOf(target.Node) is not null
            ? NewObject(target, flat, name) with { IsNullable = isNullable }
            : Simple(flat, name) with { IsNullable = isNullable || IsFreeForm(flat) };
    }

    // Other types choose by their format.
    private void CheckFormat(Schema flat)
    {
        if (flat.Format is not null && flat.Types is JsonTypes.Boolean or JsonTypes.Array or JsonTypes.Object)
        {
            UnknownFormat(flat, flat.Types == JsonTypes.Boolean ? "boolean" : flat.Types == JsonTypes.Array ? "array" : "object");
        }
    }

    private static bool IsFreeForm(Schema flat) => flat.Types == JsonTypes.None && !flat.HasShape;

    private static bool IsObject(Schema flat) => flat.Types is JsonTypes.None or JsonTypes.Object && (flat.Properties.Length > 0
        || (flat.HasProperties && flat.AdditionalProperties is null && flat.AllowsAdditional == false));

    private bool IsShaped(Schema variant) => _reader.Resolve(variant) is { } resolved && (resolved.HasShape || resolved.IsNullable);

    private bool HasNullVariant(Schema flat) =>
        flat.OneOf.Concat(flat.AnyOf).Any(variant => _reader.Resolve(variant) is { } resolved && IsNullOnly(resolved));

    private static bool IsNullOnly(Schema schema) => schema.IsNullable && !(schema.HasShape && schema.Values is not { Count: 0 });

    private TypeRef Simple(Schema flat, string name)
    {
        switch (flat.Types)
        {
            case JsonTypes.Boolean:
                return new TypeRef(TypeKind.Boolean);
            case JsonTypes.Integer:
                return Integer(flat);
            case JsonTypes.Number or (JsonTypes.Number | JsonTypes.Integer):
                return Number(flat);
            case JsonTypes.Text:
                return Text(flat);
            case JsonTypes.Array:
            case JsonTypes.None when flat.Items is not null:
                return new TypeRef(TypeKind.List, Element: flat.Items is { } items ? Use(items, name + "Item") : new TypeRef(TypeKind.Raw, IsNullable: true));
            case JsonTypes.Object or JsonTypes.None when flat.AdditionalProperties is { } values:
                CheckRequired(flat, []);
                return new TypeRef(TypeKind.Map, Element: Use(values, name + "Value"));
            default:
                return new TypeRef(TypeKind.Raw);
        }
    }

    private TypeRef Integer(Schema flat)
    {
        switch (flat.Format)
        {
            case "int32" or "int16" or "int8" or "uint8" or "uint16":
                return new TypeRef(TypeKind.Int32);
            case "uint64":
                return new TypeRef(TypeKind.Decimal);
            case null or "int64" or "uint32" or "int53" or "unix-time" or "timestamp":
                break;
            default:
                UnknownFormat(flat, "integer");
                break;
        }

        // Without a format an integer may be of any size: int only where the limits say that it fits.
        return flat.Format is null && flat.Minimum is >= int.MinValue and <= int.MaxValue && flat.Maximum is >= int.MinValue and <= int.MaxValue
            ? new TypeRef(TypeKind.Int32)
            : new TypeRef(TypeKind.Int64);
    }

    private TypeRef Number(Schema flat)
    {
        switch (flat.Format)
        {
            case "float":
                return new TypeRef(TypeKind.Single);
            case "decimal" or "currency" or "money":
                return new TypeRef(TypeKind.Decimal);
            case "int32":
                return new TypeRef(TypeKind.Int32);
            case "int64":
                return new TypeRef(TypeKind.Int64);
            case null or "double":
                break;
            default:
                UnknownFormat(flat, "number");
                break;
        }

        // A step such as 0.01 is what a binary fraction cannot keep.
        return flat.MultipleOf is { } step && step != decimal.Truncate(step) ? new TypeRef(TypeKind.Decimal) : new TypeRef(TypeKind.Double);
    }

    private TypeRef Text(Schema flat)
    {
        switch (flat.Format)
        {
            case null:
                break;
            case "date-time":
                return new TypeRef(TypeKind.DateTimeOffset);
            case "date":
                return new TypeRef(TypeKind.DateOnly);
            case "uuid" or "guid":
                return new TypeRef(TypeKind.Guid);
            case "uri" or "url":
                return new TypeRef(TypeKind.Uri);
            case "byte":
                return new TypeRef(TypeKind.Bytes);
            case "binary" or "time" or "duration" or "email" or "idn-email" or "hostname" or "idn-hostname" or "ipv4" or "ipv6" or "ip" or "cidr" or "password"
                or "uri-reference" or "uri-template" or "iri" or "iri-reference" or "json-pointer" or "relative-json-pointer" or "regex" or "string"
                or "phone" or "char" or "html" or "markdown" or "int64" or "int32" or "decimal" or "unknown":
                break;
            default:
                UnknownFormat(flat, "string");
                break;
        }

        return new TypeRef(TypeKind.String);
    }

    // Once for each place: a schema and what it is composed of are both asked.
    private void UnknownFormat(Schema flat, string type)
    {
        if (_unknownFormats.Add(flat.FormatPlace))
        {
            _bag.Report(Descriptors.UnknownFormat, flat.FormatPlace, flat.Pointer, flat.Format!, type);
        }
    }

    private TypeRef Enumeration(Schema flat, List<ScalarNode> values, string name)
    {
        bool areTexts = flat.Types == JsonTypes.Text || (flat.Types == JsonTypes.None && values.All(value => value.Kind == ScalarKind.Text));
        if (areTexts)
        {
            // One value is a constant: a type for it would say nothing that the documentation does not.
            return values.Count == 1 && flat.ValueNames is null ? new TypeRef(TypeKind.String) : NewEnum(flat, values, name, isText: true);
        }

        bool areIntegers = flat.Types is JsonTypes.Integer or JsonTypes.None or JsonTypes.Number
            && values.All(value => value.WholeNumber is not null);
        if (areIntegers && flat.ValueNames is not null)
        {
            return NewEnum(flat, values, name, isText: false);
        }

        if (areIntegers && flat.Types != JsonTypes.Number)
        {
            bool fits = values.All(value => int.TryParse(value.WholeNumber, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _));
            return new TypeRef(fits && flat.Format != "int64" ? TypeKind.Int32 : TypeKind.Int64);
        }

        if (flat.Types is JsonTypes.Boolean || (flat.Types == JsonTypes.None && values.All(value => value.Kind == ScalarKind.Boolean)))
        {
            return new TypeRef(TypeKind.Boolean);
        }

        return flat.Types is JsonTypes.Number or JsonTypes.Integer ? Number(flat) : new TypeRef(TypeKind.Raw);
    }

    private TypeRef NewEnum(Schema flat, List<ScalarNode> values, string name, bool isText)
    {
        string typeName = TakeTypeName(flat, name);

        var scope = new NameScope([typeName], s_enumScope);
        var members = new List<EnumMember>();
        for (int i = 0; i < values.Count; i++)
        {
            string label = flat.ValueNames is { } labels && i < labels.Count && labels[i].Length > 0 ? labels[i] : values[i].Text;
            string member = scope.Take(CSharpName.Pascal(label, values[i].Text.Length == 0 ? "Empty" : "Symbol"), label, values[i].Place, values[i], _bag);
            members.Add(new EnumMember(member, isText ? values[i].Text : values[i].WholeNumber!));
        }

        Add(flat, isText
            ? new StringEnumSpec(typeName, flat.Description, flat.IsDeprecated, members.ToEquatableArray())
            : new IntegerEnumSpec(typeName, flat.Description, flat.IsDeprecated, members.ToEquatableArray()));
        return new TypeRef(isText ? TypeKind.StringEnum : TypeKind.IntegerEnum, typeName);
    }

    private void Add(Schema schema, TypeSpec type)
    {
        _size.Add(type, schema.Node);
        _specs.Add(type);
    }

    private string TakeTypeName(Schema schema, string name)
    {
        if (_reserved.TryGetValue(schema.Node, out string? reserved))
        {
            return reserved;
        }

        string wanted = CSharpName.Pascal(name, "Schema");
        string taken;
        do
        {
            taken = _names.Take(wanted);
        }
        while (_names.IsTaken(CompanionNames.Json(taken)) || IsMember(schema, taken));

        // The class with its JSON code is called after it.
        _names.Reserve(CompanionNames.Json(taken));
        if (taken != wanted)
        {
            _bag.Report(Descriptors.NameCollision, schema.Place, schema.Pointer, name, wanted, taken);
        }

        return taken;
    }

    // A member cannot be called like its type, and these are emitted whatever the schema says.
    private bool IsMember(Schema schema, string name) =>
        _classScope.IsTaken(name)
        || (s_enumScope.IsTaken(name) && schema.OneOf.Concat(schema.AnyOf).Append(schema).Any(one => _flattener.Flatten(one)?.Values is { Count: > 0 }))
        || (name is "Json" && schema.OneOf.Length + schema.AnyOf.Length > 0);

    private TypeRef Variants(Schema target, Schema flat, Schema[] variants, string name, bool isNullable)
    {
        isNullable |= HasNullVariant(flat);
        List<Schema> shaped = [];
        foreach (Schema variant in variants)
        {
            if (_reader.Resolve(variant) is { } resolved && !IsNullOnly(resolved) && resolved.HasShape)
            {
                shaped.Add(variant);
            }
        }

        if (shaped.Count == 0)
        {
            return new TypeRef(TypeKind.Raw, IsNullable: true);
        }

        if (shaped.Count == 1)
        {
            TypeRef only = Use(shaped[0], name);
            return only with { IsNullable = only.IsNullable || isNullable };
        }

        List<Schema?> flats = [.. shaped.Select(_flattener.Flatten)];
        if (flats.All(variant => variant is { } one && (one.Types == JsonTypes.Text || (one.Types == JsonTypes.None && one.Values is { Count: > 0 } texts && texts.All(text => text.Kind == ScalarKind.Text)))))
        {
            return TextVariants(flat, flats!, name) with { IsNullable = isNullable };
        }

        if (flats.All(variant => variant is { Types: JsonTypes.Integer or JsonTypes.Number, Values: null }))
        {
            return new TypeRef(TypeKind.Double, IsNullable: isNullable);
        }

        string typeName = TakeTypeName(target, name);
        var raw = new TypeRef(TypeKind.RawUnion, typeName);

        // Known before its cases are: a case may lead back here.
        _types[target.Node] = raw with { IsNullable = isNullable };
        _pending.Enqueue(() =>
        {
            TypeRef[] types = [.. shaped
                .Select((variant, i) => Use(variant, typeName + "Case" + (i + 1).ToString(CultureInfo.InvariantCulture)) with { IsNullable = false })
                .Where(type => type.Kind != TypeKind.Raw)
                .Distinct()];

            // "FromText" and "TryGetText" are members of it, which is not to hide the JSON code of a case.
            string[] inUse = [typeName, .. types.Select(NamedType).OfType<string>().Select(CompanionNames.Json)];
            var scope = new NameScope(new[] { "From", "TryGet" }.SelectMany(prefix => inUse.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name.Substring(prefix.Length))));
            Add(target, new RawUnionSpec(typeName, flat.Description, flat.IsDeprecated) { Cases = types.Select(type => new RawUnionCase(scope.Take(CaseName(type)), type)).ToEquatableArray() });
        });
        return raw with { IsNullable = isNullable };
    }

    private TypeRef TextVariants(Schema flat, List<Schema> flats, string name)
    {
        List<ScalarNode> values = [.. flats.SelectMany(variant => variant.Values ?? []).GroupBy(value => value.Text, StringComparer.Ordinal).Select(group => group.First())];
        if (values.Count == 0)
        {
            return flats.All(variant => variant.Format == flats[0].Format) ? Text(flats[0]) : new TypeRef(TypeKind.String);
        }

        // Known values beside any text: what an open enumeration is.
        return NewEnum(flat, values, name, isText: true);
    }

    private static string? NamedType(TypeRef type) => type.Element is { } element ? NamedType(element) : type.Name;

    private static string CaseName(TypeRef type) => type.Kind switch
    {
        TypeKind.List => CaseName(type.Element!) + "List",
        TypeKind.Map => CaseName(type.Element!) + "Map",
        _ => type.Name ?? type.Kind.ToString(),
    };

    private TypeRef NewUnion(Schema target, Schema flat, Union union, string name)
    {
        string typeName = TakeTypeName(target, name);
        string unknownName = _names.Take(CSharpName.Shortened("Unknown" + typeName));
        _names.Reserve(CompanionNames.Models(typeName));
        var type = new TypeRef(TypeKind.Union, typeName);
        _types[target.Node] = type with { IsNullable = flat.IsNullable || HasNullVariant(flat) };
        _pending.Enqueue(() =>
        {
            var cases = new List<UnionCase>();
            foreach (UnionMember member in union.Members)
            {
                TypeRef caseType = Use(member.Schema, typeName + CSharpName.Pascal(member.Values[0]));
                if (caseType.Kind == TypeKind.Object)
                {
                    cases.AddRange(member.Values.Select(value => new UnionCase(value, caseType.Name!)));
                }
            }

            string memberName = DiscriminatorMember(union, typeName);
            Add(target, new UnionSpec(typeName, flat.Description, flat.IsDeprecated)
            {
                Discriminator = new DiscriminatorSpec(union.PropertyName, memberName, EquatableArray<string>.Empty, union.Description, union.ErrorCode),
                Cases = cases.ToEquatableArray(),
                UnknownName = unknownName,
            });
        });
        return type;
    }

    // The cases' members must keep clear of it too, and it of their names: one name for the whole hierarchy, each of whose classes asks for it.
    private string DiscriminatorMember(Union union, string typeName)
    {
        if (!_discriminatorMembers.TryGetValue(typeName, out string? member))
        {
            IEnumerable<string> cases = union.Members.Select(member => _reserved.TryGetValue(member.Target.Node, out string? name) ? name : typeName);
            var scope = new NameScope([typeName, .. cases, "Json", CompanionNames.Models(typeName)], _classScope);
            member = scope.Take(CSharpName.Pascal(union.PropertyName, "Discriminator"));
            _discriminatorMembers.Add(typeName, member);
        }

        return member;
    }

    private TypeRef NewObject(Schema target, Schema flat, string name)
    {
        string typeName = TakeTypeName(target, name);
        var type = new TypeRef(TypeKind.Object, typeName);
        _types[target.Node] = type with { IsNullable = flat.IsNullable };
        _pending.Enqueue(() => Add(target, BuildObject(target, flat, typeName)));
        return type;
    }

    private ObjectSpec BuildObject(Schema target, Schema flat, string typeName)
    {
        CostSpec? cost = flat.Cost is { } costNode ? CostReader.Read(costNode, flat, _flattener, _bag) : null;
        NameScope scope = MemberScope(typeName);
        string? baseName = null;
        DiscriminatorSpec? discriminator = null;
        EquatableArray<UnionCase> cases = default;
        var members = new List<MemberSpec>();
        if (_discriminators.BaseOf(target.Node) is { } claim)
        {
            baseName = Definition(claim.Base, NameOf(claim.Base, typeName + "Base")).Name!;
            string member = DiscriminatorMember((_discriminators.UnionOf(claim.Base.Node) ?? _discriminators.HierarchyOf(claim.Base.Node))!, baseName);
            scope.Reserve(member);
            discriminator = Discriminator(flat, claim.PropertyName, member, claim.Values);
            if (_discriminators.HierarchyOf(claim.Base.Node) is not null && _flattener.Flatten(claim.Base) is { } baseFlat)
            {
                AddMembers(members, baseFlat, baseName, HierarchyScope(baseName, member), claim.PropertyName, isInherited: true);
                foreach (MemberSpec inherited in members)
                {
                    scope.Reserve(inherited.Name);
                }

                Narrow(members, baseFlat, flat, baseName);
            }
        }
        else if (_discriminators.HierarchyOf(target.Node) is { } hierarchy)
        {
            string member = DiscriminatorMember(hierarchy, typeName);
            scope = HierarchyScope(typeName, member);
            discriminator = Discriminator(flat, hierarchy.PropertyName, member, []);
            cases = hierarchy.Members.SelectMany(child => Use(child.Schema, typeName + CSharpName.Pascal(child.Values[0])) is { Kind: TypeKind.Object, Name: { } childName }
                ? child.Values.Select(value => new UnionCase(value, childName))
                : []).ToEquatableArray();
        }

        AddMembers(members, flat, typeName, scope, discriminator?.JsonName, isInherited: false);
        CheckRequired(flat, members.Select(member => member.JsonName).Append(discriminator?.JsonName));
        _keepsUnknown[typeName] = flat.AllowsAdditional != false;
        return new ObjectSpec(typeName, flat.Description, flat.IsDeprecated)
        {
            Base = baseName,
            Members = members.ToEquatableArray(),
            Discriminator = discriminator,
            Cases = cases,
            Cost = cost,
            ExtensionData = flat.AllowsAdditional == true || flat.AdditionalProperties is not null ? "AdditionalProperties" : null,
        };
    }

    // Legal, and more often than not a slip of the pen.
    private void CheckRequired(Schema flat, IEnumerable<string?> known)
    {
        string[] unknown = [.. flat.Required.Except(known.OfType<string>(), StringComparer.Ordinal)];
        if (unknown.Length == 0)
        {
            return;
        }

        // Those that a part of the schema requires stand elsewhere.
        ILookup<string, ScalarNode> written = (((flat.Node as MapNode)?["required"] as ListNode)?.Items ?? []).OfType<ScalarNode>().ToLookup(name => name.Text, StringComparer.Ordinal);
        foreach (string name in unknown)
        {
            Node at = written[name].FirstOrDefault() ?? flat.Node;
            _bag.Report(Descriptors.Unsupported, at.Place, at.Pointer, $"'{name}' is required and no property of the schema, so it is not checked before a call. Add the property, or correct the name.");
        }
    }

    private NameScope MemberScope(string typeName) => new([typeName], _classScope);

    // The base of a hierarchy and all its cases must come to the same names for the members they share.
    private NameScope HierarchyScope(string baseName, string discriminatorMember)
    {
        NameScope scope = MemberScope(baseName);
        scope.Reserve(discriminatorMember);
        return scope;
    }

    private DiscriminatorSpec Discriminator(Schema flat, string property, string member, IReadOnlyList<string> values)
    {
        List<Schema> layers = flat.Property(property) is { } found ? _flattener.Layers(found.Schema) : [];
        return new DiscriminatorSpec(
            property,
            member,
            values.ToEquatableArray(),
            layers.FirstOf(static layer => layer.Description),
            layers.FirstOf(static layer => layer.ErrorCode));
    }

    private void AddMembers(List<MemberSpec> members, Schema flat, string typeName, NameScope scope, string? discriminator, bool isInherited)
    {
        var inherited = new HashSet<string>(members.Select(member => member.JsonName), StringComparer.Ordinal);
        foreach (SchemaProperty property in PropertiesOf(flat))
        {
            if (property.Name == discriminator || inherited.Contains(property.Name))
            {
                continue;
            }

            string wanted = CSharpName.Pascal(property.Name);
            string taken = scope.Take(wanted, property.Name, property.NamePlace, property.Schema.Node, _bag);
            MemberSpec member = Member(property, taken, Use(property.Schema, typeName + wanted), flat.Required.Contains(property.Name), isInherited);
            _size.Add(member, property.Schema.Node);
            members.Add(member);
        }
    }

    // The base declares its members, each of one type; a case may ask more of them than the base.
    private void Narrow(List<MemberSpec> inherited, Schema baseFlat, Schema flat, string baseName)
    {
        Dictionary<string, Schema> declared = baseFlat.Properties.ToDictionary(static property => property.Name, static property => property.Schema, StringComparer.Ordinal);
        Dictionary<string, SchemaProperty> own = flat.Properties.ToDictionary(static property => property.Name, StringComparer.Ordinal);
        for (int i = 0; i < inherited.Count; i++)
        {
            MemberSpec member = inherited[i];
            if (own.TryGetValue(member.JsonName, out SchemaProperty? property) && !(declared.TryGetValue(member.JsonName, out Schema? schema) && schema == property.Schema))
            {
                if (schema is not null && member.Type.Kind is not (TypeKind.RawUnion or TypeKind.Union or TypeKind.AddressList) && SaysMore(schema, property.Schema))
                {
                    _bag.Report(Descriptors.Unsupported, property.NamePlace, property.Schema.Pointer, $"{baseName} declares '{member.JsonName}' too, and a member has one type in all cases, so it is {(member.Type.Kind == TypeKind.Raw ? "raw JSON" : "of that type")} here, too, without what this schema adds. Leave it out of {baseName} to have it typed in each case.");
                }

                MemberSpec narrowed = Member(property, member.Name, member.Type, member.IsRequired, isInherited: true);
                member = narrowed with
                {
                    IsReadOnly = member.IsReadOnly,
                    IsWriteOnly = member.IsWriteOnly,
                    Constraints = narrowed.Constraints with { AreKnownToType = narrowed.Constraints.AreKnownToType && narrowed.Constraints.AllowedValues == member.Constraints.AllowedValues },
                };
            }

            inherited[i] = member with { IsRequiredByCase = !member.IsRequired && flat.Required.Contains(member.JsonName) };
        }
    }

    // Whether the one has a shape that a type made of the other does not tell.
    private bool SaysMore(Schema declared, Schema own)
    {
        // Bounded, since lists may hold themselves.
        for (int depth = 0; depth < Limits.Depth && _flattener.Flatten(declared) is { } less && _flattener.Flatten(own) is { } more && less.Node != more.Node; depth++)
        {
            if (less is { Properties.Length: 0, Items: null, AdditionalProperties: null, Values: null, OneOf.Length: 0, AnyOf.Length: 0 } && less.Types is not (JsonTypes.Text or JsonTypes.Integer or JsonTypes.Number or JsonTypes.Boolean))
            {
                return (more.Types != less.Types && more.Types != JsonTypes.None)
                    || more.Properties.Length > 0 || (more.Items ?? more.AdditionalProperties) is not null || more.OneOf.Length + more.AnyOf.Length > 0;
            }

            if (more.Properties.Any(property => less.Property(property.Name) is null))
            {
                return true;
            }

            if ((more.Items ?? more.AdditionalProperties) is not { } inner)
            {
                return false;
            }

            if ((less.Items ?? less.AdditionalProperties) is not { } outer)
            {
                return true;
            }

            (declared, own) = (outer, inner);
        }

        return false;
    }

    // An object that is also one of several others has what any of them has; only its own properties are sure to be there.
    private SchemaProperty[] PropertiesOf(Schema flat)
    {
        if (flat.OneOf.Length == 0 && flat.AnyOf.Length == 0)
        {
            return flat.Properties;
        }

        List<SchemaProperty> properties = [.. flat.Properties];
        HashSet<string> names = new(properties.Select(property => property.Name), StringComparer.Ordinal);
        foreach (Schema variant in flat.OneOf.Concat(flat.AnyOf))
        {
            foreach (SchemaProperty property in _flattener.Flatten(variant)?.Properties ?? [])
            {
                if (names.Add(property.Name))
                {
                    properties.Add(property);
                }
            }
        }

        return [.. properties];
    }

    private MemberSpec Member(SchemaProperty property, string name, TypeRef type, bool isRequired, bool isInherited)
    {
        List<Schema> layers = _flattener.Layers(property.Schema);
        return new MemberSpec(property.Name, name, type)
        {
            IsRequired = isRequired,
            IsReadOnly = layers.Exists(static layer => layer.IsReadOnly),
            IsWriteOnly = layers.Exists(static layer => layer.IsWriteOnly),
            IsInherited = isInherited,
            IsDeprecated = property.Schema.IsDeprecated,
            Description = layers.FirstOf(static layer => layer.Description),
            Default = layers.FirstOf(static layer => layer.Default) is { } value and not ScalarNode { Kind: ScalarKind.Null } ? JsonText.Of(value) : null,
            ErrorCode = layers.FirstOf(static layer => layer.ErrorCode),
            Constraints = Constraints.Of(type, layers),
        };
    }
}
