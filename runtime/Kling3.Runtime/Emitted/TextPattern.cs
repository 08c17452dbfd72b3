using System.Text.RegularExpressions;

namespace Kling3.Runtime.Emitted;

/// <summary>
/// A pattern of a document: untrusted, as is the text. Matched without backtracking, in time linear in the text; what that cannot do
/// (look-around, back-references) is matched with a limit on the time.
/// </summary>
internal sealed class TextPattern
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMilliseconds(250);

    private readonly Regex _regex;

    public TextPattern(string pattern)
    {
        // ECMA-262's $ is the very end; .NET's is also before a last newline.
        string translated = pattern.EndsWith('$') && !pattern.EndsWith("\\$", StringComparison.Ordinal) ? pattern[..^1] + "\\z" : pattern;
        try
        {
            _regex = new Regex(translated, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            _regex = new Regex(translated, RegexOptions.CultureInvariant, s_limit);
        }
    }

    public bool IsFoundIn(string text)
    {
        try
        {
            return _regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return true;
        }
    }
}
