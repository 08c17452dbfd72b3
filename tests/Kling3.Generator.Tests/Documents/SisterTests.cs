using System.Net;
using Kling3.Generator.Tests.Support;

namespace Kling3.Generator.Tests.Documents;

/// <summary>Services of the same kind and of other shapes: each is submitted to, polled and read to its results by its document alone.</summary>
public sealed class SisterTests
{
    [Fact]
    public async Task Without_an_envelope_a_number_is_the_id_and_results_are_objects_with_an_address()
    {
        var stub = new StubHandler(call => call switch
        {
            { Method: "POST" } when call.Body!.Contains("bad", StringComparison.Ordinal) => Reply("""{"id":8,"state":"queued"}""", HttpStatusCode.Accepted),
            { Method: "POST" } => Reply("""{"id":9007199254740993,"state":"queued"}""", HttpStatusCode.Accepted),
            { Target: "/tasks/8" } => Reply("""{"id":8,"state":"error","reason":"Too dark."}"""),
            _ => Reply("""{"id":9007199254740993,"state":"done","output":[{"url":"https://files.example/a.png","width":4},{"url":"https://files.example/b.png"}]}"""),
        });

        Assert.Equal("9007199254740993 done https://files.example/a.png https://files.example/b.png | 8 error Too dark.", await CallAsync("plain", stub, """
            Operation<Task> made = await client.StartCreateTaskAsync(new CreateTaskRequest { Prompt = "x" });
            Task done = await made.WaitForCompletionAsync();
            Operation<Task> bad = await client.StartCreateTaskAsync(new CreateTaskRequest { Prompt = "bad" });
            var failed = await Failure(bad);
            return $"{made.Id} {done.State} {string.Join(" ", made.Results)} | {failed.OperationId} {failed.State} {failed.ApiMessage}";
            """));
        Assert.Equal(
            ["""POST /tasks {"prompt":"x"}""", "GET /tasks/9007199254740993", """POST /tasks {"prompt":"bad"}""", "GET /tasks/8"],
            stub.Calls.Select(call => call.ToString()));
        Assert.All(stub.Calls, call => Assert.Equal("key", call.Headers["X-API-Key"]));
    }

    [Fact]
    public async Task An_envelope_of_other_names_has_a_text_as_its_code()
    {
        var stub = new StubHandler(call => call switch
        {
            { Method: "POST" } when call.Body!.Contains("bad", StringComparison.Ordinal) => Reply("""{"outcome":{"code":"no_credits","text":"Pay first."}}"""),
            { Method: "POST" } => Reply("""{"outcome":{"code":"ok"},"payload":{"number":"j/1"}}"""),
            _ => Reply("""{"outcome":{"code":"ok"},"payload":{"number":"j/1","progress":{"phase":"finished"},"files":["https://files.example/a.png"]}}"""),
        });

        Assert.Equal("j/1 finished https://files.example/a.png | no_credits Pay first.", await CallAsync("wrapped", stub, """
            Operation<Job> made = await client.StartStartJobAsync(new StartJobRequest { Prompt = "x" });
            Job done = await made.WaitForCompletionAsync();
            try
            {
                await client.StartStartJobAsync(new StartJobRequest { Prompt = "bad" });
                return "accepted";
            }
            catch (ApiException refused)
            {
                return $"{made.Id} {done.Progress!.Phase} {string.Join(" ", made.Results)} | {refused.ErrorCode} {refused.ApiMessage}";
            }
            """));
        Assert.Equal(["""POST /jobs {"prompt":"x"}""", "GET /job?job=j%2F1", """POST /jobs {"prompt":"bad"}"""], stub.Calls.Select(call => call.ToString()));
    }

    [Fact]
    public async Task What_the_envelope_holds_may_be_a_choice_by_its_discriminator_or_by_which_reply_came()
    {
        var stub = new StubHandler(call => call.Target == "/size"
            ? Reply("""{"code":0,"data":{"kind":"square","side":3}}""", HttpStatusCode.NonAuthoritativeInformation)
            : Reply("""{"data":{"side":7,"kind":"square"},"code":0}"""));

        Assert.Equal("7 3", await CallAsync("choices", stub, """
            GetShapeData shape = await client.GetShapeAsync();
            GetSizeData size = await client.GetSizeAsync();
            return $"{((Square)shape).Side} {(size.TryGetSquare(out Square? square) ? square.Side : 0)}";
            """));
        Assert.Equal(["GET /shape", "GET /size"], stub.Calls.Select(call => call.ToString()));
    }

    [Fact]
    public async Task An_id_a_state_and_results_may_be_in_each_or_some_of_several_schemas()
    {
        int asked = 0;
        var stub = new StubHandler(call => call switch
        {
            { Method: "POST", Target: "/renders" } when call.Body!.Contains("known", StringComparison.Ordinal) => Reply("""{"id":7,"hit":true}"""),
            { Method: "POST" } when call.Body!.Contains("thick", StringComparison.Ordinal) => Reply("""{"id":"thick","queue":"q"}"""),
            { Method: "POST" } => Reply("""{"id":"new","queue":"q"}"""),
            { Target: "/renders/7" } => Reply("""{"phase":"failed","problem":{"text":"Too dark."}}"""),
            { Target: "/renders/new" } => Reply(asked++ == 0 ? """{"phase":"waiting","position":3}""" : """{"files":["https://files.example/a.png"],"cost":1.5,"phase":"done"}"""),
            { Target: "/prints/thick" } => Reply("""{"work":{"state":"jammed","jam":"Too thick."}}"""),
            _ => Reply("""{"work":{"state":"ready","sheets":["https://files.example/b.png"]}}"""),
        });

        Assert.Equal("new https://files.example/a.png | 7 failed Too dark. | https://files.example/b.png | thick jammed Too thick.", await CallAsync("cases", stub, """
            Operation<Render> made = await client.StartRenderAsync(new Order { Prompt = "new" });
            await made.WaitForCompletionAsync();
            var broken = await Failure(await client.StartRenderAsync(new Order { Prompt = "known" }));
            Operation<Print> print = await client.StartPrintAsync(new Order { Prompt = "thin" });
            await print.WaitForCompletionAsync();
            var jammed = await Failure(await client.StartPrintAsync(new Order { Prompt = "thick" }));
            return $"{made.Id} {made.Results[0]} | {broken.OperationId} {broken.State} {broken.ApiMessage} | {print.Results[0]} | {jammed.OperationId} {jammed.State} {jammed.ApiMessage}";
            """));
    }

    private static HttpResponseMessage Reply(string json, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json") };

    private static Task<string> CallAsync(string document, StubHandler stub, string statements) =>
        Generation.Of(File.ReadAllText(Path.Combine(Repository.Tests, "Documents", "Sisters", document + ".yaml")), $$"""
            #nullable enable
            using Sample;
            using Kling3.Runtime;

            public static class Probe
            {
                public static async System.Threading.Tasks.Task<string> Run(System.Net.Http.HttpClient http)
                {
                    var options = new ApiClientOptions { ApiKey = "key" };
                    options.Polling.FirstDelay = System.TimeSpan.FromMilliseconds(1);
                    using var client = new SampleClient(http, options);
                    {{statements}}
                }

                private static async System.Threading.Tasks.Task<OperationFailedException> Failure<T>(Operation<T> operation)
                {
                    try
                    {
                        await operation.WaitForCompletionAsync();
                        throw new System.InvalidOperationException("It did not fail.");
                    }
                    catch (OperationFailedException failed)
                    {
                        return failed;
                    }
                }
            }
            """).AssertWhole().RunAsync(stub);
}
