namespace Kling3.Generator.Model;

internal enum KeyKind
{
    None,
    Bearer,
    Header,
}
