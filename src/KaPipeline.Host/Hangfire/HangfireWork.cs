using Hangfire;
using KaPipeline.Jobs;

namespace KaPipeline.Host.Hangfire;

/// <summary>What Hangfire calls. Its own retries are off, and so is its lock, which is not exclusive beyond ten minutes: the ledger's
/// lock and attempts hold. A requeue on the dashboard therefore goes through the dispatcher like any other waking.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class HangfireWork(JobNode node, IJobScheduler scheduler)
{
    /// <summary>A schedule's moment has come: its due runs are planned, and each is woken.</summary>
    /// <param name="schedule">Name of the schedule.</param>
    /// <param name="ct">Replaced by Hangfire with the token of its shutdown.</param>
    public async Task TickAsync(string schedule, CancellationToken ct)
    {
        foreach (var runId in await node.TickAsync(schedule, ct))
        {
            await scheduler.WakeAsync(runId, ct);
        }
    }

    /// <summary>Wakes this node for one run.</summary>
    /// <param name="runId">Number in the run ledger; all that Hangfire knows of it.</param>
    /// <param name="ct">Replaced by Hangfire with the token of its shutdown.</param>
    public Task WakeAsync(long runId, CancellationToken ct) => node.WorkAsync(runId, ct);
}
