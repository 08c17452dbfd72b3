using System.Collections.Immutable;
using Kling3.Generator.Model;
using Kling3.Generator.Reading;
using Microsoft.CodeAnalysis;

namespace Kling3.Generator.Diagnostics;

/// <summary>Collects what is found in one document.</summary>
internal sealed class DiagnosticBag(string path)
{
    // A document may be wrong in the same way in ten thousand places; nobody reads so many, and each costs the compiler.
    private const int Most = 2000;

    private readonly List<DiagnosticInfo> _items = [];
    private readonly HashSet<DiagnosticInfo> _seen = [];

    public string Path => path;

    public void Report(DiagnosticDescriptor descriptor, Place place, params string[] arguments)
    {
        if (_items.Count < Most)
        {
            Add(new DiagnosticInfo(descriptor.Id, path, place, arguments.Select(argument => DiagnosticInfo.Cut(argument)).ToEquatableArray()));
        }
    }

    public void Report(DiagnosticDescriptor descriptor, Place place, string pointer, MessageText message) =>
        Report(descriptor, place, pointer, message.ToString());

    public void Add(DiagnosticInfo item)
    {
        if (_items.Count < Most && _seen.Add(item))
        {
            _items.Add(item);
        }
    }

    public EquatableArray<DiagnosticInfo> ToEquatableArray() =>
        new(_items.OrderBy(item => item.Place.Line).ThenBy(item => item.Place.Column).ThenBy(item => item.Id, StringComparer.Ordinal).ToImmutableArray());
}
