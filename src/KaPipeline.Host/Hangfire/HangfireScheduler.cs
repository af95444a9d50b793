using Hangfire;
using Hangfire.Storage;
using KaPipeline.Jobs;

namespace KaPipeline.Host.Hangfire;

/// <summary>Hangfire as the one who says when: a recurring job per schedule, and a background job per run to wake. Missed occurrences,
/// retries and locks are not its business; the ledger has them.</summary>
public sealed class HangfireScheduler(IRecurringJobManager recurring, IBackgroundJobClient background, JobStorage storage) : IJobScheduler
{
    /// <inheritdoc/>
    public Task ApplyAsync(IReadOnlyList<JobSchedule> schedules, CancellationToken ct)
    {
        var wanted = schedules.Where(schedule => schedule.Enabled).ToList();
        foreach (var schedule in wanted)
        {
            recurring.AddOrUpdate<HangfireWork>(
                schedule.Name, work => work.TickAsync(schedule.Name, CancellationToken.None), schedule.Cron,
                // Missed moments are caught up by the ledger, each with its own business date.
                new RecurringJobOptions { TimeZone = BusinessTime.Zone, MisfireHandling = MisfireHandlingMode.Ignorable });
        }

        using var connection = storage.GetConnection();
        foreach (var entry in connection.GetRecurringJobs().Where(entry => wanted.TrueForAll(schedule => schedule.Name != entry.Id)))
        {
            recurring.RemoveIfExists(entry.Id);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task WakeAsync(long runId, CancellationToken ct)
    {
        background.Enqueue<HangfireWork>(work => work.WakeAsync(runId, CancellationToken.None));
        return Task.CompletedTask;
    }
}
