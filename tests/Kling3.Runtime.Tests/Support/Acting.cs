namespace Kling3.Runtime.Tests.Support;

/// <summary>A progress that does something at each report.</summary>
internal sealed class Acting(Action act) : IProgress<TestApi.Status>
{
    public void Report(TestApi.Status value) => act();
}
