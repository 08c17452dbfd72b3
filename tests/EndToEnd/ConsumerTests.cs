using System.Globalization;
using Kling3.EndToEnd.Support;
using Kling3.Sandbox;

namespace Kling3.EndToEnd;

/// <summary>Projects of users, built from the packages alone.</summary>
[Trait("Category", "Long")]
public sealed class ConsumerTests(Workspace workspace)
{
    private static readonly SandboxOptions s_quick = new() { TaskDuration = TimeSpan.FromMilliseconds(100) };

    [Theory]
    [InlineData("README.md", "out.mp4")]
    [InlineData("generator/Kling3.Generated/PACKAGE.md", "sunrise.mp4")]
    public async Task The_example_compiles_as_it_stands_and_makes_a_video(string page, string video)
    {
        await using SandboxServer sandbox = await SandboxServer.StartAsync(s_quick, TestContext.Current.CancellationToken);
        string example = Examples.Of(page)[0];
        Consumer consumer = workspace.Open("Console");
        consumer.Write("Program.cs", example);
        (await consumer.BuildAsync()).Succeeded();

        // As it stands it calls the real service; this one change is all that the sandbox needs.
        consumer.Edit("Program.cs", """new Kling3Client(Environment.GetEnvironmentVariable("KLING3_API_KEY")!)""", $$"""
            new Kling3Client(new ApiClientOptions { ApiKey = "sandbox-key", BaseAddress = new Uri("{{sandbox.BaseAddress}}"), Polling = { FirstDelay = TimeSpan.FromMilliseconds(50) } })
            """);
        (await consumer.BuildAsync("--no-restore")).Succeeded();
        ProcessResult run = (await consumer.RunAsync("Console")).Succeeded();

        Assert.Equal("/api/generate", sandbox.Requests[0].Path);
        Assert.True(new FileInfo(consumer.File(video)).Length > 1000, run.Output);
    }

    [Fact]
    public async Task A_console_program_hosts_the_sandbox_from_its_package()
    {
        Consumer consumer = workspace.Open("Console");
        consumer.Edit("Console.csproj", "Kling3.Generated", "Kling3.Sandbox");
        consumer.Write("Program.cs", Examples.Of("runtime/Kling3.Sandbox/PACKAGE.md")[0]);

        (await consumer.BuildAsync()).Succeeded();

        Assert.StartsWith("http://127.0.0.1:", (await consumer.RunAsync("Console")).Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_in_the_style_of_before_nullable_references_compiles_without_a_warning()
    {
        Consumer consumer = workspace.Open("OldStyle");

        ProcessResult build = (await consumer.BuildAsync()).Succeeded();

        Assert.Empty(build.Warnings);
        Assert.Equal("MISSING_IMAGE\n", (await consumer.RunAsync("OldStyle")).Succeeded().Output);
    }

    [Theory]
    [InlineData("net9.0")]
    [InlineData("net8.0")]
    [InlineData("net48")]
    [InlineData("netstandard2.0")]
    public async Task A_project_for_an_older_framework_gets_one_error_that_names_what_is_needed(string framework)
    {
        Consumer consumer = workspace.Open("Console");
        consumer.Edit("Console.csproj", "net10.0", framework);

        ProcessResult build = (await consumer.BuildAsync()).Failed();

        string error = Assert.Single(build.Errors);
        Assert.Contains("NU1202", error, StringComparison.Ordinal);
        Assert.Contains("Kling3.Generated", error, StringComparison.Ordinal);
        Assert.Contains("supports: net10.0", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Central_versions_a_lock_file_private_assets_and_two_specs_build_in_a_folder_with_spaces_and_other_letters()
    {
        Consumer consumer = workspace.Open("Console", "a b 'ü' 映像 #1");
        consumer.Edit("Console.csproj", """ Version="$(Kling3Version)" """.TrimEnd(), """ PrivateAssets="all" """.TrimEnd());
        consumer.Edit("Console.csproj", "<ItemGroup>", """<PropertyGroup><RestorePackagesWithLockFile>true</RestorePackagesWithLockFile></PropertyGroup><ItemGroup><AdditionalFiles Include="*.openapi.yaml;marked.yaml" OpenApi="true" />""");
        consumer.Write("Directory.Packages.props", """
            <Project>
              <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
              <ItemGroup><PackageVersion Include="Kling3.Generated" Version="$(Kling3Version)" /></ItemGroup>
            </Project>
            """);
        foreach (string name in new[] { "wild.openapi.yaml", "marked.yaml" })
        {
            consumer.Write(name, "openapi: 3.0.3\npaths: {}\ncomponents: { schemas: { Pet: { type: object, properties: { name: { type: string } } } } }\n");
        }

        consumer.Write("Program.cs", """Console.WriteLine(new Kling3.ProTextToVideoRequest { Prompt = "x" }.EstimateCredits() + new Wild.Pet { Name = " a" }.Name + new Marked.Pet { Name = " b" }.Name);""");
        (await consumer.BuildAsync()).Succeeded();
        (await consumer.DotNetAsync("restore", "--locked-mode", "--force")).Succeeded();

        Assert.Equal("240 a b\n", (await consumer.RunAsync("Console")).Succeeded().Output);
    }

    [Fact]
    public async Task A_library_that_is_packed_passes_the_runtime_on_and_neither_generator_nor_spec()
    {
        Consumer consumer = workspace.Open("Libraries");
        (await consumer.DotNetAsync("pack", "PublicLibrary", "-m:1", "-p:Version=1.0.0-test", "-o", consumer.File("packed"))).Succeeded();
        using (Package package = new(Directory.EnumerateFiles(consumer.File("packed"), "PublicLibrary.*.nupkg").Single()))
        {
            Assert.Equal(["lib/net10.0/PublicLibrary.dll"], package.Files);
            Assert.Equal(["net10.0: Kling3.Generated"], package.Dependencies);
            Assert.Equal("Build,Analyzers", package.Manifest.Descendants().Single(element => element.Name.LocalName == "dependency").Attribute("exclude")!.Value);
        }

        Consumer app = workspace.Open("Console");
        app.Edit("Console.csproj", "<PropertyGroup>", $"<PropertyGroup><RestoreAdditionalProjectSources>{consumer.File("packed")}</RestoreAdditionalProjectSources>");
        app.Edit("Console.csproj", "Include=\"Kling3.Generated\" Version=\"$(Kling3Version)\"", "Include=\"PublicLibrary\" Version=\"1.0.0-test\"");
        app.Write("Program.cs", "Console.WriteLine(typeof(Program).Assembly.GetTypes().Length + \" \" + typeof(Kling3.Kling3Client).Assembly.GetName().Name);");
        (await app.BuildAsync()).Succeeded();

        Assert.Equal("1 PublicLibrary\n", (await app.RunAsync("Console")).Succeeded().Output);
    }

    [Fact]
    public async Task A_worker_goes_on_after_it_was_killed_and_stops_when_its_budget_is_spent()
    {
        // Long enough that the first task has not ended when its program is killed.
        await using SandboxServer sandbox = await SandboxServer.StartAsync(new SandboxOptions { TaskDuration = TimeSpan.FromSeconds(3) }, TestContext.Current.CancellationToken);
        Consumer consumer = workspace.Open("Worker");
        consumer.Write("prompts.txt", "A lighthouse\nA harbour\nA storm\n");
        (await consumer.BuildAsync()).Succeeded();
        (string, string)[] settings = [("Kling3__ApiKey", sandbox.ApiKey), ("Kling3__BaseAddress", sandbox.BaseAddress.ToString())];

        string id = await KillAfterSubmitAsync(consumer, settings);
        ProcessResult second = (await consumer.RunAsync("Worker", settings)).Succeeded();

        Assert.Contains($"resumed {id}\n", second.Output, StringComparison.Ordinal);
        Assert.Contains($"made {id}\n", second.Output, StringComparison.Ordinal);
        Assert.Contains("budget: 240 wanted, 60 left\n", second.Output, StringComparison.Ordinal);
        Assert.Equal(2, Directory.EnumerateFiles(consumer.Folder, "*.mp4").Count());
        Assert.Equal("A storm", consumer.Read("prompts.txt").Trim());
        Assert.Equal(2, sandbox.Requests.Count(request => request.Method == "POST"));
    }

    [Fact]
    public async Task Libraries_that_show_or_hide_their_types_work_in_one_app_that_gets_none_of_its_own()
    {
        await using SandboxServer sandbox = await SandboxServer.StartAsync(s_quick, TestContext.Current.CancellationToken);
        Consumer consumer = workspace.Open("Libraries");

        ProcessResult build = (await consumer.DotNetAsync("build", "App", "-m:1")).Succeeded();
        Assert.Empty(build.Warnings);
        ProcessResult run = await consumer.DotNetAsync("exec", consumer.File("App", "bin", "Debug", "net10.0", "App.dll"), sandbox.BaseAddress.ToString());

        Assert.Equal(
            """
            public: 480 from PublicLibrary
            internal: 360
            exported by the internal one: Pricing
            types of our own: App.Note App.NotesContext
            Kling3JsonContext first: {"Request":{"type":"pro-text-to-video","prompt":"a"},"Task":{"task_id":"t","status":"SUCCESS","queue":1},"Counts":{"FAILED":2},"Ratio":"16:9"}
            NotesContext first: {"Request":{"type":"pro-text-to-video","prompt":"a"},"Task":{"task_id":"t","status":"SUCCESS","queue":1},"Counts":{"FAILED":2},"Ratio":"16:9"}
            started: True

            """,
            run.Succeeded().Output);
    }

    [Fact]
    public async Task The_tool_installs_from_its_package_prints_the_spec_and_makes_a_video()
    {
        Consumer consumer = workspace.Open("Console");
        (await consumer.DotNetAsync("tool", "install", "Kling3.Cli", "--version", workspace.Version, "--tool-path", consumer.File("tools"))).Succeeded();
        string tool = consumer.File("tools", OperatingSystem.IsWindows() ? "kling3.exe" : "kling3");

        ProcessResult spec = (await consumer.RunNativeAsync(tool, null, "spec")).Succeeded();
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Workspace.Repository, "spec", "kling3.openapi.yaml"), TestContext.Current.CancellationToken), spec.Output);

        (await consumer.RunNativeAsync(tool, null, "generate", "pro-text-to-video", "--prompt", "A lighthouse", "--sandbox", "--out", "out.mp4")).Succeeded();
        Assert.True(new FileInfo(consumer.File("out.mp4")).Length > 1000);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task The_types_are_there_with_a_compiler_server_and_without(string useSharedCompilation)
    {
        Consumer consumer = workspace.Open("Console");

        (await consumer.BuildAsync("-p:UseSharedCompilation=" + useSharedCompilation)).Succeeded();

        Assert.Equal("240\n", (await consumer.RunAsync("Console")).Succeeded().Output);
    }

    [Fact]
    public async Task An_incremental_build_compiles_when_something_changed_and_only_then()
    {
        Consumer consumer = workspace.Open("Console");
        (await consumer.BuildAsync()).Succeeded();
        string assembly = consumer.File("obj", "Debug", "net10.0", "Console.dll");
        DateTime first = File.GetLastWriteTimeUtc(assembly);

        (await consumer.BuildAsync("--no-restore")).Succeeded();
        Assert.Equal(first, File.GetLastWriteTimeUtc(assembly));

        consumer.Edit("Program.cs", "Duration = 5", "Duration = 10");
        (await consumer.BuildAsync("--no-restore")).Succeeded();
        Assert.Equal("480\n", (await consumer.RunAsync("Console")).Succeeded().Output);
    }

    [Fact]
    public async Task A_design_time_build_hands_the_generator_and_the_spec_to_the_editor()
    {
        Consumer consumer = workspace.Open("Console");
        (await consumer.DotNetAsync("restore")).Succeeded();

        // What an editor asks for: the compiler's arguments, without a compilation.
        ProcessResult asked = (await consumer.DotNetAsync(
            "msbuild", "-t:Compile", "-p:DesignTimeBuild=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-getItem:CscCommandLineArgs")).Succeeded();
        Assert.Contains("Kling3.Generator.dll", asked.Output, StringComparison.Ordinal);
        Assert.Contains("kling3.openapi.yaml", asked.Output, StringComparison.Ordinal);
        Assert.Contains("YamlDotNet.dll", asked.Output, StringComparison.Ordinal);

        // And a compilation with the same arguments has the types.
        (await consumer.DotNetAsync("msbuild", "-t:Compile", "-p:DesignTimeBuild=true")).Succeeded();
        Assert.True(File.Exists(consumer.File("obj", "Debug", "net10.0", "Console.dll")));
    }

    [Fact]
    public async Task Watching_rebuilds_when_the_spec_is_edited()
    {
        Consumer consumer = workspace.Open("Console");
        (await consumer.BuildAsync("-t:Kling3CopySpec", "-restore")).Succeeded();
        using System.Diagnostics.Process watch = consumer.Start(Workspace.DotNet, [("DOTNET_WATCH_SUPPRESS_LAUNCH_BROWSER", "1"), ("DOTNET_WATCH_RESTART_ON_RUDE_EDIT", "1")], "watch", "--no-hot-reload", "--non-interactive", "run");
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(TimeSpan.FromMinutes(3));
            Task errors = watch.StandardError.BaseStream.CopyToAsync(Stream.Null, limit.Token);
            await ReadUntilAsync(watch.StandardOutput, "240", limit.Token);
            string spec = consumer.Read("kling3.openapi.yaml").Replace("table: { 5: 240,", "table: { 5: 241,", StringComparison.Ordinal);
            consumer.Write("kling3.openapi.yaml", spec);
            await ReadUntilAsync(watch.StandardOutput, "241", limit.Token);
            watch.Kill(entireProcessTree: true);
            await errors;
        }
        finally
        {
            watch.Kill(entireProcessTree: true);
            await watch.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>Runs the worker until it has said that a task was submitted, and kills it: no code of it runs after that.</summary>
    private static async Task<string> KillAfterSubmitAsync(Consumer consumer, (string, string)[] settings)
    {
        const string said = "submitted ";
        using System.Diagnostics.Process worker = consumer.Start(Workspace.DotNet, settings, "exec", consumer.File("bin", "Debug", "net10.0", "Worker.dll"));
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(TimeSpan.FromMinutes(1));
            while (await worker.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                if (line.StartsWith(said, StringComparison.Ordinal))
                {
                    return line[said.Length..];
                }
            }
        }
        finally
        {
            worker.Kill();
            await worker.WaitForExitAsync(CancellationToken.None);
        }

        throw new Xunit.Sdk.XunitException("The worker ended without submitting.");
    }

    private static async Task ReadUntilAsync(StreamReader output, string line, CancellationToken cancellationToken)
    {
        while (await output.ReadLineAsync(cancellationToken) is { } next)
        {
            if (next.Trim() == line)
            {
                return;
            }
        }

        Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"The program ended without printing {line}."));
    }
}
