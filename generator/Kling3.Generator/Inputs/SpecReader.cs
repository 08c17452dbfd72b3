using System.Text;
using Kling3.Generator.Diagnostics;
using Kling3.Generator.Model;
using Kling3.Generator.Modeling;
using Kling3.Generator.Reading;
using Kling3.Generator.Values;

namespace Kling3.Generator.Inputs;

/// <summary>What reading a document gives: the model, null when there is none to emit, and the diagnostics.</summary>
internal sealed record SpecResult(SpecModel? Model, EquatableArray<DiagnosticInfo> Diagnostics);

/// <summary>
/// The whole way from a text to the model. Whatever goes wrong on it ends in a diagnostic: an exception that left a generator would be one
/// warning without a place, and no types.
/// </summary>
internal static class SpecReader
{
    public static SpecResult Read(SpecInput input, CancellationToken cancellationToken)
    {
        var bag = new DiagnosticBag(input.Path);
        SpecModel? model = null;
        try
        {
            model = Read(input, bag, cancellationToken);
        }
        catch (SyntaxException e)
        {
            bag.Report(Descriptors.Syntax, e.Place, input.IsJson ? "JSON" : "YAML", e.Message.TrimEnd('.'));
        }
        catch (InsufficientExecutionStackException)
        {
            bag.Report(Descriptors.Structure, default, "#", "schemas refer to each other in a chain that is too long to follow. Shorten it.");
        }
        catch (Exception e) when (IsLoadFailure(e))
        {
            bag.Report(Descriptors.Dependency, default, e.GetBaseException().Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            bag.Report(Descriptors.Internal, default, Describe(e));
        }

        return new SpecResult(model, bag.ToEquatableArray());
    }

    private static SpecModel? Read(SpecInput input, DiagnosticBag bag, CancellationToken cancellationToken)
    {
        if (input.Text.Length > Limits.Characters)
        {
            bag.Report(Descriptors.TooLarge, default, Literal(input.Text.Length), Literal(Limits.Characters));
            return null;
        }

        ParsedText parsed = input.IsJson ? JsonTextParser.Parse(input.Text, cancellationToken) : YamlTextParser.Parse(input.Text, cancellationToken);
        foreach (DuplicateKey key in parsed.DuplicateKeys)
        {
            bag.Report(Descriptors.DuplicateKey, key.Place, key.Name, Literal(key.First.Line + 1));
        }

        switch (parsed.Root)
        {
            case null:
                bag.Report(Descriptors.Empty, default);
                return null;
            case MapNode root:
                var reader = new SchemaReader(root, bag);
                SpecModel? model = DocumentModeler.Model(root, input, bag, reader, cancellationToken);
                if (model is not null)
                {
                    CheckValues(root, reader, bag, cancellationToken);
                }

                return model;
            case { } other:
                bag.Report(Descriptors.Structure, other.Place, "#", "an OpenAPI document is an object. Begin it with 'openapi: 3.0.3'.");
                return null;
        }
    }

    // A failure here costs nobody the client: it is about values that the emitted code does not hold.
    private static void CheckValues(MapNode root, SchemaReader reader, DiagnosticBag bag, CancellationToken cancellationToken)
    {
        try
        {
            ValueChecker.Check(root, reader, bag, cancellationToken);
        }
        catch (Exception e) when (IsLoadFailure(e))
        {
            bag.Report(Descriptors.Dependency, default, e.GetBaseException().Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            bag.Report(Descriptors.Unsupported, default, "#", "defaults and examples are not checked against their schemas: " + Describe(e));
        }
    }

    private static string Literal(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static bool IsLoadFailure(Exception exception) =>
        exception.GetBaseException() is FileNotFoundException or FileLoadException or TypeLoadException or MissingMemberException or BadImageFormatException
        || exception is TypeInitializationException { InnerException: FileNotFoundException or FileLoadException or TypeLoadException or MissingMemberException };

    /// <summary>The exception and where it came from, in one line.</summary>
    private static string Describe(Exception exception)
    {
        var text = new StringBuilder(exception.GetType().Name).Append(": ").Append(exception.Message);
        string? frame = exception.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("Kling3.Generator"));
        if (frame is not null)
        {
            // Without the path of the machine that built it.
            int end = frame.IndexOf(" in ", StringComparison.Ordinal);
            text.Append(' ').Append((end < 0 ? frame : frame.Substring(0, end)).Trim());
        }

        return text.ToString();
    }
}
