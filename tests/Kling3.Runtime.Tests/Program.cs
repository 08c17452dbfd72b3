using Kling3.Runtime.Tests;
using Kling3.Runtime.Tests.Support;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// What xunit would generate, behind a look at whether this process is a crash test's child.
if (await CrashingChild.RunIfChildAsync())
{
    return 3;
}

return args.Contains("--server") || args.Contains("--internal-msbuild-node")
    ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await ConsoleRunner.Run(args);
