using System.Globalization;

namespace Kling3.Generator.Modeling;

/// <summary>
/// Names that must differ: those of a namespace, of a type's members, of a method's parameters. Compared without case, because emitted
/// files are named after types and some file systems do not tell case apart.
/// </summary>
/// <param name="taken">Names that are taken from the start.</param>
/// <param name="outer">A scope whose names are taken in this one too; it is not changed.</param>
internal sealed class NameScope(IEnumerable<string> taken, NameScope? outer = null)
{
    private readonly HashSet<string> _taken = new(taken, StringComparer.OrdinalIgnoreCase);

    // Where to go on counting: ten thousand things of one name must not take ten thousand steps each.
    private Dictionary<string, int>? _next;

    public bool IsTaken(string name) => _taken.Contains(name) || outer?.IsTaken(name) == true;

    public void Reserve(string name) => _taken.Add(name);

    /// <summary>The name itself when it is free, else with the first free number from 2.</summary>
    public string Take(string name)
    {
        if (TryTake(name))
        {
            return name;
        }

        _next ??= new(StringComparer.OrdinalIgnoreCase);
        int number = _next.TryGetValue(name, out int next) ? next : 2;
        string free;
        do
        {
            free = name + number.ToString(CultureInfo.InvariantCulture);
            number++;
        }
        while (!TryTake(free));

        _next[name] = number;
        return free;
    }

    private bool TryTake(string name) => outer?.IsTaken(name) != true && _taken.Add(name);
}
