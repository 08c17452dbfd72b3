using System.Globalization;
using Kling3.Generator.Model;

namespace Kling3.Generator.Emitting.Json;

/// <summary>The JSON code of an object.</summary>
internal sealed class JsonObjectEmitter(SourceWriter writer, ObjectSpec spec)
{
    private const int BitsPerWord = 64;

    private readonly JsonCollections _collections = new();

    /// <summary>The members that must be there when read, in the order of their bits.</summary>
    private readonly List<MemberSpec> _required = [.. spec.Members.Where(member => member.IsRequiredWhenRead)];

    /// <summary>Whether other classes derive from this one, and which it is depends on the discriminator.</summary>
    private readonly bool _isPolymorphic = spec.Cases.Count > 0;

    private EquatableArray<UnionCase> Derived => spec.Cases.Where(item => item.TypeName != spec.Name).ToEquatableArray();

    public void Emit()
    {
        JsonTypeEmitter.OpenClass(writer, spec.Name);
        if (_required.Count > 0)
        {
            writer.Line($"private static readonly string[] s_required = {{ {string.Join(", ", _required.Select(member => Literal.Text(member.JsonName)))} }};");
            writer.Line();
        }

        EmitWrite();
        writer.Line();
        EmitRead();
        writer.Line();
        EmitInfo();
        writer.Line();
        EmitProperties();
        _collections.Write(writer);
        writer.Close();
    }

    private static string Local(string member) => "the" + member;

    /// <summary>Whether the member's type denies null, which only the checks around the code can promise.</summary>
    private static bool IsNeverNull(MemberSpec member) => !member.AllowsNull && !member.Type.IsValueType;

    private void EmitWrite()
    {
        writer.Open($"internal static void Write(ref {JsonNames.Output} output, {spec.Name}? value)");
        writer.Open("if (value is null)");
        writer.Line("output.Null();");
        writer.Line("return;");
        writer.Close();
        writer.Line();
        if (_isPolymorphic)
        {
            JsonUnionEmitter.EmitWriteCases(writer, Derived);
            writer.Line("WriteMembers(ref output, value);");
            writer.Close();
            writer.Line();
            writer.Open($"private static void WriteMembers(ref {JsonNames.Output} output, {spec.Name} value)");
        }

        writer.Line($"{JsonNames.Callbacks}.Serializing(value);");
        writer.Line("output.StartObject();");
        if (spec.Discriminator is { IsSettable: false } known)
        {
            writer.Line($"output.Ready({JsonNames.Member(known.JsonName, known.Value)});");
        }
        else if (spec.Discriminator is { } open)
        {
            // What came without one goes without one.
            writer.Open($"if (value.{open.MemberName} is {{ Length: > 0 }} {Local(open.MemberName)})");
            writer.Line($"output.Ready({JsonNames.Member(open.JsonName)});");
            writer.Line($"output.Text({Local(open.MemberName)});");
            writer.Close();
            writer.Line();
        }

        foreach (MemberSpec member in spec.Members.Where(member => !member.IsReadOnly))
        {
            EmitWrite(member);
        }

        if (spec.ExtensionData is { } extensionData)
        {
            writer.Open($"if (value.{extensionData} is {{ }} extensionData)");
            writer.Open($"foreach (global::System.Collections.Generic.KeyValuePair<string, {JsonNames.Element}> pair in extensionData)");
            writer.Line("output.Name(pair.Key);");
            writer.Line("output.AnyElement(pair.Value);");
            writer.Close();
            writer.Close();
            writer.Line();
        }

        writer.Line("output.EndObject();");
        writer.Line($"{JsonNames.Callbacks}.Serialized(value);");
        writer.Close();
    }

    private void EmitWrite(MemberSpec member)
    {
        string name = JsonNames.Member(member.JsonName);
        string value = "value." + member.Name;
        if (!member.AllowsNull)
        {
            writer.Line($"output.Ready({name});");
            writer.Line(JsonValues.Write(member.Type, value, _collections));
            return;
        }

        writer.Open($"if ({value} is {{ }} {Local(member.Name)})");
        writer.Line($"output.Ready({name});");
        writer.Line(JsonValues.Write(member.Type, Local(member.Name), _collections));
        writer.Close();
        if (member.HasRequiredModifier)
        {
            writer.Open("else");
            writer.Line($"output.Ready({name});");
            writer.Line("output.Null();");
            writer.Close();
        }

        writer.Line();
    }

    private void EmitRead()
    {
        writer.Open($"internal static {spec.Name} Read(ref {JsonNames.Input} input)");
        if (_isPolymorphic)
        {
            writer.Open($"if (input.Discriminator({Literal.Utf8(spec.Discriminator!.JsonName)}, out {JsonNames.Bytes} value))");
            JsonUnionEmitter.EmitReadCases(writer, Derived);
            writer.Close();
            writer.Line();
            writer.Line("return ReadMembers(ref input);");
            writer.Close();
            writer.Line();
            writer.Open($"private static {spec.Name} ReadMembers(ref {JsonNames.Input} input)");
        }

        writer.Line("input.StartObject();");
        bool readsDiscriminator = spec.Discriminator is { IsSettable: true };
        if (readsDiscriminator)
        {
            writer.Line($"string {Local(spec.Discriminator!.MemberName)} = {Literal.Text(spec.Discriminator.Value)};");
        }

        foreach (MemberSpec member in spec.Members)
        {
            writer.Line(IsNeverNull(member) ? $"{member.CSharpType}? {Local(member.Name)} = null;"
                : $"{member.CSharpType} {Local(member.Name)} = {(member.AllowsNull ? "null" : "default")};");
        }

        if (spec.ExtensionData is not null)
        {
            writer.Line($"{JsonNames.ExtensionData}? extensionData = null;");
        }

        for (int word = 0; word * BitsPerWord < _required.Count; word++)
        {
            writer.Line($"ulong {Seen(word)} = 0;");
        }

        writer.Open($"while (input.Member(out {JsonNames.Bytes} name))");
        JsonEnumEmitter.Switch(writer, "name", ReadCases(), leave: "continue;");
        writer.Line(spec.ExtensionData is null
            ? "input.Skip();"
            : $"(extensionData ??= new {JsonNames.ExtensionData}())[{JsonNames.Read}.Text(name)] = input.AnyElement();");
        writer.Close();
        writer.Line();
        EmitCheck();

        writer.Open($"return {JsonNames.Callbacks}.Deserialized(new {spec.Name}");
        if (readsDiscriminator)
        {
            writer.Line($"{spec.Discriminator!.MemberName} = {Local(spec.Discriminator.MemberName)},");
        }

        foreach (MemberSpec member in spec.Members)
        {
            writer.Line($"{member.Name} = {Local(member.Name)}{(IsNeverNull(member) ? "!" : "")},");
        }

        if (spec.ExtensionData is { } data)
        {
            writer.Line($"{data} = extensionData,");
        }

        writer.Close("});");
        writer.Close();
    }

    private static string Seen(int word) => "seen" + Literal.Int32(word);

    private IEnumerable<(string Text, string Statement)> ReadCases()
    {
        if (spec.Discriminator is { } discriminator)
        {
            // The caller knows the case already; the base has to remember an unknown one, and a case of several values its own.
            string statement = discriminator.IsSettable
                ? $"{Local(discriminator.MemberName)} = input.Null() ? {Literal.Text(discriminator.Value)} : input.Text();"
                : "input.Skip();";
            yield return (discriminator.JsonName, statement);
        }

        int bit = 0;
        foreach (MemberSpec member in spec.Members)
        {
            yield return (member.JsonName, ReadStatement(member, member.IsRequiredWhenRead ? bit++ : -1));
        }
    }

    /// <param name="member">The member.</param>
    /// <param name="bit">Which of the required ones it is; negative for another.</param>
    private string ReadStatement(MemberSpec member, int bit)
    {
        string local = Local(member.Name);
        string read = JsonValues.Read(member.Type, _collections);
        string seen = bit < 0 ? "" : Seen(bit / BitsPerWord);
        string mask = bit < 0 ? "" : "0x" + (1UL << (bit % BitsPerWord)).ToString("X", CultureInfo.InvariantCulture) + "UL";

        // Free-form JSON holds null like anything else.
        bool readsNull = member.Type.Kind == TypeKind.Raw && !member.AllowsNull;
        if (bit >= 0 && !member.Type.IsNullable && !readsNull)
        {
            // Null takes back what an earlier member of the same name gave: the last one counts.
            return $$"""
                if (input.Null())
                {
                    {{seen}} &= ~{{mask}};
                }
                else
                {
                    {{local}} = {{read}};
                    {{seen}} |= {{mask}};
                }

                """;
        }

        string statement = readsNull ? $"{local} = {read};"
            : member.AllowsNull || !member.Type.IsValueType ? $"{local} = input.Null() ? {JsonValues.Null(member.Type)} : {read};"
            : $"{local} = {read};";
        return bit < 0 ? statement : $"{statement}\n{seen} |= {mask};";
    }

    private void EmitCheck()
    {
        if (_required.Count == 0)
        {
            return;
        }

        var conditions = new List<string>();
        var words = new List<string>();
        for (int word = 0; word * BitsPerWord < _required.Count; word++)
        {
            int bits = Math.Min(BitsPerWord, _required.Count - (word * BitsPerWord));
            ulong all = bits == BitsPerWord ? ulong.MaxValue : (1UL << bits) - 1;
            conditions.Add($"{Seen(word)} != 0x{all.ToString("X", CultureInfo.InvariantCulture)}UL");
            words.Add(Seen(word));
        }

        writer.Open($"if ({string.Join(" || ", conditions)})");
        writer.Line($"throw {JsonNames.Fail}.Missing(s_required, {string.Join(", ", words)});");
        writer.Close();
        writer.Line();
    }

    private void EmitInfo()
    {
        string method = _isPolymorphic ? "CreateMembersInfo" : "CreateInfo";
        if (_isPolymorphic)
        {
            JsonUnionEmitter.EmitCaseOf(writer, Derived);
            writer.Line();
            writer.Line($"internal static {JsonNames.TypeInfo}<{spec.Name}> CreateInfo({JsonNames.Options} options) =>");
            writer.Line($"    {JsonNames.Metadata}.Base<{spec.Name}>(options, {Literal.Text(spec.Discriminator!.JsonName)}, CaseOf, CreateMembersInfo);");
            writer.Line();
        }

        string initializer = string.Join(", ", spec.Members.Where(member => member.HasRequiredModifier).Select(member => $"{member.Name} = {(member.AllowsNull ? "null" : IsNeverNull(member) ? "null!" : "default")}"));
        string create = initializer.Length == 0 ? $"new {spec.Name}()" : $"new {spec.Name} {{ {initializer} }}";
        writer.Line($"{(_isPolymorphic ? "private" : "internal")} static {JsonNames.TypeInfo}<{spec.Name}> {method}({JsonNames.Options} options) =>");
        writer.Line($"    {JsonNames.Metadata}.Object<{spec.Name}>(options, static () => {create}, CreateProperties, {(_isPolymorphic ? "WriteMembers" : "Write")});");
    }

    private void EmitProperties()
    {
        writer.Open($"private static {JsonNames.Property}[] CreateProperties({JsonNames.Options} options) => new {JsonNames.Property}[]");
        if (spec.Discriminator is { } discriminator)
        {
            EmitProperty(
                "string",
                discriminator.JsonName,
                discriminator.MemberName,
                isWritten: true,
                isRead: discriminator.IsSettable,
                discriminator.IsSettable ? ", allowsNull: false, omitsNull: true" : ", allowsNull: false",
                toWrite: discriminator.IsSettable ? " is { Length: > 0 } text ? text : null" : "",
                otherwise: " ?? \"\"");
        }

        foreach (MemberSpec member in spec.Members)
        {
            EmitProperty(
                member.Type.IsValueType ? member.CSharpType : member.Type.CSharp,
                member.JsonName,
                member.Name,
                isWritten: !member.IsReadOnly,
                isRead: true,
                Facts(member),
                otherwise: IsNeverNull(member) ? "!" : "");
        }

        if (spec.ExtensionData is { } data)
        {
            EmitProperty(JsonNames.ExtensionData, DistinctName(data), data, isWritten: true, isRead: true, ", isExtensionData: true");
        }

        writer.Close("};");
    }

    /// <summary>A name that no member has, in any case: System.Text.Json counts the property that takes the rest among the others.</summary>
    private string DistinctName(string name)
    {
        while (spec.Members.Any(member => string.Equals(member.JsonName, name, StringComparison.OrdinalIgnoreCase))
            || string.Equals(spec.Discriminator?.JsonName, name, StringComparison.OrdinalIgnoreCase))
        {
            name += "_";
        }

        return name;
    }

    private void EmitProperty(string type, string jsonName, string name, bool isWritten, bool isRead, string facts, string toWrite = "", string otherwise = "")
    {
        writer.Line($"{JsonNames.Metadata}.Property<{type}>(options, typeof({spec.Name}), {Literal.Text(jsonName)}, {Literal.Text(name)},");
        if (isWritten)
        {
            writer.Text($"    static owner => (({spec.Name})owner).{name}{toWrite}, ");
        }
        else
        {
            writer.Text("    null, ");
        }

        if (isRead)
        {
            writer.Text($"static (owner, value) => (({spec.Name})owner).{name} = value{otherwise}");
        }
        else
        {
            writer.Text("null");
        }

        writer.Line($"{facts}),");
    }

    private static string Facts(MemberSpec member)
    {
        string facts = "";
        if (member.HasRequiredModifier && !member.IsWriteOnly)
        {
            facts += ", isRequired: true";
        }

        if (IsNeverNull(member))
        {
            facts += ", allowsNull: false";
        }

        if (!member.HasRequiredModifier)
        {
            facts += ", omitsNull: true";
        }

        string argument = member.Type.Kind is TypeKind.List or TypeKind.Map ? "collection" : "converter";
        return Converter(member.Type with { IsNullable = member.AllowsNull }) is { } converter ? $"{facts}, {argument}: {converter}" : facts;
    }

    /// <summary>The converter of a value that is read in more forms than System.Text.Json knows, or the description of a list or map of such; null for any other. One of a list says T, also where T? is asked for.</summary>
    private static string? Converter(TypeRef type) => type.Kind switch
    {
        TypeKind.Int32 or TypeKind.Int64 => $"{JsonNames.Metadata}.{(type.IsNullable ? "Nullable" : "")}{type.Kind}(options)",
        TypeKind.AddressList => $"{JsonNames.Metadata}.Addresses(options)",
        TypeKind.List or TypeKind.Map when type.Element!.Kind != TypeKind.AddressList && Converter(type.Element) is { } element =>
            $"{JsonNames.Metadata}.{type.Kind}Of<{type.Element.CSharpWithNull}>(options, {element}{(type.Element is { IsNullable: true, IsValueType: false } ? "!" : "")})",
        _ => null,
    };
}
