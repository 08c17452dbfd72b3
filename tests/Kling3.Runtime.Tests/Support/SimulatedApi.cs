using System.Net;
using System.Text;
using Kling3.Runtime.Emitted;
using Microsoft.Extensions.Time.Testing;

namespace Kling3.Runtime.Tests.Support;

/// <summary>An API in simulated time: each question is answered at once by a script, and the second it came at is kept.</summary>
internal sealed class SimulatedApi : HttpMessageHandler
{
    private readonly List<double> _asked = [];
    private readonly DateTimeOffset _start;

    public SimulatedApi(Func<int, HttpResponseMessage> answer)
    {
        Answer = (number, _) => Task.FromResult(answer(number));
        Time = new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        _start = Time.GetUtcNow();
        Options = new ApiClientOptions { ApiKey = TestApi.Key, BaseAddress = new Uri("https://api.example.com"), TimeProvider = Time };
        Options.Polling.Jitter = 0;
    }

    public FakeTimeProvider Time { get; }

    public ApiClientOptions Options { get; }

    /// <summary>Answers the n-th question, n from 1.</summary>
    public Func<int, CancellationToken, Task<HttpResponseMessage>> Answer { get; set; }

    /// <summary>The seconds since the beginning at which questions came.</summary>
    public IReadOnlyList<double> AskedAt
    {
        get
        {
            lock (_asked)
            {
                return [.. _asked];
            }
        }
    }

    public static HttpResponseMessage Reply(int status, string body, string? retryAfter = null, DateTimeOffset? date = null)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        if (retryAfter is not null)
        {
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        }

        response.Headers.Date = date;
        return response;
    }

    public static HttpResponseMessage Status(string state, string? address = null, string more = "") => Reply(200, TestApi.StatusBody(state, address, more));

    public static HttpResponseMessage Done() => Status("SUCCESS", "https://cdn.example.com/v.mp4?sig=s1gnature");

    public ApiTransport Transport() => new(TestApi.Description, new HttpClient(this), Options);

    /// <summary>A handle as a submit gives it.</summary>
    public async Task<Operation<TestApi.Status>> StartAsync(ApiTransport? transport = null) =>
        await TestApi.StartAsync(transport ?? Transport(), TestContext.Current.CancellationToken);

    /// <summary>Lets time pass in steps small enough for every timer to fire when it should.</summary>
    public void Pass(double seconds, double step = 0.125)
    {
        for (double passed = 0; passed < seconds; passed += step)
        {
            Time.Advance(TimeSpan.FromSeconds(step));
        }
    }

    /// <summary>The same, until a task has ended.</summary>
    public async Task PassUntilAsync(Task task, double atMostSeconds, double step = 0.125)
    {
        for (double passed = 0; passed < atMostSeconds && !task.IsCompleted; passed += step)
        {
            Time.Advance(TimeSpan.FromSeconds(step));
        }

        // What was woken on another thread may still be on its way.
        await Task.WhenAny(task, Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken));
        Assert.True(task.IsCompleted, "The task has not ended in the time given.");
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Post)
        {
            await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
            return Reply(200, TestApi.Accepted());
        }

        int number;
        lock (_asked)
        {
            _asked.Add((Time.GetUtcNow() - _start).TotalSeconds);
            number = _asked.Count;
        }

        return await Answer(number, cancellationToken);
    }
}
