namespace Kling3.Generator.Modeling;

/// <summary>What OpenAPI has at a place of a document, as far as the generator reads it.</summary>
internal sealed class DocumentShape
{
    private static readonly DocumentShape s_any = new(ShapeKind.Any);
    private static readonly DocumentShape s_text = new(ShapeKind.Text);
    private static readonly DocumentShape s_flag = new(ShapeKind.Flag);
    private static readonly DocumentShape s_schema = new(ShapeKind.Schema);

    private static readonly DocumentShape s_example = new(ShapeKind.Object) { Section = "examples" };

    // Some documents have a list of values here, as a schema of 3.1 does: it is not read.
    private static readonly DocumentShape s_examples = new(ShapeKind.Map) { Each = s_example, IsLenient = true };

    private static readonly DocumentShape s_mediaType = new(ShapeKind.Object)
    {
        Properties = { ["schema"] = s_schema, ["examples"] = s_examples },
    };

    private static readonly DocumentShape s_content = new(ShapeKind.Map) { Each = s_mediaType, IsContent = true };

    private static readonly DocumentShape s_parameter = new(ShapeKind.Object)
    {
        Section = "parameters",
        Properties = { ["name"] = s_text, ["in"] = s_text, ["description"] = s_text, ["required"] = s_flag, ["deprecated"] = s_flag, ["style"] = s_text, ["explode"] = s_flag, ["schema"] = s_schema, ["content"] = s_content, ["examples"] = s_examples, ["x-error-code"] = new(ShapeKind.ErrorCode) },
    };

    private static readonly DocumentShape s_header = new(ShapeKind.Object)
    {
        Section = "headers",
        Properties = { ["schema"] = s_schema, ["content"] = s_content, ["examples"] = s_examples },
    };

    private static readonly DocumentShape s_link = new(ShapeKind.Object)
    {
        Section = "links",
        IsLink = true,
        Properties = { ["operationId"] = s_text, ["operationRef"] = s_text, ["parameters"] = MapOf(s_any) },
    };

    private static readonly DocumentShape s_requestBody = new(ShapeKind.Object)
    {
        Section = "requestBodies",
        Properties = { ["content"] = s_content, ["required"] = s_flag },
    };

    private static readonly DocumentShape s_response = new(ShapeKind.Object)
    {
        Section = "responses",
        Properties = { ["headers"] = MapOf(s_header), ["content"] = s_content, ["links"] = MapOf(s_link), ["x-error-codes"] = new(ShapeKind.ErrorCodes) },
    };

    private static readonly DocumentShape s_server = new(ShapeKind.Object)
    {
        Properties = { ["url"] = s_text, ["variables"] = MapOf(new DocumentShape(ShapeKind.Object) { Properties = { ["default"] = s_text } }) },
    };

    private static readonly DocumentShape s_security = ListOf(MapOf(s_any));

    private static readonly DocumentShape s_securityScheme = new(ShapeKind.Object)
    {
        Section = "securitySchemes",
        Properties = { ["type"] = s_text, ["scheme"] = s_text, ["in"] = s_text, ["name"] = s_text },
    };

    private static readonly DocumentShape s_operation = new(ShapeKind.Object)
    {
        IsNeeded = true,
        Properties =
        {
            ["operationId"] = s_text,
            ["summary"] = s_text,
            ["description"] = s_text,
            ["deprecated"] = s_flag,
            ["parameters"] = ListOf(s_parameter),
            ["requestBody"] = s_requestBody,
            ["responses"] = MapOf(s_response, hasExtensions: true),
            ["security"] = s_security,
        },
    };

    private static readonly DocumentShape s_pathItem = PathItem();

    /// <summary>The document.</summary>
    public static DocumentShape Root { get; } = new(ShapeKind.Object)
    {
        Properties =
        {
            ["info"] = new(ShapeKind.Object) { Properties = { ["title"] = s_text, ["description"] = s_text } },
            ["servers"] = ListOf(s_server),
            ["security"] = s_security,
            ["paths"] = MapOf(s_pathItem, hasExtensions: true),
            ["components"] = new(ShapeKind.Object)
            {
                Properties =
                {
                    ["schemas"] = MapOf(s_schema),
                    ["responses"] = MapOf(s_response),
                    ["parameters"] = MapOf(s_parameter),
                    ["requestBodies"] = MapOf(s_requestBody),
                    ["headers"] = MapOf(s_header),
                    ["examples"] = MapOf(s_example),
                    ["links"] = MapOf(s_link),
                    ["securitySchemes"] = MapOf(s_securityScheme),
                    ["pathItems"] = MapOf(s_pathItem),
                    ["callbacks"] = MapOf(s_operation.Properties["callbacks"].Each!),
                },
            },
        },
    };

    /// <summary>What stands in <c>webhooks</c>.</summary>
    public static DocumentShape Webhooks { get; } = MapOf(s_pathItem);

    private DocumentShape(ShapeKind kind) => Kind = kind;

    public ShapeKind Kind { get; }

    /// <summary>Where in <c>components</c> a reference in this place may lead; null where none may stand.</summary>
    public string? Section { get; private init; }

    public DocumentShape? Each { get; private init; }

    public Dictionary<string, DocumentShape> Properties { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether null is wrong here, where most documents that have it mean nothing.</summary>
    public bool IsNeeded { get; private init; }

    /// <summary>Whether something else may stand here, which is not read.</summary>
    public bool IsLenient { get; private init; }

    /// <summary>Whether the names are media types.</summary>
    public bool IsContent { get; private init; }

    /// <summary>Whether a link stands here, which leads to an operation.</summary>
    public bool IsLink { get; private init; }

    /// <summary>Whether names that begin with <c>x-</c> are extensions here, and not of the map.</summary>
    public bool HasExtensions { get; private init; }

    private static DocumentShape MapOf(DocumentShape each, bool hasExtensions = false) => new(ShapeKind.Map) { Each = each, HasExtensions = hasExtensions };

    private static DocumentShape ListOf(DocumentShape each) => new(ShapeKind.List) { Each = each };

    // Operations have callbacks, which have paths, which have operations.
    private static DocumentShape PathItem()
    {
        var item = new DocumentShape(ShapeKind.Object) { Section = "paths", IsNeeded = true, Properties = { ["parameters"] = ListOf(s_parameter) } };
        foreach (string method in WrittenOperation.Methods)
        {
            item.Properties.Add(method, s_operation);
        }

        s_operation.Properties.Add("callbacks", MapOf(new DocumentShape(ShapeKind.Map) { Section = "callbacks", Each = item, HasExtensions = true }));
        return item;
    }
}
