using Kling3.Generated.Tests.Support;
using Kling3.Runtime;
using Kling3.TestSupport;

namespace Kling3.Generated.Tests;

public sealed class ValidationAllocationTests
{
    [Fact]
    public void Validating_a_valid_request_allocates_nothing()
    {
        GenerateRequest[] requests =
        [
            .. DocumentedFacts.Models.Select(model => RequestJson.Read(model.MinimalBody)),
            .. DocumentedFacts.Bodies.Select(RequestJson.Read),
        ];
        Assert.True(AllAreValid(requests));

        long before = GC.GetAllocatedBytesForCurrentThread();
        bool valid = true;
        for (int i = 0; i < 100; i++)
        {
            valid &= AllAreValid(requests);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(valid);
        Assert.Equal(0, allocated);
    }

    private static bool AllAreValid(GenerateRequest[] requests)
    {
        bool valid = true;
        foreach (GenerateRequest request in requests)
        {
            valid &= request.TryValidate(out ValidationErrors errors) && request.Validate() == errors;
        }

        return valid;
    }
}
