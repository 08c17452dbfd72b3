using Kling3;
using Kling3.Runtime;
using Worker;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<IOperationJournal>(new FileOperationJournal("journal"));
builder.Services.AddSingleton(new CreditBudget(300));
builder.Services.AddKling3Client(builder.Configuration.GetSection("Kling3"));
builder.Services.AddOptions<ApiClientOptions>(nameof(Kling3Client)).Configure<IOperationJournal, CreditBudget>(static (options, journal, budget) =>
{
    options.Journal = journal;
    options.Budget = budget;
    options.Polling.FirstDelay = TimeSpan.FromMilliseconds(50);
});
builder.Services.AddHostedService<VideoQueue>();

await builder.Build().RunAsync();
