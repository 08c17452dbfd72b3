using Kling3.EndToEnd.SisterApi;
using Kling3.EndToEnd.Support;

namespace Kling3.EndToEnd;

/// <summary>Another service of the same kind is a spec away: nothing in the generator or the runtime knows of it.</summary>
[Trait("Category", "Long")]
public sealed class SisterApiTests(Workspace workspace)
{
    private const string Spec = "pictures.openapi.yaml";

    [Fact]
    public async Task A_service_for_pictures_is_submitted_to_polled_and_downloaded_from_by_its_own_spec()
    {
        await using PicturesServer server = await PicturesServer.StartAsync(TestContext.Current.CancellationToken);
        Consumer consumer = OpenWithSpec("Pictures");
        (await consumer.BuildAsync()).Succeeded();

        ProcessResult run = (await consumer.RunAsync("Pictures", [("API_ADDRESS", server.Address.ToString())])).Succeeded();

        Assert.Equal(
            "24 cents\n2 errors\njob/7 done for 24.5, 2 pictures\ntoo_long: That is too long.\n",
            run.Output);
        Assert.True(File.Exists(consumer.File("0.png")) && File.Exists(consumer.File("1.png")));
        Assert.Equal(
            [
                ("POST", "/v2/images", "pictures-key", """{"text":"A lighthouse","size":"large","count":2,"seed":9007199254740993}"""),
                ("GET", "/v2/images/job%2F7", "pictures-key", ""),
                ("GET", "/v2/images/job%2F7", "pictures-key", ""),
                ("GET", "/v2/a.png", null, ""),
                ("GET", "/v2/b.png", null, ""),
                ("POST", "/v2/images", "pictures-key", """{"text":"refuse me"}"""),
            ],
            server.Requests);
    }

    [Fact]
    public async Task Without_the_bundled_spec_none_of_its_types_are_there()
    {
        Consumer consumer = OpenWithSpec("Pictures");
        consumer.Write("Program.cs", "System.Console.WriteLine(typeof(Kling3.Kling3Client));");

        ProcessResult build = (await consumer.BuildAsync()).Failed();

        string error = Assert.Single(build.Errors);
        Assert.Contains("Program.cs(1,", error, StringComparison.Ordinal);
        Assert.Contains("CS0234", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_specs_in_one_project_are_two_clients()
    {
        Consumer consumer = OpenWithSpec("Pictures");
        consumer.Edit("Pictures.csproj", "<Kling3UseBundledSpec>false</Kling3UseBundledSpec>", "");
        consumer.Write("Program.cs", """
            using Kling3;
            using Pictures;

            Console.WriteLine($"{new ImageRequest { Text = "x", Count = 3 }.EstimateCents()} {new ProTextToVideoRequest { Prompt = "x", Duration = 5 }.EstimateCredits()}");
            """);

        (await consumer.BuildAsync()).Succeeded();

        Assert.Equal("12 240\n", (await consumer.RunAsync("Pictures")).Succeeded().Output);
    }

    private Consumer OpenWithSpec(string name)
    {
        Consumer consumer = workspace.Open(name);
        File.Copy(Path.Combine(Workspace.Repository, "tests", "EndToEnd", "SisterApi", Spec), consumer.File(Spec));
        return consumer;
    }
}
