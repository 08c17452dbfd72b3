using System.Text;

namespace Kling3.Cli.Tests.Support;

/// <summary>Keeps what is written, and tells each line as it comes.</summary>
internal sealed class WatchedWriter(Action<string>? onLine) : StringWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        onLine?.Invoke(value ?? "");
    }
}
