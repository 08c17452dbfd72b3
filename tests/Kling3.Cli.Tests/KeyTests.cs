using Kling3.Cli.Tests.Support;
using Kling3.Sandbox;

namespace Kling3.Cli.Tests;

public sealed class KeyTests
{
    private static readonly string[] s_generate = ["generate", "std-text-to-video", "--prompt", "x"];

    [Fact]
    public async Task Without_a_key_it_is_said_where_to_put_one()
    {
        ToolResult result = await Tool.RunAsync(s_generate);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("KLING3_API_KEY", result.Error, StringComparison.Ordinal);
        Assert.Contains("--api-key-file", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_in_a_file_counts_before_the_environment()
    {
        await using SandboxServer sandbox = await Tool.SandboxAsync();
        using TemporaryDirectory directory = new();
        await File.WriteAllTextAsync(directory["key"], sandbox.ApiKey + "\r\n", TestContext.Current.CancellationToken);

        ToolResult result = await Tool.RunAsync([.. s_generate, "--api-key-file", directory["key"]], sandbox, key: "another");

        Assert.Equal(0, result.ExitCode);
    }

    [Theory]
    [InlineData("missing", null, "cannot be read")]
    [InlineData(".", null, "cannot be read")]
    [InlineData("key", "", "empty")]
    [InlineData("key", " \n", "empty")]
    [InlineData("key", "secret one\nsecret two", "API key holds")]
    public async Task A_key_file_that_cannot_be_used_is_named_and_nothing_is_sent(string file, string? content, string why)
    {
        await using SandboxServer sandbox = await Tool.SandboxAsync();
        using TemporaryDirectory directory = new();
        if (content is not null)
        {
            await File.WriteAllTextAsync(directory[file], content, TestContext.Current.CancellationToken);
        }

        ToolResult result = await Tool.RunAsync([.. s_generate, "--api-key-file", directory[file]], sandbox);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(why, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, sandbox.RequestCount);
    }

    [Fact]
    public async Task A_file_of_any_length_is_not_taken_for_a_key()
    {
        using TemporaryDirectory directory = new();
        await File.WriteAllTextAsync(directory["key"], new string('k', 100_000), TestContext.Current.CancellationToken);

        ToolResult result = await Tool.RunAsync([.. s_generate, "--api-key-file", directory["key"]]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("more than a key", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--api-key", "secret")]
    [InlineData("--api-key=secret")]
    [InlineData("--key", "secret")]
    public async Task A_key_as_an_argument_is_refused_and_not_repeated(params string[] words)
    {
        ToolResult result = await Tool.RunAsync([.. s_generate, .. words]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("never an argument", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", result.Error + result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://example.com", "https")]
    [InlineData("ftp://example.com", "https")]
    [InlineData("nowhere", "https")]
    public async Task A_key_is_never_sent_in_the_clear(string address, string why)
    {
        ToolResult result = await Tool.RunAsync([.. s_generate, "--base-address", address], key: "k");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(why, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", result.Error, StringComparison.Ordinal);
    }
}
