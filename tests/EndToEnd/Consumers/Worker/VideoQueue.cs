using Kling3;
using Kling3.Runtime;

namespace Worker;

/// <summary>Makes a video of every prompt in a file, one after the other, and goes on where an earlier run ended.</summary>
internal sealed class VideoQueue(IKling3Client client, IOperationJournal journal, IHostApplicationLifetime lifetime) : BackgroundService
{
    private const string Queue = "prompts.txt";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (JournalEntry entry in await journal.ReadAsync(stoppingToken))
        {
            if (entry.OperationId is not { } id)
            {
                // Nobody knows whether this one was accepted: for a person to decide, never to send again.
                Console.WriteLine($"unknown {entry.EntryId}");
                continue;
            }

            Console.WriteLine($"resumed {id}");
            await FetchAsync(client.ResumeGenerate(id), stoppingToken);
        }

        while (await File.ReadAllLinesAsync(Queue, stoppingToken) is [string prompt, .. string[] rest])
        {
            // Out of the queue before it is sent: what is sent is in the journal, and a prompt in both would be paid for twice.
            await File.WriteAllLinesAsync(Queue, rest, stoppingToken);
            try
            {
                Operation<VideoTask> operation = await client.StartGenerateAsync(new ProTextToVideoRequest { Prompt = prompt, Duration = 5 }, stoppingToken);
                Console.WriteLine($"submitted {operation.Id}");
                await FetchAsync(operation, stoppingToken);
            }
            catch (BudgetExceededException e)
            {
                await File.WriteAllLinesAsync(Queue, [prompt, .. rest], stoppingToken);
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
