using Kling3.Generator.Model;
using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>An operation that is read: what of it can be told before any type is asked for.</summary>
internal sealed class OperationDraft(WrittenOperation written, string id, string name, SuccessReply success, Polling? polling)
{
    public MapEntry Path => written.Path;

    /// <summary>The path as it is sent: documents of protocols that have one path tell operations apart by a fragment.</summary>
    public string SentPath { get; } = written.Path.Name.Split('#')[0];

    public MapNode Item => written.Item;

    public MapEntry Method => written.Method;

    public MapNode Node => written.Node;

    public string Id => id;

    public string Name => name;

    public SuccessReply Success => success;

    public Polling? Polling => polling;

    /// <summary>Null while it is not read, and for an operation that is left out.</summary>
    public OperationSpec? Spec { get; set; }
}
