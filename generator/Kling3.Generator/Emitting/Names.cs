namespace Kling3.Generator.Emitting;

/// <summary>Names of the framework and the runtime as emitted code writes them: in full, since a schema may be called anything.</summary>
internal static class Names
{
    public const string Runtime = "global::Kling3.Runtime.";
    public const string Emitted = "global::Kling3.Runtime.Emitted.";
    public const string ValidationErrors = Runtime + "ValidationErrors";
    public const string RawJson = Runtime + "RawJson";
    public const string ModelInfo = Runtime + "ModelInfo";
    public const string Check = Emitted + "Check";
    public const string ReadOnlyList = "global::System.Collections.Generic.IReadOnlyList";
    public const string Token = "global::System.Threading.CancellationToken";
    public const string Task = "global::System.Threading.Tasks.Task";
    public const string ArgumentNull = "global::System.ArgumentNullException";
    public const string Obsolete = "[global::System.Obsolete(\"The document marks this as deprecated.\")]";
}
