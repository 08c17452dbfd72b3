using Kling3;
using Kling3.Runtime;

namespace Worker;

/// <summary>Makes a video of every prompt in a file, one after the other, and goes on where an earlier run ended.</summary>
internal sealed class VideoQueue(IKling3Client client, IOperationJournal journal, IConfiguration configuration, IHostApplicationLifetime lifetime) : BackgroundService
{
    private const string Queue = "prompts.txt";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (JournalEntry entry in await journal.ReadAsync(stoppingToken))
        {
            // An entry without an id is a submit of which nobody knows whether it was accepted: for a person to decide, never to send again.
            Console.WriteLine($"resumed {entry.State}");
            await FetchAsync(client.ResumeGenerate(entry.OperationId!), stoppingToken);
        }

        while (await File.ReadAllLinesAsync(Queue, stoppingToken) is [string prompt, .. string[] rest])
        {
            try
            {
                Operation<VideoTask> operation = await client.StartGenerateAsync(new ProTextToVideoRequest { Prompt = prompt, Duration = 5 }, stoppingToken);
                await File.WriteAllLinesAsync(Queue, rest, stoppingToken);
                if (configuration["DieAfterSubmit"] == "true")
                {
                    Environment.Exit(3);
                }

                await FetchAsync(operation, stoppingToken);
            }
            catch (BudgetExceededException e)
            {
                Console.WriteLine($"budget: {e.Estimate} wanted, {e.Remaining} left");
                break;
            }
        }

        lifetime.StopApplication();
    }

    private async Task FetchAsync(Operation<VideoTask> operation, CancellationToken stoppingToken)
    {
        await operation.WaitForCompletionAsync(stoppingToken);
        await client.DownloadAsync(operation.Results[0], operation.Id + ".mp4", overwrite: true, cancellationToken: stoppingToken);
        Console.WriteLine($"made {operation.Id}");
    }
}
