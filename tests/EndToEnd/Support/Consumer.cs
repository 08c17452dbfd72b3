using System.Diagnostics;

namespace Kling3.EndToEnd.Support;

/// <summary>A project of a user, or several, in a folder outside the repository.</summary>
internal sealed class Consumer(Workspace workspace, string folder)
{
    public string Folder => folder;

    public string File(params string[] path) => Path.Combine([folder, .. path]);

    public string Read(params string[] path) => System.IO.File.ReadAllText(File(path));

    public void Write(string path, string text) => System.IO.File.WriteAllText(File(path), text);

    /// <summary>Replaces a text that is in the file exactly once.</summary>
    public void Edit(string path, string old, string replacement)
    {
        string text = Read(path);
        int at = text.IndexOf(old, StringComparison.Ordinal);
        Assert.True(at >= 0 && text.IndexOf(old, at + 1, StringComparison.Ordinal) < 0, $"'{old}' is not exactly once in {path}.");
        Write(path, text.Replace(old, replacement, StringComparison.Ordinal));
    }

    /// <summary><c>dotnet</c> with these arguments, in this folder.</summary>
    public Task<ProcessResult> DotNetAsync(params string[] arguments) =>
        Programs.RunAsync(Workspace.DotNet, arguments, folder, workspace.EnvironmentVariables, TestContext.Current.CancellationToken);

    /// <summary><c>dotnet build</c> of the folder's project. Restored once; later calls with <c>--no-restore</c> are quicker.</summary>
    public Task<ProcessResult> BuildAsync(params string[] arguments) => DotNetAsync(["build", "-m:1", .. arguments]);

    /// <summary>Runs what was built, with these environment variables.</summary>
    public Task<ProcessResult> RunAsync(string assembly, IEnumerable<(string Name, string Value)>? variables = null, params string[] arguments) =>
        Programs.RunAsync(
            Workspace.DotNet, ["exec", File("bin", "Debug", "net10.0", assembly + ".dll"), .. arguments], folder, With(variables), TestContext.Current.CancellationToken);

    /// <summary>Runs a program that is no .NET assembly.</summary>
    public Task<ProcessResult> RunNativeAsync(string program, IEnumerable<(string Name, string Value)>? variables = null, params string[] arguments) =>
        Programs.RunAsync(program, arguments, folder, With(variables), TestContext.Current.CancellationToken);

    /// <summary>Starts a program that goes on.</summary>
    public Process Start(string program, IEnumerable<(string Name, string Value)>? variables = null, params string[] arguments) =>
        Programs.Start(program, arguments, folder, With(variables));

    private Dictionary<string, string?> With(IEnumerable<(string Name, string Value)>? variables)
    {
        var all = new Dictionary<string, string?>(workspace.EnvironmentVariables, StringComparer.Ordinal);
        foreach ((string name, string value) in variables ?? [])
        {
            all[name] = value;
        }

        return all;
    }
}
