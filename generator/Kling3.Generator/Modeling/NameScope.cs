using System.Globalization;
using Kling3.Generator.Diagnostics;
using Kling3.Generator.Reading;

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

    /// <summary>The same, and reports a name that is not the one that was wanted.</summary>
    /// <param name="wanted">The name.</param>
    /// <param name="source">What the document has in its place.</param>
    /// <param name="place">Where it has it.</param>
    /// <param name="named">What is called so.</param>
    /// <param name="bag">Where it is reported.</param>
    public string Take(string wanted, string source, Place place, Node named, DiagnosticBag bag)
    {
        string name = Take(wanted);
        if (name != wanted)
        {
            bag.Report(Descriptors.NameCollision, place, named.Pointer, source, wanted, name);
        }

        return name;
    }

    private bool TryTake(string name) => outer?.IsTaken(name) != true && _taken.Add(name);
}
