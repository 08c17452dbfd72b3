namespace Kling3.Generator.Model;

internal enum ReplyKind
{
    None,
    Json,
    Text,
    Binary,
}
