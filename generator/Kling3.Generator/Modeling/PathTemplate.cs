namespace Kling3.Generator.Modeling;

/// <summary>A path as documents write it: braces in it stand for nothing but parameters.</summary>
internal static class PathTemplate
{
    /// <summary>Whether its braces pair and hold names: others could never be filled.</summary>
    public static bool IsWhole(string path)
    {
        bool isOpen = false;
        foreach (char c in path)
        {
            if ((c == '{' && isOpen) || (c == '}' && !isOpen))
            {
                return false;
            }

            isOpen = c == '{' || (isOpen && c != '}');
        }

        return !isOpen && !path.Contains("{}");
    }

    /// <summary>The parameters that a whole path names.</summary>
    public static List<string> Names(string path)
    {
        var names = new List<string>();
        for (int start = path.IndexOf('{'); start >= 0; start = path.IndexOf('{', start + 1))
        {
            int end = path.IndexOf('}', start);
            names.Add(path.Substring(start + 1, end - start - 1));
        }

        return names;
    }
}
