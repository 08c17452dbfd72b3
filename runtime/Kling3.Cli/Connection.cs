using System.CommandLine;
using Kling3.Cli.Commands;
using Kling3.Runtime;
using Kling3.Sandbox;

namespace Kling3.Cli;

/// <summary>A client, and the sandbox it talks to if it is one that lives in this process.</summary>
internal sealed class Connection : IAsyncDisposable
{
    public const string KeyVariable = "KLING3_API_KEY";
    public const string AddressVariable = "KLING3_BASE_ADDRESS";

    // A key is some dozens of characters; a file of any length must not be read to find out that it holds none.
    private const int MaxKeyFileBytes = 16 * 1024;

    private readonly Kling3Client _client;
    private readonly SandboxServer? _sandbox;

    private Connection(Kling3Client client, SandboxServer? sandbox)
    {
        _client = client;
        _sandbox = sandbox;
    }

    public IKling3Client Client => _client;

    /// <summary>Opens what the command line and the environment name. Makes no call.</summary>
    /// <exception cref="CliException">The key or the address is missing or cannot be used.</exception>
    public static async Task<Connection> OpenAsync(CliHost host, ToolOptions tool, ParseResult parse, CancellationToken cancellationToken)
    {
        bool wantsSandbox = parse.GetValue(tool.Sandbox);
        string? address = parse.GetValue(tool.BaseAddress);
        string? keyFile = parse.GetValue(tool.ApiKeyFile);
        if (wantsSandbox && (address ?? keyFile) is not null)
        {
            throw new CliException(ExitCodes.Invalid, "--sandbox has an address and a key of its own: leave out --base-address and --api-key-file.");
        }

        SandboxServer? sandbox = null;
        try
        {
            if (wantsSandbox)
            {
                sandbox = await SandboxServer.StartAsync(new SandboxOptions { TimeProvider = host.Time }, cancellationToken).ConfigureAwait(false);
            }

            ApiClientOptions options = new()
            {
                ApiKey = sandbox?.ApiKey ?? ReadKey(host, keyFile),
                BaseAddress = sandbox?.BaseAddress ?? ReadAddress(address ?? Variable(host, AddressVariable)),
                TimeProvider = host.Time,
            };
            options.Polling.Deadline = parse.GetValue(tool.Timeout) is var timeout && timeout > TimeSpan.Zero ? timeout : options.Polling.Deadline;
            if (options.BaseAddress is { IsLoopback: true })
            {
                // Asking this machine costs nobody anything.
                options.Polling.FirstDelay = TimeSpan.FromMilliseconds(250);
                options.Polling.MaxDelay = TimeSpan.FromSeconds(1);
            }

            options.Validate();
            return new Connection(new Kling3Client(options), sandbox);
        }
        catch (Exception exception)
        {
            if (sandbox is not null)
            {
                await sandbox.DisposeAsync().ConfigureAwait(false);
            }

            if (exception is ArgumentException { ParamName: { } parameter })
            {
                string words = exception.Message.Replace($" (Parameter '{parameter}')", "", StringComparison.Ordinal);
                throw new CliException(ExitCodes.Invalid, $"{words.TrimEnd('.')}. Nothing was sent.", exception);
            }

            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static string ReadKey(CliHost host, string? file)
    {
        if (file is null)
        {
            return Variable(host, KeyVariable)
                ?? throw new CliException(ExitCodes.Invalid, $"There is no API key. Put it into the environment variable {KeyVariable}, or into a file that --api-key-file names; generate --sandbox needs none. Nothing was sent.");
        }

        string key;
        try
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using StreamReader reader = new(stream);
            char[] buffer = new char[MaxKeyFileBytes + 1];
            int length = reader.ReadBlock(buffer);
            key = length <= MaxKeyFileBytes
                ? new string(buffer, 0, length).Trim()
                : throw new CliException(ExitCodes.Invalid, $"The key file {file} holds more than a key. Name a file with the key and nothing else; nothing was sent.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CliException(ExitCodes.Invalid, $"The key file {file} cannot be read: {exception.Message} Name a file that you may read with --api-key-file, or set {KeyVariable}; nothing was sent.", exception);
        }

        return key.Length > 0 ? key : throw new CliException(ExitCodes.Invalid, $"The key file {file} is empty. Put the key into it and nothing else; nothing was sent.");
    }

    private static Uri? ReadAddress(string? text) =>
        text is null ? null
        : Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme.StartsWith(Uri.UriSchemeHttp, StringComparison.Ordinal) ? address
        : throw new CliException(ExitCodes.Invalid, $"The base address must look like https://api.example.com. Give it with --base-address or {AddressVariable}; nothing was sent.");

    /// <summary>A variable that is set but blank is as good as not set.</summary>
    private static string? Variable(CliHost host, string name) =>
        host.Environment(name)?.Trim() is { Length: > 0 } value ? value : null;
}
