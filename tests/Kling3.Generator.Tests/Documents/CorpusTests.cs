using System.Net;
using System.Text;
using Kling3.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Kling3.Generator.Tests.Documents;

/// <summary>The seven public documents: each is generated, compiles without a warning, and its client makes calls.</summary>
public sealed class CorpusTests
{
    public static TheoryData<string> Names => [.. Repository.Corpus.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Generates_and_compiles_with_warnings_as_errors_in_the_newest_language_and_in_12(string name)
    {
        foreach (LanguageVersion language in new[] { LanguageVersion.CSharp12, LanguageVersion.Latest })
        {
            Generation generation = Of(name, "", language).AssertCompiles();

            Assert.DoesNotContain(generation.Diagnostics, diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
            Assert.NotEmpty(generation.Sources);
        }
    }

    [Fact]
    public async Task The_client_of_api_with_examples_reads_replies_without_a_schema()
    {
        StubHandler stub = StubHandler.Json("""{"versions":[{"id":"v2.0"}]}""");

        Assert.Equal("""{"versions":[{"id":"v2.0"}]}""", await CallAsync("api-with-examples.json", stub, """
            return (await client.ListVersionsv2Async()).ToString();
            """));
        Assert.Equal("GET /", stub.Calls.Single().ToString());
    }

    [Fact]
    public async Task The_client_of_callback_example_sends_an_address_as_a_parameter()
    {
        StubHandler stub = StubHandler.Json("""{"subscriptionId":"s-1"}""", HttpStatusCode.Created);

        Assert.Equal("s-1", await CallAsync("callback-example.yaml", stub, """
            return (await client.PostStreamsAsync(new System.Uri("https://me.example/cb?a=b&c=d"))).SubscriptionId;
            """));
        Assert.Equal("POST /streams?callbackUrl=https%3A%2F%2Fme.example%2Fcb%3Fa%3Db%26c%3Dd", stub.Calls.Single().ToString());
    }

    [Fact]
    public async Task The_client_of_link_example_sends_path_and_query_and_reads_a_list()
    {
        StubHandler stub = StubHandler.Json("""[{"id":5,"title":"t","repository":{"slug":"r","owner":{"username":"u"}},"author":{}}]""");

        Assert.Equal("5 t r u", await CallAsync("link-example.yaml", stub, """
            var found = await client.GetPullRequestsByRepositoryAsync("a b", "s/g", GetPullRequestsByRepositoryState.Merged);
            return $"{found[0].Id} {found[0].Title} {found[0].Repository!.Slug} {found[0].Repository!.Owner!.Username}";
            """));
        Assert.Equal("GET /2.0/repositories/a%20b/s%2Fg/pullrequests?state=merged", stub.Calls.Single().ToString());
    }

    [Fact]
    public async Task The_client_of_petstore_expanded_sends_an_exploded_list_and_reads_a_composed_type()
    {
        StubHandler stub = StubHandler.Json("""[{"id":7,"name":"Rex","tag":"dog"}]""");

        Assert.Equal("7 Rex dog", await CallAsync("petstore-expanded.json", stub, """
            var pets = await client.FindPetsAsync(new[] { "dog", "c&t" }, 3);
            return $"{pets[0].Id} {pets[0].Name} {pets[0].Tag}";
            """));
        Assert.Equal("GET /pets?tags=dog&tags=c%26t&limit=3", stub.Calls.Single().ToString());
    }

    [Fact]
    public async Task The_client_of_petstore_expanded_writes_a_body_and_takes_a_reply_without_one()
    {
        var stub = new StubHandler(call => call.Method == "DELETE"
            ? new HttpResponseMessage(HttpStatusCode.NoContent)
            : new HttpResponseMessage { Content = new StringContent("""{"id":1,"name":"Rex"}""", Encoding.UTF8, "application/json") });

        Assert.Equal("1", await CallAsync("petstore-expanded.json", stub, """
            var pet = await client.AddPetAsync(new NewPet { Name = "Rex" });
            await client.DeletePetAsync(pet.Id);
            return $"{pet.Id}";
            """));
        Assert.Equal(["""POST /pets {"name":"Rex"}""", "DELETE /pets/1"], stub.Calls.Select(call => call.ToString()));
    }

    [Fact]
    public async Task The_client_of_petstore_writes_a_body_for_a_reply_without_one()
    {
        var stub = new StubHandler(_ => new HttpResponseMessage(HttpStatusCode.Created));

        Assert.Equal("done", await CallAsync("petstore.yaml", stub, """
            await client.CreatePetsAsync(new Pet { Id = 9007199254740993, Name = "Rex" });
            return "done";
            """));
        Assert.Equal("""POST /pets {"id":9007199254740993,"name":"Rex"}""", stub.Calls.Single().ToString());
    }

    [Fact]
    public async Task The_client_of_tictactoe_sends_a_bare_enumeration_value_and_its_key()
    {
        StubHandler stub = StubHandler.Json("""{"winner":".","board":[[".","X","O"],[".","X","O"],[".","X","new"]]}""");

        Assert.Equal(". X new", await CallAsync("tictactoe-3.1.yaml", stub, """
            var status = await client.PutSquareAsync(1, 2, Mark.X, "https://me.example");
            return $"{status!.Winner} {status.Board![0][1]} {status.Board[2][2]}";
            """));
        Assert.Equal("PUT /board/1/2 \"X\"", stub.Calls.Single().ToString());
        Assert.Equal("https://me.example", stub.Calls[0].Headers["progressUrl"]);
    }

    [Fact]
    public async Task The_client_of_tictactoe_takes_an_accepted_move_without_a_body()
    {
        var stub = new StubHandler(_ => new HttpResponseMessage(HttpStatusCode.Accepted));

        Assert.Equal("True", await CallAsync("tictactoe-3.1.yaml", stub, "return $\"{await client.PutSquareAsync(1, 2, Mark.X) is null}\";"));
    }

    [Fact]
    public async Task The_client_of_uspto_reads_a_list_of_maps_from_the_server_of_the_document()
    {
        StubHandler stub = StubHandler.Json("""[{"a":{"b":1}}]""");

        Assert.Equal("""{"b":1}""", await CallAsync("uspto.yaml", stub, """
            var records = await client.PerformSearchAsync("v1", "oa_citations");
            return records[0]["a"].ToString();
            """));
        Assert.Equal("POST /ds-api/oa_citations/v1/records", stub.Calls.Single().ToString());
    }

    private static Generation Of(string name, string statements, LanguageVersion language = LanguageVersion.Latest) => Generation.Of(
        Repository.Corpus[name],
        statements.Length == 0 ? null : $$"""
            #nullable enable
            using Corpus;
            using Kling3.Runtime;

            public static class Probe
            {
                public static async System.Threading.Tasks.Task<string> Run(System.Net.Http.HttpClient http)
                {
                    var options = new ApiClientOptions { ApiKey = "key" };
                    {{(name == "uspto.yaml" ? "" : "options.BaseAddress = new System.Uri(\"https://api.example\");")}}
                    using var client = new CorpusClient(http, options);
                    {{statements}}
                }
            }
            """,
        // The suffix is what makes a document of it; the corpus keeps the names it was published under.
        "/project/corpus.openapi" + Path.GetExtension(name),
        language);

    private static Task<string> CallAsync(string name, StubHandler stub, string statements) => Of(name, statements).RunAsync(stub);
}
