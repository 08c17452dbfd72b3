using System.Text.RegularExpressions;

namespace Kling3.Generator.Modeling;

/// <summary>A document's pattern, which is one of ECMA-262, as one of .NET: the same for what is emitted and for the document's own values.</summary>
internal static class SchemaPattern
{
    private const int Longest = 1000;

    /// <summary>The pattern as .NET has it, or the reason for which it is not checked.</summary>
    public static bool TryRead(string written, out string pattern, out string reason)
    {
        // ECMA-262 lets any character that is no letter or digit be escaped, .NET all of those but the underscore.
        pattern = Regex.Replace(written, @"\\(.)", escape => escape.Value == @"\_" ? "_" : escape.Value, RegexOptions.Singleline);
        reason = "";
        if (pattern.Length > Longest)
        {
            reason = $"it has more than {Longest} characters";
            return false;
        }

        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant);
            return true;
        }
        catch (ArgumentException e)
        {
            reason = "it is not understood (" + e.Message + ")";
            return false;
        }
    }
}
