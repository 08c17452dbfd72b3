using System.Globalization;
using Kling3.Runtime.Emitted;
using Kling3.Runtime.Tests.Support;

namespace Kling3.Runtime.Tests;

/// <summary>What goes out, and where to.</summary>
public sealed class RequestTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("a/b?c#d&e f", "/board/a%2Fb%3Fc%23d%26e%20f/x")]
    [InlineData("ä", "/board/%C3%A4/x")]
    [InlineData("{column}", "/board/%7Bcolumn%7D/x")]
    [InlineData("..%2f", "/board/..%252f/x")]
    public async Task Path_parameters_are_escaped(string value, string path)
    {
        Assert.Equal(path, await SendAsync(new RequestTarget("/board/{row}/{column}").Path("row", value).Path("column", "x")));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public void A_path_parameter_that_leads_elsewhere_is_refused(string value)
    {
        Assert.Throws<ArgumentException>(() => new RequestTarget("/board/{row}").Path("row", value));
    }

    [Fact]
    public async Task A_path_parameter_that_was_not_given_is_an_error()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => SendAsync(new RequestTarget("/board/{row}")));
    }

    [Fact]
    public async Task Query_parameters_are_escaped_left_out_and_repeated()
    {
        RequestTarget target = new RequestTarget("/q")
            .Query("a b", "1&2=3")
            .Query("none", (string?)null)
            .Query("many", ["x", null, "y z"])
            .Query("no", (IEnumerable<string?>?)null)
            .Query("empty", "");

        Assert.Equal("/q?a%20b=1%262%3D3&many=x&many=y%20z&empty=", await SendAsync(target));
    }

    [Fact]
    public async Task A_list_in_one_parameter_keeps_its_commas_and_escapes_those_of_its_items()
    {
        RequestTarget target = new RequestTarget("/board/{rows}")
            .PathList("rows", ["a", null, "b,c"])
            .QueryList("many", ["x", "y&z", null, "1,2"])
            .QueryList("nothing", [null])
            .QueryList("no", null);

        Assert.Equal("/board/a,b%2Cc?many=x,y%26z,1%2C2", await SendAsync(target));
        Assert.Equal("a,b", ParameterText.Joined(["a", null, "b"]));
        Assert.Null(ParameterText.Joined([null]));
        Assert.Throws<ArgumentException>(() => new RequestTarget("/board/{rows}").PathList("rows", []));
    }

    [Fact]
    public async Task A_map_is_a_parameter_for_each_entry_whose_names_are_escaped_too()
    {
        (string Name, string? Value)[] entries = ParameterText.Entries(new Dictionary<string, string?> { ["a&b"] = "1=2", ["none"] = null, ["c"] = "" }, static value => value);

        Assert.Equal("/q?a%26b=1%3D2&c=&m%5Ba%26b%5D=1%3D2&m%5Bc%5D=", await SendAsync(new RequestTarget("/q").Query(entries).QueryDeep("m", entries)));
        Assert.Equal("/q", await SendAsync(new RequestTarget("/q").Query(ParameterText.Entries<string>(null, static value => value))));
        Assert.Throws<ArgumentException>(() => new RequestTarget("/q").Query([("", "x")]));
    }

    [Fact]
    public async Task A_path_may_have_a_query_of_its_own()
    {
        Assert.Equal("/q?kind=list&page=2", await SendAsync(new RequestTarget("/q?kind=list").Query("page", "2")));
    }

    [Fact]
    public async Task A_base_address_may_have_a_path()
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, "x"));
        using var transport = new ApiTransport(new ApiDescription { Name = "P" }, new ApiClientOptions { BaseAddress = new Uri(server.Address, "/v1/") });

        await transport.SendAsync(Text, new RequestTarget("/q").Header("X-One", "1"), Ct);

        FaultRequest request = Assert.Single(server.Requests);
        Assert.Equal("/v1/q", request.Path);
        Assert.Equal("1", request.Header("X-One"));
    }

    [Fact]
    public async Task One_target_serves_several_base_addresses()
    {
        var target = new RequestTarget("/q");

        Assert.Equal("/q", await SendAsync(target));
        Assert.Equal("/q", await SendAsync(target));
    }

    [Theory]
    [InlineData("a\r\nX-Evil: 1")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("ä")]
    public void A_header_with_a_line_break_is_refused_and_not_quoted(string value)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new RequestTarget("/q").Header("X-One", value));

        Assert.DoesNotContain(value, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_are_the_same_text_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "minus" } };
            Assert.Equal("-7", ParameterText.Of(-7));
            Assert.Equal("-7.5", ParameterText.Of(-7.5));
            Assert.Equal("0.1", ParameterText.Of(0.1f));
            Assert.Equal("1.50", ParameterText.Of(1.50m));
            Assert.Equal("true", ParameterText.Of(true));
            Assert.Equal("2026-01-02T03:04:05+01:00", ParameterText.Of(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1))));
            Assert.Equal("2026-01-02", ParameterText.Of(new DateOnly(2026, 1, 2)));
            Assert.Equal("03:04:05.5", ParameterText.Of(new TimeOnly(3, 4, 5, 500)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(nameof(ApiClientOptions.SubmitTimeout), 0)]
    [InlineData(nameof(ApiClientOptions.SubmitTimeout), -1)]
    [InlineData(nameof(ApiClientOptions.RequestTimeout), 0)]
    [InlineData(nameof(ApiClientOptions.MaxReplyBytes), 0)]
    [InlineData(nameof(ApiClientOptions.MaxReplyBytes), int.MaxValue)]
    public void Options_that_cannot_work_are_refused_by_name(string name, int value)
    {
        ApiClientOptions options = TestApi.Options(new Uri("https://api.example.com"));
        switch (name)
        {
            case nameof(ApiClientOptions.SubmitTimeout):
                options.SubmitTimeout = TimeSpan.FromSeconds(value);
                break;
            case nameof(ApiClientOptions.RequestTimeout):
                options.RequestTimeout = TimeSpan.FromSeconds(value);
                break;
            default:
                options.MaxReplyBytes = value;
                break;
        }

        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(options.Validate).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ApiTransport(TestApi.Description, options));
    }

    [Fact]
    public async Task Options_changed_after_a_client_was_made_change_nothing_for_it()
    {
        var api = new SimulatedApi(number => number < 3 ? SimulatedApi.Status("IN_PROGRESS") : SimulatedApi.Done());
        using ApiTransport transport = api.Transport();
        api.Options.Polling.FirstDelay = TimeSpan.FromSeconds(1);
        api.Options.ApiKey = "other";

        Task<TestApi.Status> wait = (await api.StartAsync(transport)).WaitForCompletionAsync(Ct);
        await api.PassUntilAsync(wait, 60);

        Assert.Equal([5, 12.5, 23.75], api.AskedAt);
    }

    [Fact]
    public async Task Many_calls_at_once_keep_their_bodies_and_replies_apart()
    {
        await using var server = FaultServer.Answering((connection, request) => connection.ReplyAsync(
            200, TestApi.Accepted(request.Body.Length.ToString(CultureInfo.InvariantCulture) + "-" + request.Body["{\"prompt\":\"".Length..].TrimStart('x')[..^2])));
        using var transport = new ApiTransport(TestApi.Description, TestApi.Options(server.Address));

        string[] ids = await Task.WhenAll(Enumerable.Range(0, 300).Select(async number =>
            (await TestApi.GenerateAsync(transport, Ct, new string('x', number * 13) + number.ToString("D4", CultureInfo.InvariantCulture))).TaskId!));

        Assert.Equal(Enumerable.Range(0, 300).Select(number => $"{17 + (number * 13)}-{number:D4}"), ids);
    }

    private static ApiOperation<string> Text { get; } = new() { Id = "text", Method = HttpMethod.Get, ReadText = static text => text };

    private static async Task<string> SendAsync(RequestTarget target)
    {
        await using var server = FaultServer.Answering((connection, _) => connection.ReplyAsync(200, "x"));
        using var transport = new ApiTransport(new ApiDescription { Name = "P" }, new ApiClientOptions { BaseAddress = server.Address });
        await transport.SendAsync(Text, target, Ct);
        return server.Requests[0].Path;
    }
}
