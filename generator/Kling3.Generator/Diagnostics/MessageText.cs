using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Kling3.Generator.Diagnostics;

/// <summary>A message as it is written: what it quotes of the document is cut, since one text of megabytes may be wrong in a hundred thousand places.</summary>
[InterpolatedStringHandler]
internal readonly ref struct MessageText(int literalLength, int formattedCount)
{
    // So that what to do still stands behind it.
    private const int LongestQuotation = 200;

    private readonly StringBuilder _text = new(literalLength + (formattedCount * 16));

    public void AppendLiteral(string text) => _text.Append(text);

    public void AppendFormatted(string? quoted) => _text.Append(DiagnosticInfo.Cut(quoted ?? "", LongestQuotation));

    public void AppendFormatted(int number) => _text.Append(number.ToString(CultureInfo.InvariantCulture));

    public override string ToString() => _text.ToString();
}
