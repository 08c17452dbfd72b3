using Kling3.Generator.Diagnostics;
using Kling3.Generator.Model;
using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>The bodies of operations.</summary>
internal sealed class BodyModeler(SchemaReader reader, SchemaFlattener flattener, TypeModeler types, DiagnosticBag bag)
{
    /// <summary>The operation's body, null where it has none to send; false where one that it requires cannot be sent, which is reported.</summary>
    public bool TryRead(OperationDraft draft, out BodySpec? body)
    {
        body = null;
        if (draft.Node["requestBody"] is not { } bodyNode)
        {
            return true;
        }

        // What is wrong there has been reported, and is an error.
        if (reader.Follow(bodyNode, "requestBodies") is not MapNode node)
        {
            return false;
        }

        if (node["content"] is not MapNode { Entries.Count: > 0 } content)
        {
            if (node["content"] is null or MapNode)
            {
                bag.LeaveOut(bodyNode.Place, draft.Node, "its request body has no media type in 'content'");
            }

            return false;
        }

        bool isRequired = node["required"] is ScalarNode { Text: "true" };
        MapEntry json = content.Entries.Where(entry => MediaType.IsJson(entry.Name)).OrderBy(entry => MediaType.Rank(entry.Name)).FirstOrDefault();
        bool mustBeSent = isRequired || (draft.Method.Name is "post" or "put" or "patch" && node["required"] is null);
        if (json.Value is null && content.Entries.FirstOrDefault(entry => MediaType.PlainHeader(entry.Name) is not null) is { Value: not null } plain)
        {
            body = PlainBody(plain, mustBeSent);
            return true;
        }

        if (json.Value is null)
        {
            string kinds = string.Join(", ", content.Entries.Select(entry => entry.Name));
            string why = content.Entries.Exists(entry => MediaType.IsText(entry.Name) || MediaType.IsBinary(entry.Name))
                ? "which names no one media type in UTF-8 to send it as"
                : "and only JSON, text and bytes are sent";
            if (isRequired)
            {
                bag.LeaveOut(content.Place, draft.Node, $"its body is {kinds}, {why}");
                return false;
            }

            bag.LeaveOutPart(content, $"its optional body is {kinds}, {why}");
            return true;
        }

        // "required" is false where it is not said, but a method without a body has none to leave out.
        isRequired = mustBeSent;
        string? mediaType = MediaType.Header(json.Name);
        if (json.Value is MapNode media && media["schema"] is { } schemaNode)
        {
            Schema schema = reader.Read(schemaNode);
            TypeRef type = types.Use(schema, draft.Name + "Request") with { IsNullable = false };
            List<Schema> layers = flattener.Layers(schema);
            body = new BodySpec(type, isRequired, mediaType, types.Constraints.Of(type, layers)) { ErrorCode = layers.FirstOf(static layer => layer.ErrorCode) };
        }
        else
        {
            body = new BodySpec(new TypeRef(TypeKind.Raw), isRequired, mediaType, ConstraintSpec.None);
        }

        return true;
    }

    // A text keeps the limits of its schema; bytes have none.
    private BodySpec PlainBody(MapEntry plain, bool isRequired)
    {
        string header = MediaType.PlainHeader(plain.Name)!;
        if (!MediaType.IsText(plain.Name))
        {
            return new BodySpec(new TypeRef(TypeKind.Bytes), isRequired, header, ConstraintSpec.None) { IsPlain = true };
        }

        var type = new TypeRef(TypeKind.String);
        List<Schema> layers = plain.Value is MapNode media && media["schema"] is { } schema ? flattener.Layers(reader.Read(schema)) : [];
        return new BodySpec(type, isRequired, header, types.Constraints.Of(type, layers)) { IsPlain = true, ErrorCode = layers.FirstOf(static layer => layer.ErrorCode) };
    }
}
