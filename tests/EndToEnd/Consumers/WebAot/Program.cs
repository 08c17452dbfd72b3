using Kling3;
using Kling3.Runtime;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddKling3Client(builder.Configuration.GetSection("Kling3"));
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, Kling3JsonContext.Default));

WebApplication app = builder.Build();

app.MapPost("/videos", async (GenerateRequest request, IKling3Client client, CancellationToken aborted) =>
{
    try
    {
        Operation<VideoTask> operation = await client.StartGenerateAsync(request, aborted);
        return Results.Text(operation.Id);
    }
    catch (RequestInvalidException e)
    {
        return Results.Text(e.Errors[0].Code, statusCode: StatusCodes.Status400BadRequest);
    }
});

app.MapGet("/videos/{id}", async (string id, IKling3Client client, HttpContext context) =>
{
    try
    {
        return Results.Ok(await client.ResumeGenerate(id).WaitForCompletionAsync(context.RequestAborted));
    }
    catch (OperationWaitCanceledException e)
    {
        Console.WriteLine($"The caller left; {e.OperationId} goes on.");
        return Results.Empty;
    }
});

app.Run();
