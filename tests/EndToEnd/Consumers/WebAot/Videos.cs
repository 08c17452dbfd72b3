using Kling3;
using Kling3.Runtime;

namespace WebAot;

internal sealed class Videos(IKling3Client client)
{
    public async Task<string> StartAsync(HttpRequest body, CancellationToken cancellationToken)
    {
        GenerateRequest request = (await body.ReadFromJsonAsync(Kling3JsonContext.Default.GenerateRequest, cancellationToken))!;
        Operation<VideoTask> operation = await client.StartGenerateAsync(request, cancellationToken);
        return operation.Id;
    }

    public async Task<object> WaitAsync(string id, CancellationToken cancellationToken) =>
        await client.ResumeGenerate(id).WaitForCompletionAsync(cancellationToken);
}
