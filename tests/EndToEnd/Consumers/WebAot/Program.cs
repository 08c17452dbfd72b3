using Kling3;
using Kling3.Runtime;
using WebAot;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddKling3Client(builder.Configuration.GetSection("Kling3"));
builder.Services.AddSingleton<Videos>();
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, Kling3JsonContext.Default));

WebApplication app = builder.Build();

// The generator that compiles these handlers sees no types that another one emits. So they name none: the body is read by the context,
// and the client is inside a class of this project.
app.MapPost("/videos", async (HttpRequest body, Videos videos, CancellationToken aborted) =>
{
    try
    {
        return Results.Text(await videos.StartAsync(body, aborted));
    }
    catch (RequestInvalidException e)
    {
        return Results.Text(e.Errors[0].Code, statusCode: StatusCodes.Status400BadRequest);
    }
});

app.MapGet("/videos/{id}", async (string id, Videos videos, CancellationToken aborted) =>
{
    try
    {
        return Results.Ok(await videos.WaitAsync(id, aborted));
    }
    catch (OperationWaitCanceledException e)
    {
        Console.WriteLine($"The caller left; {e.OperationId} goes on.");
        return Results.Empty;
    }
});

app.Run();
