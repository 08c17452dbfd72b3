namespace Kling3.Generator.Emitting;

/// <summary>Reads the first characters of an array.</summary>
internal sealed class CharsReader(char[] text, int length) : TextReader
{
    private int _next;

    public override int Peek() => _next < length ? text[_next] : -1;

    public override int Read() => _next < length ? text[_next++] : -1;

    public override int Read(char[] buffer, int index, int count)
    {
        int read = Math.Min(count, length - _next);
        Array.Copy(text, _next, buffer, index, read);
        _next += read;
        return read;
    }
}
