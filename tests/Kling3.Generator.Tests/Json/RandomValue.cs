using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Kling3.Runtime;

namespace Kling3.Generator.Tests.Json;

/// <summary>Random values of emitted types, as their users could make them: members that may be missing are missing at times, and open sets hold values that no document names.</summary>
/// <param name="random">What chooses.</param>
/// <param name="context">The context of the types.</param>
/// <param name="words">The words of the document, among which are the values of its discriminators.</param>
internal sealed class RandomValue(Random random, JsonSerializerContext context, string[] words)
{
    private const int MaxDepth = 4;

    private static readonly string[] s_pieces = ["a", "plain words", "\"", "\\", "/", "<b>&'+", "\0", "\n\t", "\u007f", "é", "日本語", "\u2028", "\U0001F3AC"];
    private static readonly string[] s_json = ["null", "true", "7", "2.50", "-1e400", "\"x\"", "\"\\u0022\"", "[]", "{}", """{"a":[1,2.50,"x",{"b":null}],"":[[]]}"""];
    private static readonly double[] s_numbers = [0, -0.0, 0.5, 1, -1, 0.1, 1e-7, 1e16, 1e21, 123456789.125, double.MaxValue, double.Epsilon, double.MinValue];
    private static readonly long[] s_integers = [0, 1, -1, 240, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue];

    private readonly NullabilityInfoContext _nullability = new();

    public object? Of(Type type) => Of(type, nullability: null, depth: 0);

    private object? Of(Type type, NullabilityInfo? nullability, int depth)
    {
        bool mayBeNull = Nullable.GetUnderlyingType(type) is not null || nullability?.ReadState == NullabilityState.Nullable;
        if (mayBeNull && (depth > MaxDepth || random.Next(3) == 0))
        {
            return null;
        }

        Type value = Nullable.GetUnderlyingType(type) ?? type;
        if (value.IsGenericType && value.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            return List(value.GenericTypeArguments[0], nullability?.GenericTypeArguments[0], depth);
        }

        if (value.IsGenericType && value.GetGenericTypeDefinition() == typeof(Dictionary<,>))
        {
            return Map(value, nullability?.GenericTypeArguments[1], depth);
        }

        return value.Assembly == context.GetType().Assembly ? Emitted(value, depth) : Scalar(value, mayBeNull);
    }

    private object Scalar(Type type, bool mayBeNull) => type switch
    {
        _ when type == typeof(bool) => random.Next(2) == 0,
        _ when type == typeof(int) => random.Next(2) == 0 ? random.Next(1000) : random.Next(int.MinValue, int.MaxValue),
        _ when type == typeof(long) => Integer(),
        _ when type == typeof(float) => random.NextSingle() * (random.Next(2) == 0 ? 1 : 1e30f),
        _ when type == typeof(double) => random.Next(2) == 0 ? Pick(s_numbers) : Math.Round(random.NextDouble() * 1000, random.Next(15)),
        _ when type == typeof(decimal) => new decimal(random.Next(), random.Next(), random.Next(3) == 0 ? random.Next() : 0, random.Next(2) == 0, (byte)random.Next(29)),
        _ when type == typeof(string) => Text(),
        _ when type == typeof(DateTimeOffset) => new DateTimeOffset(random.NextInt64(DateTime.UnixEpoch.Ticks, DateTime.MaxValue.Ticks / 2), TimeSpan.FromMinutes(random.Next(-840, 841))),
        _ when type == typeof(DateOnly) => DateOnly.FromDayNumber(random.Next(DateOnly.MaxValue.DayNumber + 1)),
        _ when type == typeof(TimeOnly) => random.Next(2) == 0 ? new TimeOnly(random.NextInt64(TimeOnly.MaxValue.Ticks)) : new TimeOnly(random.Next(24), random.Next(60)),
        _ when type == typeof(Guid) => new Guid(Bytes(16)),
        _ when type == typeof(Uri) => new Uri(Pick(["https://example.com/a b?x=1&y=é", "relative/ü#f", "", "urn:a:b"]), UriKind.RelativeOrAbsolute),
        _ when type == typeof(byte[]) => Bytes(random.Next(40)),
        _ when type == typeof(JsonElement) => Json(mayBeNull).ToElement(),
        _ when type == typeof(RawJson) => Json(mayBeNull),
        _ => throw new ArgumentException($"There is no random value of {type}."),
    };

    private object Emitted(Type type, int depth)
    {
        // An open set, or a union around raw JSON.
        if (type.IsValueType)
        {
            object[] known = [.. type.GetProperties(BindingFlags.Static | BindingFlags.Public).Where(property => property.PropertyType == type).Select(property => property.GetValue(null)!)];
            Type value = type.GetProperty("Value")!.PropertyType;
            return known.Length > 0 && random.Next(2) == 0 ? Pick(known) : Activator.CreateInstance(type, Scalar(value, mayBeNull: false))!;
        }

        if (type.GetConstructor([typeof(RawJson)]) is { } fromJson)
        {
            MethodInfo[] cases = [.. type.GetMethods(BindingFlags.Static | BindingFlags.Public).Where(method => method.ReturnType == type && method.GetParameters().Length == 1)];
            MethodInfo? chosen = depth > MaxDepth || random.Next(4) == 0 ? null : Pick(cases);
            return chosen is null ? fromJson.Invoke([Json(isNeverNull: true)]) : chosen.Invoke(null, [Of(chosen.GetParameters()[0].ParameterType, nullability: null, depth + 1)])!;
        }

        Type[] classes = [.. type.Assembly.GetTypes().Where(candidate => candidate.IsAssignableTo(type) && !candidate.IsAbstract && candidate != type)];
        if (type.IsAbstract || (classes.Length > 0 && random.Next(2) == 0))
        {
            return Emitted(Pick(classes), depth);
        }

        return IsUnknownCase(type, out ConstructorInfo? unknown) ? UnknownCase(type.BaseType!, unknown) : Object(type, depth);
    }

    private object Object(Type type, int depth)
    {
        object value = Activator.CreateInstance(type)!;
        foreach (PropertyInfo property in type.GetProperties().Where(property => property.SetMethod is { IsPublic: true } && !IsNeverWritten(type, property)))
        {
            if (property.GetMethod!.GetBaseDefinition().DeclaringType is { } union && union != property.DeclaringType)
            {
                // A case with another value than its own would be read as another.
                property.SetValue(value, Pick(ValuesOf(type, union)));
            }
            else if (property.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "RequiredMemberAttribute") || random.Next(4) != 0)
            {
                property.SetValue(value, Of(property.PropertyType, _nullability.Create(property), depth + 1));
            }
        }

        return value;
    }

    private string[] ValuesOf(Type type, Type union)
    {
        var caseOf = union.Assembly.GetType(union.FullName + "Json", throwOnError: true)!.GetMethod("CaseOf", BindingFlags.Static | BindingFlags.NonPublic)!.CreateDelegate<Func<ReadOnlySpan<byte>, Type?>>();
        return [.. words.Where(word => caseOf(Encoding.UTF8.GetBytes(word)) == type)];
    }

    /// <summary>Members that the schema says are only read do not survive, as they are never sent.</summary>
    private bool IsNeverWritten(Type type, PropertyInfo property) => context.GetTypeInfo(type)!.Properties
        .Any(described => described.Get is null && string.Equals(described.Name.Replace("_", "", StringComparison.Ordinal), property.Name, StringComparison.OrdinalIgnoreCase));

    private static bool IsUnknownCase(Type type, out ConstructorInfo constructor)
    {
        constructor = type.GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [typeof(string), typeof(RawJson)])!;
        return constructor is not null;
    }

    private object UnknownCase(Type union, ConstructorInfo constructor)
    {
        if (random.Next(3) == 0)
        {
            return constructor.Invoke([null, RawJson.Parse("""{"x":[1,{"a":null}]}""")]);
        }

        // The name of the discriminator is the one that every case writes and none reads.
        Type known = union.Assembly.GetTypes().First(type => type.BaseType == union && !type.IsAbstract && !IsUnknownCase(type, out _));
        JsonPropertyInfo discriminator = context.GetTypeInfo(known)!.Properties.Single(property => property.Set is null);
        string value = "never heard of " + Text();
        return constructor.Invoke([value, RawJson.Parse($$"""{"x":[],{{JsonSerializer.Serialize(discriminator.Name)}}:{{JsonSerializer.Serialize(value)}}}""")]);
    }

    private Array List(Type element, NullabilityInfo? nullability, int depth)
    {
        Array items = Array.CreateInstance(element, depth > MaxDepth ? 0 : random.Next(4));
        for (int i = 0; i < items.Length; i++)
        {
            items.SetValue(Of(element, nullability, depth + 1), i);
        }

        return items;
    }

    private object Map(Type type, NullabilityInfo? nullability, int depth)
    {
        var items = (System.Collections.IDictionary)Activator.CreateInstance(type)!;

        // Properties that the schema does not name come back as none when there are none.
        int least = type.GenericTypeArguments[1] == typeof(JsonElement) ? 1 : 0;
        for (int i = depth > MaxDepth ? least : random.Next(least, 4); i > 0; i--)
        {
            // No name of a member: it would be that member when it is read.
            items["no member " + i.ToString(CultureInfo.InvariantCulture) + Text()] = Of(type.GenericTypeArguments[1], nullability, depth + 1);
        }

        return items;
    }

    /// <summary>Null for a member that may be missing is the same as its absence.</summary>
    private RawJson Json(bool isNeverNull) => RawJson.Parse(isNeverNull ? s_json[random.Next(1, s_json.Length)] : Pick(s_json));

    private string Text() => string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => Pick(s_pieces)));

    private long Integer() => random.Next(2) == 0 ? Pick(s_integers) : random.NextInt64(long.MinValue, long.MaxValue);

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private T Pick<T>(T[] from) => from[random.Next(from.Length)];
}
