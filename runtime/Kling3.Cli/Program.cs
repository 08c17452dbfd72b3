using System.Runtime.InteropServices;
using System.Text;
using Kling3;
using Kling3.Cli;

using CancellationTokenSource interrupted = new();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);

CliHost host = new()
{
    // Redirected output is for files and programs, which expect UTF-8 whatever this machine's code page is.
    Output = Console.IsOutputRedirected ? new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true } : Console.Out,
    Error = Console.Error,
    IsTerminal = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb",
    Environment = Environment.GetEnvironmentVariable,
    Models = GenerateRequest.Models,
};

return await new CliApplication(host).RunAsync(args, interrupted.Token).ConfigureAwait(false);

void Interrupt(PosixSignalContext signal)
{
    // The first lets the command end in its own words. Whoever insists is not kept waiting.
    if (!interrupted.IsCancellationRequested)
    {
        signal.Cancel = true;
        interrupted.Cancel();
    }
}
