using System.Globalization;
using System.Runtime.InteropServices;
using Kling3.Sandbox;

const string Usage = """
    Usage: Kling3.Sandbox.Host [--port N] [--task-seconds N] [--balance N] [--key TEXT]

      --port          the port on 127.0.0.1 (default 5080; 0 takes any that is free)
      --task-seconds  how long a task is in progress (default 3)
      --balance       credits to spend (default 100000)
      --key           the key that is valid (default sandbox-key)
    """;

int port = 5080;
double taskSeconds = 3;
decimal balance = 100_000;
string key = "sandbox-key";

if (args is ["--help" or "-h"])
{
    Console.WriteLine(Usage);
    return 0;
}

for (int i = 0; i < args.Length; i++)
{
    string value = i + 1 < args.Length ? args[i + 1] : "";
    bool understood = args[i++] switch
    {
        "--port" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= 65535,
        "--task-seconds" => double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out taskSeconds) && taskSeconds < 1_000_000,
        "--balance" => decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out balance),
        "--key" => (key = value).Trim().Length > 0,
        _ => false,
    };
    if (!understood)
    {
        Console.Error.WriteLine($"Not understood: {args[i - 1]} {value}\n\n{Usage}");
        return 2;
    }
}

SandboxOptions options = new()
{
    Port = port,
    TaskDuration = TimeSpan.FromSeconds(taskSeconds),
    InitialBalance = balance,
    ApiKeys = [key],
};

try
{
    await using SandboxServer sandbox = await SandboxServer.StartAsync(options, new ReferencePage(), CancellationToken.None).ConfigureAwait(false);
    Console.WriteLine($"The sandbox listens at {sandbox.BaseAddress} and takes the key {sandbox.ApiKey}.");
    Console.WriteLine($"Its description is at {sandbox.BaseAddress}openapi.json, for people at {sandbox.BaseAddress}scalar.");
    Console.WriteLine("Ctrl+C stops it.");

    TaskCompletionSource stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    await stop.Task.ConfigureAwait(false);
    return 0;

    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stop.TrySetResult();
    }
}
catch (IOException exception)
{
    Console.Error.WriteLine($"The sandbox cannot listen on port {port}: {exception.Message} Another port is given with --port.");
    return 1;
}
