using Benchmarks.Json;

namespace Kling3.Generated.Tests.Json;

/// <summary>What direct code allocates, exactly: the objects it returns and nothing else.</summary>
public sealed class AllocationTests
{
    [Fact]
    public void Writing_a_request_allocates_nothing() => Assert.Equal(0, AllocatedBy(static () => MeasuredJson.Write<GenerateRequest>(MeasuredJson.Request, GenerateRequestJson.Write)));

    [Fact]
    public void Reading_the_submit_reply_allocates_the_task_and_its_id() => Assert.Equal(120, AllocatedBy(() => MeasuredJson.ReadData(MeasuredJson.Submit, SubmittedTaskJson.Read)));

    [Fact]
    public void Reading_the_status_reply_allocates_what_the_task_holds() => Assert.Equal(568, AllocatedBy(() => MeasuredJson.ReadData(MeasuredJson.Status, VideoTaskJson.Read)));

    private static long AllocatedBy(Action action)
    {
        action();
        long least = long.MaxValue;
        for (int i = 0; i < 10; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
