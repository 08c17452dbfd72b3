using Kling3.Generator.Diagnostics;
using Kling3.Generator.Inputs;
using Kling3.Generator.Model;
using Kling3.Generator.Modeling;
using Microsoft.CodeAnalysis.Text;

namespace Kling3.Cli.SpecDiff;

/// <summary>An OpenAPI document as the generator reads it: the model of the client that a build with it would have.</summary>
internal sealed class SpecDocument
{
    // A broken document has more mistakes than anybody corrects at once.
    private const int MostErrors = 5;

    private SpecDocument(SpecModel model)
    {
        Model = model;
        Types = model.Types.ToDictionary(static type => type.Name, StringComparer.Ordinal);
        Sent = Reachability.Reach(model.Client.Operations.Select(static operation => operation.Body?.Type), Types);
        Received = Reachability.Reach(
            model.Client.Operations.SelectMany(static operation => new[] { operation.Reply.Type, Named(operation.Submit?.ReplyType), Named(operation.Submit?.StatusType) }), Types);

        static TypeRef? Named(string? type) => type is null ? null : new TypeRef(TypeKind.Object, type);
    }

    public SpecModel Model { get; }

    public Dictionary<string, TypeSpec> Types { get; }

    /// <summary>The types that are in a request.</summary>
    public HashSet<string> Sent { get; }

    /// <summary>The types that are in a reply.</summary>
    public HashSet<string> Received { get; }

    /// <summary>Reads a document.</summary>
    /// <param name="path">The file.</param>
    /// <param name="namedAs">The file whose name gives the names of the client: one for both documents, or the client itself would seem renamed.</param>
    /// <exception cref="CliException">The file cannot be read, or a build with the document would fail.</exception>
    public static SpecDocument Read(string path, string namedAs)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CliException(ExitCodes.Invalid, $"{path} cannot be read: {exception.Message}", exception);
        }

        SpecInput input = new SpecMetadata(IsSpec: true, Namespace: null, Client: null, Visibility: null).ToInput(new SpecFile(namedAs, SourceText.From(text))).Input!;
        var bag = new DiagnosticBag(path);
        ModeledSpec? spec = ModeledSpec.Read(input with { Path = path }, bag, CancellationToken.None);
        DiagnosticInfo[] errors = [.. bag.ToEquatableArray().Where(static item => item.IsError)];
        return spec is not null && errors.Length == 0 ? new SpecDocument(spec.Model) : throw Broken(errors);
    }

    private static CliException Broken(DiagnosticInfo[] errors) => new(
        ExitCodes.Invalid,
        $"A build with this document would fail: {string.Join(' ', errors.Take(MostErrors).Select(static error => error.ToDiagnostic().ToString()))}{(errors.Length > MostErrors ? $" {errors.Length - MostErrors} more." : "")}");
}
