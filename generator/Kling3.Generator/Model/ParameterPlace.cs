namespace Kling3.Generator.Model;

internal enum ParameterPlace
{
    Path,
    Query,
    Header,
}
