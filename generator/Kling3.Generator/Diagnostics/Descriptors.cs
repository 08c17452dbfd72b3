using Microsoft.CodeAnalysis;

namespace Kling3.Generator.Diagnostics;

/// <summary>
/// Every diagnostic of the generator. Error: something cannot be generated. Warning: the emitted code may behave otherwise than the
/// document says. Info: a part was left out or read leniently. Each has a section in docs/diagnostics.md.
/// </summary>
internal static class Descriptors
{
    // The repository's address as Directory.Build.props has it: a test holds the two together, since reflection has no business here.
    private const string HelpPage = "https://github.com/kling3-generated/kling3-generated/blob/main/docs/diagnostics.md#";

    public static readonly DiagnosticDescriptor Syntax = Error("K3G001", "The document cannot be read", "Not a well-formed {0} document: {1}. Correct the text at this place.");

    public static readonly DiagnosticDescriptor Empty = Error("K3G002", "The document is empty", "The document is empty. Begin it with 'openapi: 3.0.3', 'info' and 'paths'.");

    public static readonly DiagnosticDescriptor Version = Error("K3G003", "The version is not supported", "{0}. OpenAPI 3.0 and 3.1 are read: convert the document, or correct 'openapi'.");

    public static readonly DiagnosticDescriptor DuplicateKey = Error("K3G004", "A key stands twice", "{0}: the key '{1}' stands twice (first in line {2}), so one of the two would be lost. Remove or rename one.");

    public static readonly DiagnosticDescriptor Structure = Error("K3G005", "Not what OpenAPI has here", "{0}: {1}");

    public static readonly DiagnosticDescriptor UnknownType = Error("K3G006", "Unknown type", "{0}: '{1}' is no type. Write one of string, number, integer, boolean, array, object.");

    public static readonly DiagnosticDescriptor UnknownFormat = Info("K3G007", "Unknown format", "{0}: the format '{1}' has no meaning for type {2}, so it is ignored. Remove it, or write one that is known.");

    public static readonly DiagnosticDescriptor MissingReference = Error("K3G008", "A reference leads nowhere", "{0}: '{1}' is not in this document. Correct the pointer, or add what it names.");

    public static readonly DiagnosticDescriptor ExternalReference = Error("K3G009", "A reference leads out of the document", "{0}: '{1}' is outside this document, and nothing else is ever read. Bundle the documents into one.");

    public static readonly DiagnosticDescriptor CyclicReference = Error("K3G010", "A reference leads to itself", "{0}: '{1}' leads back to itself by references only. Write out one of them.");

    public static readonly DiagnosticDescriptor AllOfCycle = Error("K3G011", "A schema is composed of itself", "{0}: the schema contains itself by way of {1}, so no value could satisfy it. Remove one of the references.");

    public static readonly DiagnosticDescriptor DiscriminatorMapping = Warning("K3G012", "The discriminator does not fit its schemas", "{0}: {1}");

    public static readonly DiagnosticDescriptor DiscriminatorByName = Info("K3G013", "A discriminator value is taken from a schema's name", "{0}: neither a 'mapping' nor an 'enum' of its own says which '{1}' means {2}, so its name does: '{3}'. Add a 'mapping' to the discriminator.");

    public static readonly DiagnosticDescriptor NameCollision = Info("K3G014", "Two names are one in C#", "{0}: '{1}' would be '{2}' in C#, which is taken, so it is '{3}'. Rename one of the two to choose the name.");

    public static readonly DiagnosticDescriptor DefaultMismatch = Warning("K3G015", "A default breaks its own schema", "{0}: the default does not satisfy the schema it stands in: {1}. Correct the default or the schema.");

    public static readonly DiagnosticDescriptor ExampleMismatch = Info("K3G016", "An example breaks its own schema", "{0}: the example does not satisfy the schema it stands in: {1}. Correct the example or the schema.");

    public static readonly DiagnosticDescriptor ContradictoryLimits = Warning("K3G017", "Limits contradict each other", "{0}: {1}, so no value satisfies both. Correct one of the two.");

    public static readonly DiagnosticDescriptor MalformedExtension = Error("K3G018", "An extension is malformed", "{0}: {1}");

    public static readonly DiagnosticDescriptor PointerNowhere = Error("K3G019", "A pointer leads nowhere", "{0}: '{1}' leads to nothing in {2}. Correct the pointer, or add the property.");

    public static readonly DiagnosticDescriptor SameNamespace = Error("K3G020", "Two documents have one namespace", "'{0}' and '{1}' would both be emitted into the namespace '{2}', so only the first is. Rename one of the files, or set the metadata OpenApiNamespace on it.");

    public static readonly DiagnosticDescriptor Unsupported = Info("K3G021", "A part of the document is left out", "{0}: {1}");

    public static readonly DiagnosticDescriptor Pattern = Info("K3G022", "A pattern cannot be checked", "{0}: the pattern is not checked before a call: {1}. Write it without that, or leave the check to the server.");

    public static readonly DiagnosticDescriptor TooLarge = Error("K3G023", "The document is too large", "{0}. Split it, or remove what the client does not use.");

    public static readonly DiagnosticDescriptor Internal = Error("K3G024", "The generator failed", "The generator failed on this document: {0}. Other documents are generated all the same. Please report it, with the document.");

    public static readonly DiagnosticDescriptor RuntimeMismatch = Error("K3G025", "The runtime does not fit the generator", "{0}");

    public static readonly DiagnosticDescriptor Dependency = Error("K3G026", "A library of the generator cannot be used", "A library that the generator brings was replaced by another version: {0}. Another analyzer or generator of this project brings that version; update or remove it.");

    public static readonly DiagnosticDescriptor Metadata = Error("K3G027", "The metadata of the document is wrong", "{0} is '{1}', which is {2}");

    private static readonly Dictionary<string, DiagnosticDescriptor> s_byId = new DiagnosticDescriptor[]
    {
        Syntax, Empty, Version, DuplicateKey, Structure, UnknownType, UnknownFormat, MissingReference, ExternalReference, CyclicReference,
        AllOfCycle, DiscriminatorMapping, DiscriminatorByName, NameCollision, DefaultMismatch, ExampleMismatch, ContradictoryLimits,
        MalformedExtension, PointerNowhere, SameNamespace, Unsupported, Pattern, TooLarge, Internal, RuntimeMismatch, Dependency, Metadata,
    }.ToDictionary(descriptor => descriptor.Id);

    public static IReadOnlyCollection<DiagnosticDescriptor> All => s_byId.Values;

    public static DiagnosticDescriptor ById(string id) => s_byId[id];

    private static DiagnosticDescriptor Error(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Warning(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Info(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Info);

#pragma warning disable RS1033, RS1032, RS1028 // Messages here are sentences with a cure, and may have several.
    private static DiagnosticDescriptor Create(string id, string title, string message, DiagnosticSeverity severity) =>
        new(id, title, message, "OpenApi", severity, isEnabledByDefault: true, helpLinkUri: HelpPage + id.ToLowerInvariant());
#pragma warning restore RS1033, RS1032, RS1028
}
