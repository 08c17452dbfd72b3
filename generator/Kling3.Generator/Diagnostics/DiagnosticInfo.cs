using Kling3.Generator.Model;
using Kling3.Generator.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Kling3.Generator.Diagnostics;

/// <summary>A diagnostic as a value: what the pipeline holds until the compiler asks for it.</summary>
internal sealed record DiagnosticInfo(string Id, string Path, Place Place, EquatableArray<string> Arguments)
{
    private const int Longest = 600;

    public bool IsError => Descriptors.ById(Id).DefaultSeverity == DiagnosticSeverity.Error;

    public Diagnostic ToDiagnostic()
    {
        var start = new LinePosition(Place.Line, Place.Column);
        var span = new LinePositionSpan(start, new LinePosition(Place.Line, Place.Column + Place.Length));
        return Diagnostic.Create(Descriptors.ById(Id), Location.Create(Path, default, span), [.. Arguments.Select(Shown)]);
    }

    /// <summary>As much of a text as anyone reads in a message.</summary>
    public static string Cut(string text, int longest = Longest) => text.Length > longest ? text.Substring(0, longest) + "…" : text;

    // Arguments may be a document's own text: one line, no control or bidi characters, not too long to read.
    private static object Shown(string argument) =>
        new string([.. Cut(argument).Select(c => char.IsControl(c) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u2028' or '\u2029' ? ' ' : c)]);
}
