using Kling3.Generator.Diagnostics;
using Kling3.Generator.Inputs;
using Kling3.Generator.Model;
using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>A document's tree to the model of what is emitted for it.</summary>
internal static class DocumentModeler
{
    public static SpecModel? Model(MapNode root, SpecInput input, DiagnosticBag bag, SchemaReader reader, CancellationToken cancellationToken)
    {
        if (!CheckVersion(root, bag))
        {
            return null;
        }

        var names = new NamesSpec(input.Namespace, input.ClientName, input.ApiName + "JsonContext", input.ApiName + "ErrorCode", input.IsInternal);
        var components = root["components"] as MapNode;
        var schemas = components?["schemas"] as MapNode;
        var extensions = new ExtensionReader(bag);
        IReadOnlyList<MapNode> links = ReadWhole(root, reader, extensions, bag, cancellationToken);

        var flattener = new SchemaFlattener(reader, bag);
        foreach (Schema schema in reader.All.ToArray())
        {
            cancellationToken.ThrowIfCancellationRequested();
            _ = flattener.Flatten(schema);
        }

        var discriminators = new DiscriminatorReader(reader, flattener, schemas, bag);
        discriminators.Read(cancellationToken);

        EnvelopeSpec? envelope = extensions.Envelope(root["x-envelope"]);
        List<WrittenOperation> written = WrittenOperation.All(root, reader);
        var security = new SecurityReader(root, written, reader, bag);
        var typeNames = new NameScope([names.Client, "I" + names.Client, names.Client + "ServiceCollectionExtensions", names.Context, names.ErrorCode, CompanionNames.Json(names.Client), .. input.NamespacesBelow]);
        var size = new EmittedSize();
        var types = new TypeModeler(reader, flattener, discriminators, typeNames, size, bag);
        var operations = new OperationModeler(root, written, reader, flattener, types, size, security, extensions, envelope, names.Client, bag);
        operations.ReadDrafts(links, cancellationToken);
        foreach (string member in operations.MemberNames.Where(CompanionNames.IsJson))
        {
            // In the client, the name would mean the member.
            typeNames.Reserve(member);
        }

        foreach (MapEntry entry in schemas?.Entries ?? [])
        {
            types.Reserve(entry.Name, reader.Read(entry.Value));
        }

        foreach (MapEntry entry in schemas?.Entries ?? [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            _ = types.Use(reader.Read(entry.Value), entry.Name);
        }

        operations.ReadOperations(cancellationToken);
        types.Finish(cancellationToken);
        CheckSchemas(reader, flattener, bag);

        Dictionary<string, TypeSpec> specs = types.Specs.ToDictionary(spec => spec.Name, StringComparer.Ordinal);
        List<OperationSpec> emitted = operations.Finish(specs);
        Reachability.Mark(specs, emitted, operations.WireReplies, types);
        Depth.Mark(specs);

        if (root.TryGet("webhooks", out MapEntry webhooks))
        {
            bag.Report(Descriptors.Unsupported, webhooks.NamePlace, webhooks.Value.Pointer, "'webhooks' are calls that the server makes, which a client does not emit; the schemas that they use are.");
        }

        var model = new SpecModel(
            names,
            types.Specs.Select(spec => specs[spec.Name]).ToEquatableArray(),
            new ClientSpec
            {
                ApiName = input.ApiName,
                Title = ((root["info"] as MapNode)?["title"] as ScalarNode)?.Text,
                Description = ((root["info"] as MapNode)?["description"] as ScalarNode)?.Text,
                BaseAddress = ServerReader.Read(root["servers"], bag),
                Key = security.Key,
                Envelope = envelope,
                Operations = emitted.ToEquatableArray(),
            },
            ErrorCodes(names.ErrorCode, written, reader, extensions, emitted));
        if (size.MayHave(Limits.Literals) && LiteralSize.Of(model) > Limits.Literals)
        {
            bag.Report(Descriptors.TooLarge, root.Place, "The document comes to more than 15 MB of string literals, its names, values and messages about them, and an assembly holds 16 MB");
            return null;
        }

        return model;
    }

    private static bool CheckVersion(MapNode root, DiagnosticBag bag)
    {
        if (root.TryGet("swagger", out MapEntry swagger))
        {
            bag.Report(Descriptors.Version, swagger.NamePlace, $"This is a Swagger {(swagger.Value as ScalarNode)?.Text} document");
            return false;
        }

        if (!root.TryGet("openapi", out MapEntry openapi))
        {
            bag.Report(Descriptors.Version, root.Place, "The document has no 'openapi' key, so its version is unknown");
            return false;
        }

        string version = (openapi.Value as ScalarNode)?.Text ?? "";
        if (version is not ("3.0" or "3.1") && !version.StartsWith("3.0.", StringComparison.Ordinal) && !version.StartsWith("3.1.", StringComparison.Ordinal))
        {
            bag.Report(Descriptors.Version, openapi.Value.Place, $"The version is '{version}'");
            return false;
        }

        return true;
    }

    // Patterns that cannot be checked, and mistakes that only the building of a type comes upon, in schemas that none is built of; what is reported twice is kept once.
    private static void CheckSchemas(SchemaReader reader, SchemaFlattener flattener, DiagnosticBag bag)
    {
        foreach (Schema schema in reader.All.ToArray())
        {
            foreach (string written in schema.Patterns)
            {
                if (!SchemaPattern.TryRead(written, out _, out string reason))
                {
                    bag.Report(Descriptors.Pattern, ((MapNode)schema.Node)["pattern"]!.Place, schema.Pointer, reason);
                }
            }

            if (schema.Cost is { } cost && flattener.Flatten(schema) is { } flat)
            {
                _ = CostReader.Read(cost, flat, flattener, bag);
            }
        }
    }

    // The schemas that have names come first: what claims a name or a class in the order of reading does so in the order of the document.
    private static IReadOnlyList<MapNode> ReadWhole(MapNode root, SchemaReader reader, ExtensionReader extensions, DiagnosticBag bag, CancellationToken cancellationToken)
    {
        foreach (MapEntry entry in ((root["components"] as MapNode)?["schemas"] as MapNode)?.Entries ?? [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            _ = reader.Read(entry.Value);
        }

        // Last what is not emitted: of two unions of one schema, the first read has it.
        var walker = new DocumentWalker(reader, extensions, bag, cancellationToken);
        walker.Walk(root, DocumentShape.Root);
        if (root["webhooks"] is { } webhooks)
        {
            walker.Walk(webhooks, DocumentShape.Webhooks);
        }

        return walker.Links;
    }

    private static EquatableArray<ErrorCodeMember> ErrorCodes(string typeName, List<WrittenOperation> written, SchemaReader reader, ExtensionReader extensions, List<OperationSpec> operations)
    {
        var codes = new Dictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        var order = new List<string>();

        void Add(string code, string? status)
        {
            if (!codes.TryGetValue(code, out SortedSet<string>? statuses))
            {
                codes.Add(code, statuses = new SortedSet<string>(StringComparer.Ordinal));
                order.Add(code);
            }

            if (status is not null)
            {
                _ = statuses.Add(status);
            }
        }

        foreach (MapEntry entry in written.SelectMany(operation => (operation.Node["responses"] as MapNode)?.Entries ?? []))
        {
            if (reader.Follow(entry.Value, "responses") is MapNode response && response["x-error-codes"] is { } list)
            {
                foreach (string code in extensions.ErrorCodes(list))
                {
                    Add(code, entry.Name);
                }
            }
        }

        foreach (Schema schema in reader.All)
        {
            if (schema.ErrorCode is { } code)
            {
                Add(code, null);
            }
        }

        foreach (string code in operations.SelectMany(operation => operation.Parameters).Select(parameter => parameter.ErrorCode).OfType<string>())
        {
            Add(code, null);
        }

        var scope = new NameScope([.. TypeModeler.ObjectMembers, "Value", typeName]);
        return order.Select(code => new ErrorCodeMember(scope.Take(CSharpName.Pascal(code, "Code")), code, codes[code].ToEquatableArray())).ToEquatableArray();
    }
}
