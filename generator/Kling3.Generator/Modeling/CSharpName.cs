using System.Globalization;
using System.Text;

namespace Kling3.Generator.Modeling;

/// <summary>Names of a document as C# identifiers. What comes out is an identifier whatever goes in.</summary>
internal static class CSharpName
{
    /// <summary>Longer names are cut: the names of types become names of files, and file systems stop at 255 bytes.</summary>
    public const int Longest = 100;

    // Of 255, less the suffix. No letter of a name takes more than three.
    private const int MostFileNameBytes = 240;

    private static readonly HashSet<string> s_keywords = new(StringComparer.Ordinal)
    {
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default",
        "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto",
        "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out",
        "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc",
        "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort",
        "using", "virtual", "void", "volatile", "while",
        // Contextual ones that are errors or warnings as names of types or parameters.
        "await", "async", "record", "required", "file", "scoped", "var", "dynamic", "nameof", "field", "value", "partial", "where", "yield", "notnull", "unmanaged", "nint", "nuint", "extension", "allows", "global", "when", "and", "or", "not", "with", "init", "args",
        "__arglist", "__makeref", "__reftype", "__refvalue",
    };

    /// <summary><c>task_id</c> to <c>TaskId</c>, <c>IN_PROGRESS</c> to <c>InProgress</c>, <c>16:9</c> to <c>_16_9</c>.</summary>
    public static string Pascal(string name, string whenEmpty = "Value")
    {
        bool shouts = true;
        foreach (char c in name)
        {
            shouts &= !char.IsLower(c);
        }

        var text = new StringBuilder(name.Length);
        bool startsWord = true;
        foreach (char c in Signed(name))
        {
            if (!IsPart(c))
            {
                startsWord = true;
                continue;
            }

            if (startsWord)
            {
                if (text.Length > 0 && char.IsDigit(c) && char.IsDigit(text[text.Length - 1]))
                {
                    text.Append('_');
                }

                text.Append(char.ToUpperInvariant(c));
            }
            else
            {
                text.Append(shouts ? char.ToLowerInvariant(c) : c);
            }

            startsWord = false;
        }

        if (text.Length == 0)
        {
            return whenEmpty;
        }

        if (!IsStart(text[0]))
        {
            text.Insert(0, '_');
        }

        return Shortened(text.ToString());
    }

    /// <summary><c>task_id</c> to <c>taskId</c>: a parameter's name, before a keyword gets its <c>@</c>.</summary>
    public static string Camel(string name, string whenEmpty = "value")
    {
        string pascal = Pascal(name, whenEmpty);
        int upper = 0;
        while (upper < pascal.Length && char.IsUpper(pascal[upper]))
        {
            upper++;
        }

        // "ID" to "id", "URLPath" to "urlPath", "TaskId" to "taskId".
        int lowered = upper <= 1 || upper == pascal.Length ? upper : upper - 1;
        return pascal.Substring(0, lowered).ToLowerInvariant() + pascal.Substring(lowered);
    }

    /// <summary>The identifier as it is written: with an <c>@</c> where it is a keyword.</summary>
    public static string Escaped(string identifier) => s_keywords.Contains(identifier) ? "@" + identifier : identifier;

    /// <summary>The identifier as a namespace: with an underscore where it is a keyword, or a namespace of .NET's own.</summary>
    public static string Namespace(string identifier) => s_keywords.Contains(identifier) || IsOwned(identifier) ? identifier + "_" : identifier;

    /// <summary>Whether the text is a namespace as it stands.</summary>
    public static bool IsNamespace(string text) => text.Split('.').All(IsIdentifier);

    /// <summary>Whether the namespace has types or namespaces of .NET or the runtime, which types of a document would hide from the emitted code.</summary>
    public static bool IsOwned(string text) =>
        text is "Microsoft" or "Microsoft.Extensions" || new[] { "System", "Kling3.Runtime" }.Any(owned => text == owned || text.StartsWith(owned + ".", StringComparison.Ordinal));

    public static bool IsIdentifier(string text) => text.Length > 0 && IsStart(text[0]) && text.All(c => c == '_' || IsPart(c)) && !s_keywords.Contains(text);

    /// <summary>Cuts a name that is too long, and keeps it apart from others of the same beginning by a hash of the whole.</summary>
    public static string Shortened(string name) => name.Length <= Longest ? name : Cut(name, Longest);

    /// <summary>Cuts a name of a file whose letters take more bytes than file systems allow.</summary>
    public static string FileName(string name) => Encoding.UTF8.GetByteCount(name) <= MostFileNameBytes ? name : Cut(name, MostFileNameBytes / 3);

    /// <summary>The same for a name in every process, unlike <see cref="object.GetHashCode"/>.</summary>
    public static uint Hash(string name)
    {
        uint hash = 2166136261;
        foreach (char c in name)
        {
            hash = unchecked((hash ^ c) * 16777619);
        }

        return hash;
    }

    private static string Cut(string name, int length) => name.Substring(0, length - 9) + "_" + Hash(name).ToString("X8", CultureInfo.InvariantCulture);

    // A sign in front of a digit is what tells "+1" from "-1".
    private static string Signed(string name) => name.Length > 1 && char.IsDigit(name[1]) && name[0] is '-' or '+'
        ? (name[0] == '-' ? "minus " : "plus ") + name.Substring(1)
        : name;

    private static bool IsStart(char c) => c == '_' || IsLetter(c);

    // An underscore joins words of a document's names; in C# they are joined by capitals.
    private static bool IsPart(char c) => IsLetter(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.DecimalDigitNumber;

    // Combining marks and format characters are legal in identifiers too, but names that differ only by them look the same.
    private static bool IsLetter(char c) => CharUnicodeInfo.GetUnicodeCategory(c)
        is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber;
}
