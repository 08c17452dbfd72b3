using System.Text.Json;

namespace Kling3.Sandbox;

/// <summary>The tasks and the credits. Charging, ending and refunding are one affair, so they share one lock.</summary>
internal sealed class JobBook(TimeProvider time, TimeSpan taskDuration, decimal balance)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, VideoJob> _jobs = new(StringComparer.Ordinal);
    private readonly PriorityQueue<VideoJob, DateTimeOffset> _running = new();
    private readonly Queue<string> _plannedFailures = new();
    private decimal _balance = balance;

    /// <summary>What is left to spend, refunds included.</summary>
    public decimal Balance
    {
        get
        {
            lock (_gate)
            {
                EndWhatIsDue();
                return _balance;
            }
        }
    }

    /// <summary>Makes the next task that is created fail when its time has come.</summary>
    public void PlanFailure(string reason)
    {
        lock (_gate)
        {
            _plannedFailures.Enqueue(reason);
        }
    }

    /// <summary>Creates a task and charges it; null when the balance does not cover it.</summary>
    public JobSnapshot? TryCreate(JsonElement request, decimal credits)
    {
        lock (_gate)
        {
            EndWhatIsDue();
            if (credits > _balance)
            {
                return null;
            }

            _balance -= credits;
            DateTimeOffset now = time.GetUtcNow();
            VideoJob job = new()
            {
                Id = Guid.NewGuid().ToString("N"),
                Request = request,
                CreatedAt = now,
                EndsAt = now + taskDuration,
                Failure = _plannedFailures.TryDequeue(out string? reason) ? reason : null,
                Credits = credits,
            };
            _jobs.Add(job.Id, job);
            _running.Enqueue(job, job.EndsAt);
            return Snapshot(job);
        }
    }

    /// <summary>The task as it is now; null when there is none of this id.</summary>
    public JobSnapshot? Find(string id)
    {
        lock (_gate)
        {
            EndWhatIsDue();
            return _jobs.TryGetValue(id, out VideoJob? job) ? Snapshot(job) : null;
        }
    }

    private static JobSnapshot Snapshot(VideoJob job) => new(job.Id, job.Request, job.CreatedAt, job.State, job.Credits, job.IsOver ? job.Failure : null);

    // Tasks need no timer: nobody can tell when one ended before they ask.
    private void EndWhatIsDue()
    {
        DateTimeOffset now = time.GetUtcNow();
        while (_running.TryPeek(out VideoJob? job, out DateTimeOffset endsAt) && endsAt <= now)
        {
            _running.Dequeue();
            job.IsOver = true;
            if (job.Failure is not null)
            {
                _balance += job.Credits;
                job.Credits = 0;
            }
        }
    }
}
