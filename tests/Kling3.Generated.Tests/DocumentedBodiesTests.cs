using Kling3.Generated.Tests.Support;
using Kling3.Sandbox;
using Kling3.TestSupport;

namespace Kling3.Generated.Tests;

public sealed class DocumentedBodiesTests
{
    public static TheoryData<string> Bodies => [.. DocumentedFacts.Bodies];

    [Theory]
    [MemberData(nameof(Bodies))]
    public void A_documented_body_goes_through_read_and_write_unchanged_in_meaning(string body)
    {
        GenerateRequest read = RequestJson.Read(body);
        GenerateRequest readDirectly = RequestJson.ReadDirectly(body);

        Assert.IsNotType<UnknownGenerateRequest>(read);
        Assert.Equal(read.GetType(), readDirectly.GetType());
        Assert.Empty(read.Validate());
        foreach (string written in (string[])[RequestJson.Write(read), RequestJson.WriteDirectly(read), RequestJson.Write(readDirectly), RequestJson.WriteDirectly(readDirectly)])
        {
            Assert.True(RequestJson.MeanTheSame(body, written), written);
        }
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_documented_body_is_sent_as_it_is_documented(string body)
    {
        await using SandboxServer sandbox = await TestClient.StartSandboxAsync();
        using Kling3Client client = TestClient.For(sandbox);

        SubmittedTask task = await client.GenerateAsync(RequestJson.Read(body), TestContext.Current.CancellationToken);

        Assert.NotEmpty(task.TaskId);
        Assert.True(RequestJson.MeanTheSame(body, Assert.Single(sandbox.Requests).Body));
    }

    [Fact]
    public void A_member_that_was_not_set_is_not_written()
    {
        Assert.Equal("""{"type":"pro-text-to-video","prompt":"x"}""", RequestJson.WriteDirectly(new ProTextToVideoRequest { Prompt = "x" }));
    }

    [Fact]
    public void The_members_may_come_in_any_order()
    {
        GenerateRequest request = RequestJson.Read("""{"duration":10,"prompt":"x","type":"std-text-to-video"}""");

        Assert.Equal(10, Assert.IsType<StdTextToVideoRequest>(request).Duration);
    }

    [Fact]
    public void A_model_that_is_not_known_is_kept_and_written_again()
    {
        const string Body = """{"prompt":"x","type":"ultra-text-to-video","deep":{"er":[1,null]}}""";
        var request = Assert.IsType<UnknownGenerateRequest>(RequestJson.Read(Body));

        Assert.Equal("ultra-text-to-video", request.Type);
        Assert.Equal("INVALID_TYPE", Assert.Single(request.Validate()).Code);
        Assert.True(RequestJson.MeanTheSame(Body, RequestJson.Write(request)));
        Assert.True(RequestJson.MeanTheSame(Body, RequestJson.WriteDirectly(RequestJson.ReadDirectly(Body))));
        Assert.Null(request.EstimateCredits());
    }
}
