using Kling3.Generator.Model;
using Kling3.Generator.Modeling;

namespace Kling3.Generator.Emitting;

/// <summary>
/// <c>Validate</c> and <c>TryValidate</c>: every limit of the schema, in the order of the members, each violation with the code that the
/// document gives it. Nothing is allocated while nothing is wrong.
/// </summary>
internal static class ValidationEmitter
{
    public static void Emit(SourceWriter writer, ObjectSpec type)
    {
        if (type.Base is null)
        {
            EmitValidate(writer);
        }

        string modifier = type.Base is not null ? "override " : type.Cases.Count > 0 ? "virtual " : "";
        writer.Line("/// <summary>Checks the object against the limits of its schema, and what it holds against theirs.</summary>");
        writer.Line("/// <param name=\"errors\">What is wrong; empty when nothing is.</param>");
        writer.Line("/// <returns>Whether nothing is wrong.</returns>");
        if (type.IsBottomless)
        {
            writer.Line("/// <exception cref=\"global::System.InvalidOperationException\">It is nested too deep to be checked: it may hold itself.</exception>");
        }

        writer.Open($"public {modifier}bool TryValidate(out {Names.ValidationErrors} errors)");
        if (type.IsBottomless)
        {
            writer.Line($"{Names.Check}.Depth();");
        }

        writer.Line($"errors = {Names.ValidationErrors}.None;");
        if (type.Discriminator is { Values: { Count: > 1 } values } discriminator)
        {
            writer.Open($"if ({discriminator.MemberName} is not ({string.Join(" or ", values.Select(Literal.Text))}))");
            Report(writer, Literal.TextOrNull(discriminator.ErrorCode), Literal.Text(discriminator.JsonName), $"{discriminator.JsonName} must be {MemberDoc.AnyOf(values)}");
            writer.Close();
            writer.Line();
        }

        foreach (MemberSpec member in type.Members)
        {
            if (!member.IsReadOnly)
            {
                EmitChecks(writer, member, isArgument: false);
            }
        }

        writer.Line("return errors.Count == 0;");
        writer.Close();
    }

    public static void EmitValidate(SourceWriter writer)
    {
        writer.Line($$"""
            /// <summary>Checks the object against the limits of its schema, and what it holds against theirs.</summary>
            /// <returns>What is wrong; empty when nothing is.</returns>
            public {{Names.ValidationErrors}} Validate()
            {
                TryValidate(out {{Names.ValidationErrors}} errors);
                return errors;
            }

            """);
    }

    /// <summary>A method that checks arguments of an operation: the ones that have limits.</summary>
    public static void EmitArguments(SourceWriter writer, string method, IReadOnlyList<MemberSpec> arguments)
    {
        // The locals are in the way of an argument's name here only, so only here has it another.
        var scope = new NameScope(arguments.Select(argument => argument.Name));
        arguments = [.. arguments.Select(argument => IsLocal(argument.Name) ? argument with { Name = scope.Take("the" + CSharpName.Pascal(argument.Name)) } : argument)];
        writer.Open($"private static {Names.ValidationErrors} {method}({string.Join(", ", arguments.Select(argument => $"{argument.CSharpType} {CSharpName.Escaped(argument.Name)}"))})");
        writer.Line($"{Names.ValidationErrors} errors = {Names.ValidationErrors}.None;");
        foreach (MemberSpec argument in arguments)
        {
            EmitChecks(writer, argument, isArgument: true);
        }

        writer.Line("return errors;");
        writer.Close();
        writer.Line();
    }

    // Each depth of nested lists and maps has locals of its own, told apart by a number.
    private static bool IsLocal(string name) => name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9') is "errors" or "inner" or "i" or "pair" or "item" or "given";

    /// <summary>Whether there is anything to check of an argument, which is never null where it is required.</summary>
    public static bool HasChecks(MemberSpec argument) => ChecksOf(argument, isArgument: true).Any;

    /// <summary>What there is to check of a member.</summary>
    /// <param name="Value">What is looked at: nullable value types through a copy without the null.</param>
    /// <param name="Missing">When it is missing, and what is said then; null where that is no mistake.</param>
    /// <param name="Limits">When the value breaks a limit, and what is said then.</param>
    /// <param name="HasInner">Whether what the value holds is checked too.</param>
    private sealed record Checks(string Value, (string Condition, string Message)? Missing, List<(string Condition, string Message)> Limits, bool HasInner)
    {
        public bool Any => Missing is not null || Limits.Count > 0 || HasInner;
    }

    private static Checks ChecksOf(MemberSpec member, bool isArgument)
    {
        string name = CSharpName.Escaped(member.Name);
        string value = !IsUnwrapped(member) ? name : isArgument ? name + ".Value" : Local(member.Name);
        ConstraintSpec constraints = member is { MustBeSet: true, ErrorCode: not null } ? WithoutWhatBlankSays(member) : member.Constraints;
        return new Checks(value, MissingCheck(member, isArgument), Limits(member.Type, constraints, value), HasInner(member.Type, member.Constraints));
    }

    private static bool IsUnwrapped(MemberSpec member) => member.AllowsNull && member.Type.IsValueType;

    private static (string Condition, string Message)? MissingCheck(MemberSpec member, bool isArgument)
    {
        if (!member.MustBeSet || member.Type.IsNullable || (member.Type.IsValueType && !member.AllowsNull))
        {
            return null;
        }

        // A code on a required text says that the server misses it when it is blank.
        string name = CSharpName.Escaped(member.Name);
        return member switch
        {
            { ErrorCode: not null, Type.Kind: TypeKind.String } => ($"string.IsNullOrWhiteSpace({name})", "is required and must not be blank"),
            { ErrorCode: not null, Type: { Kind: TypeKind.List, Element.Kind: TypeKind.String } } => ($"{Names.Check}.IsBlank({name})", "is required: at least one, and none of them blank"),
            _ => isArgument ? null : ($"{name} is null", "is required"),
        };
    }

    private static void EmitChecks(SourceWriter writer, MemberSpec member, bool isArgument)
    {
        Checks checks = ChecksOf(member, isArgument);
        if (!checks.Any)
        {
            return;
        }

        string name = CSharpName.Escaped(member.Name);
        string label = member.JsonName.Length == 0 ? "the body" : member.JsonName;
        string code = Literal.TextOrNull(member.ErrorCode);
        string json = Literal.Text(member.JsonName);

        // A chain: a text that is missing is not also too short.
        string lead = "if";
        if (checks.Missing is { } missing)
        {
            writer.Open($"if ({missing.Condition})");
            Report(writer, code, json, label + " " + missing.Message);
            writer.Close();
            lead = "else if";
        }

        bool mayBeNull = checks.Missing is null && (member.AllowsNull || !(member.Type.IsValueType || (isArgument && member.IsRequired)));
        string? guard = IsUnwrapped(member) && !isArgument ? $"{name} is {{ }} {checks.Value}" : mayBeNull ? $"{name} is not null" : null;
        List<(string Condition, string Message)> limits = checks.Limits;
        if (!checks.HasInner && limits.Count == 1)
        {
            // One limit is one condition.
            writer.Open($"{lead} ({(guard is null ? limits[0].Condition : guard + " && " + Parenthesized(limits[0].Condition))})");
            Report(writer, code, json, label + " " + limits[0].Message);
            writer.Close();
        }
        else if (limits.Count > 0 || checks.HasInner)
        {
            bool isBlock = guard is not null || lead == "else if";
            if (isBlock)
            {
                writer.Open(guard is null ? "else" : $"{lead} ({guard})");
            }

            lead = "if";
            foreach ((string condition, string message) in limits)
            {
                writer.Open($"{lead} ({condition})");
                Report(writer, code, json, label + " " + message);
                writer.Close();
                lead = "else if";
            }

            if (checks.HasInner)
            {
                if (limits.Count > 0)
                {
                    writer.Line();
                }

                EmitInner(writer, member.Type, member.Constraints, checks.Value, code, json, label, depth: 0);
            }

            if (isBlock)
            {
                writer.Close();
            }
        }

        writer.Line();
    }

    private static string Parenthesized(string condition) => condition.Contains(" || ") ? $"({condition})" : condition;

    // A text that is not blank has a character, and a list that is not blank an item.
    private static ConstraintSpec WithoutWhatBlankSays(MemberSpec member) => member.Type switch
    {
        { Kind: TypeKind.String } when member.Constraints.MinLength <= 1 => member.Constraints with { MinLength = null },
        { Kind: TypeKind.List, Element.Kind: TypeKind.String } when member.Constraints.MinItems <= 1 => member.Constraints with { MinItems = null },
        _ => member.Constraints,
    };

    // Locals must differ from members and parameters, whatever those are called.
    private static string Local(string member) => "given" + member;

    private static void Report(SourceWriter writer, string code, string json, string message) =>
        writer.Line($"{Names.ValidationErrors}.Add(ref errors, {code}, {json}, {Literal.Text(message + ".")});");

    private static bool HasInner(TypeRef type, ConstraintSpec constraints) => type.Kind switch
    {
        TypeKind.Object or TypeKind.Union => true,
        TypeKind.List or TypeKind.Map => (constraints.Items is not null && Limits(type.Element!, constraints.Items, "item").Count > 0) || HasInner(type.Element!, constraints.Items ?? ConstraintSpec.None),
        _ => false,
    };

    private static void EmitInner(SourceWriter writer, TypeRef type, ConstraintSpec constraints, string value, string code, string json, string label, int depth, string lead = "if")
    {
        if (type.Kind is TypeKind.Object or TypeKind.Union)
        {
            if (depth == 0)
            {
                writer.Line($"{Names.Check}.Add(ref errors, {json}, {value}.Validate());");
                return;
            }

            // The name of an item costs a text, which is for what is wrong only.
            string errors = "inner" + Literal.Int32(depth);
            writer.Open($"{lead} (!{value}.TryValidate(out {Names.ValidationErrors} {errors}))");
            writer.Line($"{Names.Check}.Add(ref errors, {json}, {errors});");
            writer.Close();
            return;
        }

        TypeRef element = type.Element!;
        string item = "item" + Literal.Int32(depth);
        string path;
        if (type.Kind == TypeKind.List)
        {
            string index = "i" + Literal.Int32(depth);
            writer.Open($"for (int {index} = 0; {index} < {value}.Count; {index}++)");
            writer.Line($"{element.CSharpWithNull} {item} = {value}[{index}];");
            path = $"{Names.Check}.Item({json}, {index})";
        }
        else
        {
            string pair = "pair" + Literal.Int32(depth);
            writer.Open($"foreach (global::System.Collections.Generic.KeyValuePair<string, {element.CSharpWithNull}> {pair} in {value})");
            writer.Line($"{element.CSharpWithNull} {item} = {pair}.Value;");
            path = $"{Names.Check}.Item({json}, {pair}.Key)";
        }

        bool isUnwrapped = element is { IsNullable: true, IsValueType: true };
        string inner = isUnwrapped ? "given" + Literal.Int32(depth) : item;
        ConstraintSpec elementConstraints = constraints.Items ?? ConstraintSpec.None;
        List<(string Condition, string Message)> limits = constraints.Items is null ? [] : Limits(element, constraints.Items, inner);
        bool hasInner = HasInner(element, elementConstraints);
        bool isBlock = true;
        if (isUnwrapped)
        {
            writer.Open($"if ({item} is {{ }} {inner})");
        }
        else if (element.IsValueType)
        {
            isBlock = false;
        }
        else if (element.IsNullable)
        {
            writer.Open($"if ({item} is not null)");
        }
        else
        {
            writer.Open($"if ({item} is null)");
            writer.Line($"{Names.ValidationErrors}.Add(ref errors, {code}, {path}, {Literal.Text("an item of " + label + " must not be null.")});");
            writer.Close();

            // Conditions go on in the chain; anything more takes a block.
            isBlock = hasInner && (limits.Count > 0 || element.Kind is not (TypeKind.Object or TypeKind.Union));
            lead = isBlock ? "if" : "else if";
            if (isBlock)
            {
                writer.Open("else");
            }
        }

        foreach ((string condition, string message) in limits)
        {
            writer.Open($"{lead} ({condition})");
            writer.Line($"{Names.ValidationErrors}.Add(ref errors, {code}, {path}, {Literal.Text("an item of " + label + " " + message + ".")});");
            writer.Close();
            lead = "else if";
        }

        if (hasInner)
        {
            EmitInner(writer, element, elementConstraints, inner, code, path, label, depth + 1, limits.Count > 0 ? "if" : lead);
        }

        if (isBlock)
        {
            writer.Close();
        }

        writer.Close();
    }

    private static List<(string Condition, string Message)> Limits(TypeRef type, ConstraintSpec limits, string value)
    {
        var checks = new List<(string, string)>();
        switch (type.Kind)
        {
            case TypeKind.Int32 or TypeKind.Int64 or TypeKind.Decimal or TypeKind.Single or TypeKind.Double:
                AddNumeric(checks, type, limits, value);
                break;
            case TypeKind.Boolean when limits.AllowedValues.Count == 1:
                checks.Add((limits.AllowedValues[0] == "true" ? "!" + value : value, "must be " + limits.AllowedValues[0]));
                break;
            case TypeKind.String:
                AddAllowed(checks, limits, value);
                AddCount(checks, limits.MinLength, limits.MaxLength, $"{Names.Check}.Length({value})", "character");
                checks.AddRange(limits.Patterns.Select(pattern => ($"!{Names.Check}.Matches({value}, {Literal.Text(pattern)})", "must match " + pattern)));

                break;
            case TypeKind.StringEnum or TypeKind.IntegerEnum when limits.AreKnownToType:
                checks.Add(($"!{value}.IsKnown", "must be " + MemberDoc.AnyOf(limits.AllowedValues)));
                break;
            case TypeKind.StringEnum:
                AddAllowed(checks, limits, value + ".Value");
                break;
            case TypeKind.IntegerEnum when limits.AllowedValues.Count > 0:
                checks.Add(($"{value}.Value is not ({string.Join(" or ", limits.AllowedValues)})", "must be " + MemberDoc.AnyOf(limits.AllowedValues)));
                break;
            case TypeKind.List or TypeKind.AddressList:
                AddCount(checks, limits.MinItems, limits.MaxItems, value + ".Count", "item");
                if (type.Element is { Kind: TypeKind.String, IsNullable: false } && limits.Items is null)
                {
                    checks.Add(($"{Names.Check}.HasNull({value})", "must not hold null"));
                }

                if (limits.UniqueItems && type.Element?.Kind is TypeKind.String or TypeKind.StringEnum or TypeKind.IntegerEnum or TypeKind.Int32 or TypeKind.Int64 or TypeKind.Guid)
                {
                    checks.Add(($"{Names.Check}.HasDuplicates({value})", "must not hold an item twice"));
                }

                break;
            case TypeKind.Map:
                AddCount(checks, limits.MinProperties, limits.MaxProperties, value + ".Count", "property");
                break;
        }

        return checks;
    }

    private static bool Fits(decimal? limit, decimal least, decimal most) => limit is not { } value || (value == decimal.Truncate(value) && value > least && value < most);

    private static string Whole(decimal limit) => ((long)limit).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static void AddAllowed(List<(string, string)> checks, ConstraintSpec limits, string value)
    {
        if (limits.AllowedValues.Count > 0)
        {
            checks.Add(($"{value} is not ({string.Join(" or ", limits.AllowedValues.Select(Literal.Text).Distinct())})", "must be " + MemberDoc.AnyOf(limits.AllowedValues)));
        }
    }

    private static void AddCount(List<(string, string)> checks, int? least, int? most, string count, string what)
    {
        string message = "must have " + MemberDoc.Count(least, most, what);
        string[] outside =
        [
            .. least > 0 ? [$"< {Literal.Int32(least.Value)}"] : Array.Empty<string>(),
            .. most is { } high and < int.MaxValue ? [$"> {Literal.Int32(high)}"] : Array.Empty<string>(),
        ];
        if (outside.Length > 0)
        {
            checks.Add((outside.Length == 1 ? $"{count} {outside[0]}" : $"{count} is {string.Join(" or ", outside)}", message));
        }
    }

    private static void AddNumeric(List<(string, string)> checks, TypeRef type, ConstraintSpec limits, string value)
    {
        // Compared as decimals where the limit is no literal of the type; a double that no decimal holds is outside of any limit.
        bool isFloating = type.Kind is TypeKind.Single or TypeKind.Double;
        string Of(decimal limit) => type.Kind switch
        {
            TypeKind.Single or TypeKind.Double => limit.ToString(System.Globalization.CultureInfo.InvariantCulture) + "d",
            _ => Literal.Decimal(limit),
        };

        if (limits.AllowedValues.Count > 0)
        {
            IEnumerable<string> values = limits.AllowedValues.Select(allowed => type.Kind is TypeKind.Int32 or TypeKind.Int64 ? allowed : allowed + (isFloating ? type.Kind == TypeKind.Single ? "f" : "d" : "m"));
            checks.Add(($"{value} is not ({string.Join(" or ", values.Distinct())})", "must be " + MemberDoc.AnyOf(limits.AllowedValues)));
        }

        var outside = new List<string>();
        bool isWhole = type.Kind is TypeKind.Int32 && Fits(limits.Minimum, int.MinValue, int.MaxValue) && Fits(limits.Maximum, int.MinValue, int.MaxValue)
            || type.Kind is TypeKind.Int64 && Fits(limits.Minimum, long.MinValue, long.MaxValue) && Fits(limits.Maximum, long.MinValue, long.MaxValue);
        if (isWhole && (limits.Minimum ?? limits.Maximum) is not null)
        {
            string[] patterns =
            [
                .. limits.Minimum is { } least ? [(limits.ExclusiveMinimum ? "<= " : "< ") + Whole(least)] : Array.Empty<string>(),
                .. limits.Maximum is { } most ? [(limits.ExclusiveMaximum ? ">= " : "> ") + Whole(most)] : Array.Empty<string>(),
            ];
            checks.Add((patterns.Length == 1 ? $"{value} {patterns[0]}" : $"{value} is {string.Join(" or ", patterns)}", "must be " + MemberDoc.Range(limits)));
        }

        if (!isWhole && limits.Minimum is { } low)
        {
            outside.Add(isFloating ? $"!({value} {(limits.ExclusiveMinimum ? ">" : ">=")} {Of(low)})" : $"{value} {(limits.ExclusiveMinimum ? "<=" : "<")} {Of(low)}");
        }

        if (!isWhole && limits.Maximum is { } high)
        {
            outside.Add(isFloating ? $"!({value} {(limits.ExclusiveMaximum ? "<" : "<=")} {Of(high)})" : $"{value} {(limits.ExclusiveMaximum ? ">=" : ">")} {Of(high)}");
        }

        if (outside.Count > 0)
        {
            checks.Add((string.Join(" || ", outside), "must be " + MemberDoc.Range(limits)));
        }
        else if (isFloating)
        {
            checks.Add(($"!{type.CSharp}.IsFinite({value})", "must be a finite number"));
        }

        if (limits.MultipleOf is { } step)
        {
            checks.Add(($"!{Names.Check}.IsMultiple({value}, {Literal.Decimal(step)})", "must be a multiple of " + MemberDoc.Number(step)));
        }
    }
}
